"""The door of the visitor's live connection: namespace /visitor."""

from functools import partial
from typing import Any

from flask import current_app
from socketio import Server

from accounts.login import session_for_environ
from chat import (
    access,
    board,
    catching_up,
    closing,
    departures,
    messaging,
    presence,
    queries,
    schemas,
    whispers,
)
from chat.actors import Visitor
from core import clock, loop
from core.database import reading
from core.errors import NotFound
from core.writer import writer
from live import rates, rooms
from live.catalog import VisitorChatChanged
from live.delivery import delivery
from live.gate import Connection, Gate, Nothing

TOKEN_LIMIT = 100
_CLOSED_OVER_THERE = (Server.reason.CLIENT_DISCONNECT, Server.reason.TRANSPORT_CLOSE)


def _admit(sid: str, _environ: dict[str, Any], auth: Any) -> Visitor:
    """The visitor whose token came with the connection. Raises NotFound, alike for any fault."""
    token = auth.get("token") if isinstance(auth, dict) else None
    if not isinstance(token, str) or not 0 < len(token) <= TOKEN_LIMIT:
        raise NotFound("This chat is not here (any more).")
    with reading():
        return access.visitor_with(token, connection=sid)


def _welcome(connection: Connection) -> None:
    """Listen first, look second: nothing falls between the two (R5)."""
    gate.enter(connection, rooms.visitor_of(connection.principal.chat_id))
    signed_in = session_for_environ(connection.environ)
    if signed_in is not None:
        gate.enter(connection, rooms.session(signed_in.session_id))
        gate.enter(connection, rooms.account(signed_in.account.id))
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    loop.spawn(partial(_show, app, connection))


def _show(app: Any, connection: Connection) -> None:
    visitor: Visitor = connection.principal
    with app.app_context():
        writer().run(presence.see_visitor, visitor.chat_id, clock.now_millis())
        with reading():
            chat = queries.chat_for_visitor(access.chat_of_visitor(visitor))
        snapshot = VisitorChatChanged(chat_id=visitor.chat_id, chat=chat)
        delivery().send_to(connection.sid, snapshot)
        board.stir()


def _farewell(connection: Connection, reason: str) -> None:
    """Who closes the page was here until now; who has gone silently is found by the lease (R31)."""
    if reason in _CLOSED_OVER_THERE:
        departures.note(connection.principal.chat_id)


gate = Gate(rooms.VISITOR, admit=_admit, welcome=_welcome, farewell=_farewell)
_right = access.require_visitor


@gate.event("send_message", schemas.SendMessage, right=_right, rate=rates.MESSAGES, way="write")
def send_message(connection: Connection, sent: schemas.SendMessage) -> dict[str, Any]:
    visitor = connection.principal
    draft = messaging.Draft(
        chat_id=visitor.chat_id,
        client_id=sent.client_id,
        body=sent.body,
        attachments=sent.attachments,
    )
    return {"message": messaging.post_as_visitor(visitor, draft)}


@gate.event("sync", schemas.Sync, right=_right, rate=rates.SYNCS, way="read")
def sync(connection: Connection, asked: schemas.Sync) -> dict[str, Any]:
    return catching_up.caught_up(
        connection.principal, after=asked.after_seq, before=asked.before_seq
    )


@gate.event("typing", schemas.Typing, right=_right, rate=rates.TYPING, way="door")
def typing(connection: Connection, sent: schemas.Typing) -> dict[str, Any]:
    whispers.type_as_visitor(connection.principal, is_typing=sent.is_typing)
    return {}


@gate.event("mark_delivered", schemas.Mark, right=_right, rate=rates.MARKS, way="write")
def mark_delivered(connection: Connection, sent: schemas.Mark) -> dict[str, Any]:
    messaging.mark(connection.principal, connection.principal.chat_id, "delivered", sent.seq)
    return {}


@gate.event("mark_read", schemas.Mark, right=_right, rate=rates.MARKS, way="write")
def mark_read(connection: Connection, sent: schemas.Mark) -> dict[str, Any]:
    messaging.mark(connection.principal, connection.principal.chat_id, "read", sent.seq)
    return {}


@gate.event("leave", Nothing, right=_right, rate=rates.ACTS, way="write")
def leave(connection: Connection, _sent: Nothing) -> dict[str, Any]:
    return {"chat": queries.chat_for_visitor(closing.leave(connection.principal))}


@gate.event("rate", schemas.Rating, right=_right, rate=rates.ACTS, way="write")
def rate(connection: Connection, sent: schemas.Rating) -> dict[str, Any]:
    closing.rate(connection.principal, sent.score, sent.comment)
    return {}
