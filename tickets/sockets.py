"""The door of an open ticket's live connection: namespace /portal.

A page hears that its ticket has changed and fetches itself again; what it shows comes over HTTP,
where all rights are checked anyhow.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from accounts.login import session_for_environ
from core.database import reading as reading_transaction
from core.errors import Forbidden, NotFound
from live import rates, rooms
from live.gate import Connection, Gate
from tickets import readers, reading
from tickets.readers import Reader

TOKEN_LIMIT = 100


class Look(msgspec.Struct, forbid_unknown_fields=True):
    """The thread is on screen, down to this entry."""

    entry: Annotated[int, Meta(ge=0, le=2**31 - 1)]


def _admit(_sid: str, environ: dict[str, Any], auth: Any) -> Reader:
    """By `auth` {"token"} or {"number"} and the session's cookie. Raises NotFound, Forbidden."""
    token, number = (_named(auth, name) for name in ("token", "number"))
    if token is not None:
        with reading_transaction():
            return readers.reader_with(token)
    if number is None:
        raise NotFound
    signed_in = session_for_environ(environ)
    if signed_in is None:
        raise Forbidden("Sign in first.")
    with reading_transaction():
        return readers.reader_of(signed_in.account, signed_in.session_id, number)


def _welcome(connection: Connection) -> None:
    reader: Reader = connection.principal
    gate.enter(connection, rooms.readers_of(reader.ticket_id))
    if reader.account_id and reader.session_id:
        gate.enter(connection, rooms.session(reader.session_id))
        gate.enter(connection, rooms.account(reader.account_id))


def _farewell(_connection: Connection, _reason: str) -> None:
    """Nothing to do: who looks no longer is found by the lease that is not renewed."""


def _named(auth: Any, name: str) -> str | None:
    value = auth.get(name) if isinstance(auth, dict) else None
    return value if isinstance(value, str) and 0 < len(value) <= TOKEN_LIMIT else None


gate = Gate(rooms.PORTAL, admit=_admit, welcome=_welcome, farewell=_farewell)


@gate.event("look", Look, right=readers.require_reader, rate=rates.ACTS, way="write")
def look(connection: Connection, sent: Look) -> dict[str, Any]:
    reader: Reader = connection.principal
    return reading.look(reader.ticket_id, reader.key, sent.entry)
