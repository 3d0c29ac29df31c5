"""Which private links this browser has opened: their pictures open in it too."""

from flask import request, session

from accounts import login
from member_portal.visitor import keys_of_request
from tickets.viewing import Viewer

MOST = 20
_KEY = "opened"


def remember(kind: str, opened_id: str) -> None:
    """Note in the signed cookie that the link of this `chat` or `ticket` was opened here."""
    mark = f"{kind}:{opened_id}"
    before: list[str] = session.get(_KEY, [])
    if mark not in before:
        session[_KEY] = [*before, mark][-MOST:]


def viewer_of_request() -> Viewer:
    return Viewer(
        account=login.current_account(),
        keys=keys_of_request(request),
        opened=frozenset(session.get(_KEY, [])),
    )
