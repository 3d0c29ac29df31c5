"""The door of the agent's live connection: namespace /agent."""

from functools import partial
from typing import Any

from flask import current_app

from accounts.login import session_for_environ
from agent_console.syncing import synced
from chat import (
    access,
    closing,
    converting,
    handing,
    idling,
    messaging,
    presence,
    queries,
    queue,
    schemas,
    whispers,
)
from chat.actors import Agent
from core import clock, loop
from core.database import reading
from core.errors import Forbidden
from core.writer import writer
from live import rates, rooms
from live.catalog import QueueChanged
from live.delivery import delivery
from live.gate import Connection, Gate, Nothing


def _admit(sid: str, environ: dict[str, Any], _auth: Any) -> Agent:
    """The agent whose session's cookie came with the handshake. Raises Forbidden."""
    signed_in = session_for_environ(environ)
    if signed_in is None or not signed_in.account.is_staff:
        raise Forbidden("Sign in as an agent first.")
    account = signed_in.account
    return Agent(
        id=account.id,
        name=account.name,
        role=account.role,
        session_id=signed_in.session_id,
        connection=sid,
    )


def _welcome(connection: Connection) -> None:
    """Listen first, look second: nothing falls between the two (R5)."""
    agent: Agent = connection.principal
    for room in (
        rooms.AGENTS,
        rooms.agent(agent.id),
        rooms.session(agent.session_id),
        rooms.account(agent.id),
        *([rooms.SUPERVISORS] if agent.supervises else []),
    ):
        gate.enter(connection, room)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    loop.spawn(partial(_show, app, connection))


def _show(app: Any, connection: Connection) -> None:
    with app.app_context():
        writer().run(presence.arrive, connection.principal, clock.now_millis())
        with reading():
            snapshot = QueueChanged(queue=queries.queue_board())
        delivery().send_to(connection.sid, snapshot)


def _farewell(_connection: Connection, _reason: str) -> None:
    """Nothing to do: who has gone is found by the lease that is no longer renewed (R31)."""


gate = Gate(rooms.AGENT, admit=_admit, welcome=_welcome, farewell=_farewell)
_right = access.require_agent


@gate.event("set_presence", schemas.SetPresence, right=_right, rate=rates.ACTS, way="write")
def set_presence(connection: Connection, sent: schemas.SetPresence) -> dict[str, Any]:
    return {"agent": presence.set_presence(connection.principal, sent.presence)}


@gate.event("activity", schemas.Activity, right=_right, rate=rates.TYPING, way="write")
def activity(connection: Connection, sent: schemas.Activity) -> dict[str, Any]:
    idling.show_activity(connection.principal, idle_seconds=sent.idle_seconds)
    return {}


@gate.event("claim_next", Nothing, right=_right, rate=rates.ACTS, way="write")
def claim_next(connection: Connection, _sent: Nothing) -> dict[str, Any]:
    return _with_messages(queue.claim_next(connection.principal))


@gate.event("claim", schemas.Claim, right=_right, rate=rates.ACTS, way="write")
def claim(connection: Connection, sent: schemas.Claim) -> dict[str, Any]:
    return _with_messages(queue.claim(connection.principal, sent.chat_id, reason=sent.reason))


@gate.event(
    "send_message", schemas.AgentSendMessage, right=_right, rate=rates.MESSAGES, way="write"
)
def send_message(connection: Connection, sent: schemas.AgentSendMessage) -> dict[str, Any]:
    draft = messaging.Draft(
        chat_id=sent.chat_id,
        client_id=sent.client_id,
        body=sent.body,
        kind=sent.kind,
        attachments=sent.attachments,
        epoch=sent.epoch,
    )
    return {"message": messaging.post_as_agent(connection.principal, draft)}


@gate.event("sync", schemas.AgentSync, right=_right, rate=rates.SYNCS, way="door")
def sync(connection: Connection, asked: schemas.AgentSync) -> dict[str, Any]:
    return synced(gate, connection, asked)


@gate.event("typing", schemas.AgentTyping, right=_right, rate=rates.TYPING, way="door")
def typing(connection: Connection, sent: schemas.AgentTyping) -> dict[str, Any]:
    whispers.type_as_agent(connection.principal, sent.chat_id, is_typing=sent.is_typing)
    return {}


@gate.event("mark_delivered", schemas.AgentMark, right=_right, rate=rates.MARKS, way="write")
def mark_delivered(connection: Connection, sent: schemas.AgentMark) -> dict[str, Any]:
    messaging.mark_as_agent(connection.principal, sent.chat_id, "delivered", sent.seq)
    return {}


@gate.event("mark_read", schemas.AgentMark, right=_right, rate=rates.MARKS, way="write")
def mark_read(connection: Connection, sent: schemas.AgentMark) -> dict[str, Any]:
    messaging.mark_as_agent(connection.principal, sent.chat_id, "read", sent.seq)
    return {}


@gate.event("transfer", schemas.Transfer, right=_right, rate=rates.ACTS, way="write")
def transfer(connection: Connection, sent: schemas.Transfer) -> dict[str, Any]:
    agent = connection.principal
    if sent.agent_id is None:
        row = handing.hand_back(agent, sent.chat_id, note=sent.note)
    else:
        row = handing.hand_to(agent, sent.chat_id, sent.agent_id, note=sent.note)
    return {"chat": queries.chat_for_agent(row)}


@gate.event("close_chat", schemas.OneChat, right=_right, rate=rates.ACTS, way="write")
def close_chat(connection: Connection, sent: schemas.OneChat) -> dict[str, Any]:
    row = closing.close_as_agent(connection.principal, sent.chat_id)
    return {"chat": queries.chat_for_agent(row)}


@gate.event(
    "redirect_to_ticket", schemas.RedirectToTicket, right=_right, rate=rates.ACTS, way="write"
)
def redirect_to_ticket(connection: Connection, sent: schemas.RedirectToTicket) -> dict[str, Any]:
    row = converting.redirect_to_ticket(connection.principal, sent.chat_id, sent.language)
    return {"chat": queries.chat_for_agent(row)}


@gate.event(
    "convert_to_ticket", schemas.ConvertToTicket, right=_right, rate=rates.ACTS, way="write"
)
def convert_to_ticket(connection: Connection, sent: schemas.ConvertToTicket) -> dict[str, Any]:
    wishes = schemas.as_dict(sent)
    chat_id = wishes.pop("chat_id")
    conversion = converting.Conversion(**wishes)
    row = converting.convert_to_ticket(connection.principal, chat_id, conversion)
    chat = queries.chat_for_agent(row)
    return {"chat": chat, "ticket": chat["ticket"]}


def _with_messages(row: Any) -> dict[str, Any]:
    messages, _ = queries.messages_for_agent(row.id, before=queries.NEVER)
    return {"chat": queries.chat_for_agent(row), "messages": messages}
