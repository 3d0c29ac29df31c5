"""What all pages of the settings share: who may see them, the way to the others, the frame."""

from typing import Any, NamedTuple

from flask import Response, make_response, render_template, request

from accounts import access, login
from accounts.models import Account
from agent_console.settings.sections import SECTIONS


class Place(NamedTuple):
    """One page of the settings, as the list beside it names it."""

    id: str
    label: str
    icon: str
    address: str


_HOME = "/console/settings"
_OWN = (
    Place("profile", "Profile", "user-round", _HOME),
    Place("second_factor", "Second factor", "shield-check", f"{_HOME}/second-factor"),
    Place("replies", "Saved replies", "message-square-quote", f"{_HOME}/replies"),
    Place("sounds", "Sounds", "volume-2", f"{_HOME}/sounds"),
    # Keys are pressed where they work: the console opens its sheet of them.
    Place("keys", "Keys", "keyboard", "/console#keys"),
)
_DESK = (
    Place("team", "Team", "users", f"{_HOME}/team"),
    *(Place(one.id, one.label, one.icon, f"{_HOME}/desk/{one.id}") for one in SECTIONS),
    Place("health", "Health", "circle-check", f"{_HOME}/health"),
    Place("audit", "Audit trail", "scroll-text", f"{_HOME}/audit"),
)


def me() -> Account:
    """Whoever is signed in, of the team. Raises SignInNeeded, Forbidden."""
    return access.require_agent(login.current_account())


def admin() -> Account:
    """Whoever is signed in, an admin. Raises SignInNeeded, Forbidden."""
    return access.require_admin(login.current_account())


def drawn(
    template: str, *, account: Account, status: int = 200, place: str | None = None, **values: Any
) -> Response:
    """The page `templates/agent_console/settings/<template>.html`; `?saved` says that it was.

    `place` is its entry in the list of pages, if that has another name.
    """
    page = render_template(
        f"agent_console/settings/{template}.html",
        account=account,
        settings_place=place or template,
        own_places=_OWN,
        desk_places=_DESK if account.role == "admin" else (),
        saved=request.args.get("saved"),
        **values,
    )
    return make_response(page, status)
