"""The door of an open ticket's live connection for the team: namespace /tickets.

A page hears that its ticket has changed and fetches itself again; who else has it open comes with
each look. Nobody becomes available for chats by this connection.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import msgspec
from flask import current_app
from msgspec import Meta

from accounts import sessions
from accounts.login import session_for_environ
from core import loop
from core.database import reading
from core.errors import Forbidden, NotFound, Unavailable
from core.statements import Sql
from core.writer import writer
from live import rates, rooms
from live.gate import Connection, Gate
from tickets import lookers, rules
from tickets.lookers import Looker

_TICKET_ID = Sql("SELECT id FROM tickets WHERE number = :number")


class Look(msgspec.Struct, forbid_unknown_fields=True):
    """The thread is on screen, down to this entry; `is_writing`: with words that are not sent."""

    entry: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    is_writing: bool = False


@dataclass(frozen=True, kw_only=True)
class TeamReader:
    """What the server found out on connecting."""

    looker: Looker
    session_id: str


def _admit(_sid: str, environ: dict[str, Any], auth: Any) -> TeamReader:
    """By `auth` {"number"} and the session's cookie. Raises Forbidden, NotFound."""
    signed_in = session_for_environ(environ)
    if signed_in is None or not signed_in.account.is_staff:
        raise Forbidden("Sign in as an agent first.")
    reference = auth.get("number") if isinstance(auth, dict) else None
    number = rules.parse_reference(reference) if isinstance(reference, str) else None
    with reading():
        ticket_id = _TICKET_ID.value(number=number) if number else None
    if ticket_id is None:
        raise NotFound
    looker = Looker(ticket_id=ticket_id, account_id=signed_in.account.id)
    return TeamReader(looker=looker, session_id=signed_in.session_id)


def _welcome(connection: Connection) -> None:
    reader: TeamReader = connection.principal
    for room in (
        rooms.team_of(reader.looker.ticket_id),
        rooms.session(reader.session_id),
        rooms.account(reader.looker.account_id),
    ):
        gate.enter(connection, room)


def _farewell(connection: Connection, _reason: str) -> None:
    reader: TeamReader = connection.principal
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    loop.spawn(partial(_forget, app, reader.looker))


def _forget(app: Any, looker: Looker) -> None:
    # What cannot be stored now is forgotten when the lease ends.
    with app.app_context(), suppress(Unavailable):
        writer().run(lookers.leave, looker)


def _require_team(reader: TeamReader) -> None:
    """Raises when the session has ended or the role is lost (S6)."""
    if sessions.role_in(reader.session_id) in (None, "member"):
        raise Forbidden


gate = Gate(rooms.TICKETS, admit=_admit, welcome=_welcome, farewell=_farewell)


@gate.event("look", Look, right=_require_team, rate=rates.ACTS, way="write")
def look(connection: Connection, sent: Look) -> dict[str, Any]:
    reader: TeamReader = connection.principal
    return lookers.look(reader.looker, is_writing=sent.is_writing)
