"""A message's life: posted once, numbered without gaps, delivered after the commit, marked read."""

# ruff: noqa: S608 - the statements are put together from constants of this file

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from chat import drafts, queries
from chat.access import chat_for_agent
from chat.actors import Agent, Visitor
from chat.attachments import visitor_key
from chat.refusals import ChangedHands, IdConflict, NotActive, NotClaimed, NotYourChat
from chat.wire import message_for_agent, message_for_visitor
from core import clock, figures
from core.errors import NotFound
from core.statements import Sql
from core.text import clean_body, new_ordered_id
from live.catalog import AgentMarked, AgentMessagePosted, VisitorMarked, VisitorMessagePosted
from live.delivery import record
from tickets.attachments import (
    Payload,
    Place,
    Uploads,
    attach,
    of_messages,
    require_free,
    staff_key,
)

_KNOWN = Sql(
    "SELECT id, chat_id, seq, client_id, kind, author_kind, author_id, author_name, body,"
    " created_at FROM messages WHERE chat_id = :chat_id AND client_id = :client_id"
)
# Taking the seq locks the chat's row, so the order of commits is the order of seq (R3).
_TAKE = "UPDATE chats SET last_seq = last_seq + 1, last_message_at = :now"
_VISIBLE = ", previous_visible_seq = last_visible_seq, last_visible_seq = last_seq + 1"
_TAKEN = " RETURNING last_seq, previous_visible_seq, agent_id, name"
# A message that was sent before takes nothing; what it was is looked up only then.
_NEW = (
    " AND NOT EXISTS (SELECT 1 FROM messages m"
    " WHERE m.chat_id = :chat_id AND m.client_id = :client_id)"
)
_TAKE_AS_VISITOR = Sql(
    f"{_TAKE}{_VISIBLE} WHERE id = :chat_id AND state IN ('queued', 'active'){_NEW}{_TAKEN}"
)
_TAKE_AS_HOLDER = Sql(
    f"{_TAKE}{_VISIBLE} WHERE id = :chat_id AND state = 'active' AND agent_id = :agent_id"
    f" AND (:epoch IS NULL OR epoch = :epoch){_NEW}{_TAKEN}"
)
_TAKE_FOR_NOTE = Sql(
    "UPDATE chats SET last_seq = last_seq + 1 WHERE id = :chat_id"
    f" AND (agent_id = :agent_id OR :supervises = 1){_NEW}{_TAKEN}"
)
_TAKE_AS_SYSTEM = Sql(f"{_TAKE}{_VISIBLE} WHERE id = :chat_id{_TAKEN}")
_TAKE_QUIETLY = Sql(
    f"UPDATE chats SET last_seq = last_seq + 1{_VISIBLE} WHERE id = :chat_id{_TAKEN}"
)
_INSERT = Sql(
    "INSERT INTO messages"
    " (id, chat_id, seq, client_id, kind, author_kind, author_id, author_name, body, created_at)"
    " VALUES (:id, :chat_id, :seq, :client_id, :kind, :author_kind, :author_id, :author_name,"
    " :body, :created_at)"
)
_MARK = {
    (side, mark): Sql(
        f"UPDATE chats SET {side}_{mark}_seq = CASE WHEN :seq < last_seq THEN :seq"
        f" ELSE last_seq END WHERE id = :chat_id AND {side}_{mark}_seq < :seq"
        f" AND {side}_{mark}_seq < last_seq RETURNING {side}_{mark}_seq, agent_id"
    )
    for side in ("visitor", "agent")
    for mark in ("delivered", "read")
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to say; `client_id` makes it safe to send again.

    `epoch` is that of the assignment under which it was written, where the client says so.
    """

    chat_id: str
    client_id: str
    body: str
    kind: str = "text"
    attachments: tuple[str, ...] = ()
    epoch: int | None = None


def post_as_visitor(visitor: Visitor, draft: Draft) -> dict[str, Any]:
    """Store the message, or answer the one first stored under its id. Returns it for visitors."""
    draft = _cleaned(draft)
    pictures = _pictures(draft, visitor_key(draft.chat_id)) if draft.attachments else None
    taken = _TAKE_AS_VISITOR.one(
        chat_id=draft.chat_id, client_id=draft.client_id, now=clock.now_millis()
    )
    if taken is None:
        known = _known(draft, "visitor", None)
        if known is None:
            raise NotActive
        return message_for_visitor(known.row, known.attachments)
    message = _stored(draft, taken, "visitor", None, taken.name)
    message.attachments = _attached(pictures, message)
    return _told(message, taken, origin=visitor.connection).for_visitor


def post_as_agent(agent: Agent, draft: Draft) -> dict[str, Any]:
    """Like `post_as_visitor`; text is for the holder of the chat, notes also for supervisors."""
    draft = _cleaned(draft)
    pictures = _pictures(draft, staff_key(agent.id)) if draft.attachments else None
    taken = _taken_by_agent(agent, draft)
    if taken is None:
        known = _known(draft, "agent", agent.id)
        if known is None:
            raise _why_not(agent, draft.chat_id)
        return message_for_agent(known.row, known.attachments)
    drafts.forget(agent.id, draft.chat_id, draft.kind)
    message = _stored(draft, taken, "agent", agent.id, agent.name)
    message.attachments = _attached(pictures, message)
    return _told(message, taken, origin=agent.connection).for_agent


def post_system(chat_id: str, body: str) -> None:
    """A fact about the chat, for both sides."""
    _say(chat_id, body, _TAKE_AS_SYSTEM.one(chat_id=chat_id, now=clock.now_millis()))


def post_quietly(chat_id: str, body: str) -> None:
    """The same, but the chat goes on idling as if nobody had said anything."""
    _say(chat_id, body, _TAKE_QUIETLY.one(chat_id=chat_id))


def mark(actor: Visitor | Agent, chat_id: str, kind: str, seq: int) -> None:
    """Move a mark forward, never back; `kind` is `delivered` or `read`, which is both."""
    for one in ("delivered", "read") if kind == "read" else (kind,):
        moved = _MARK[actor.kind, one].one(chat_id=chat_id, seq=seq)
        if moved is not None:
            _tell_mark(actor, chat_id, one, moved)


def mark_as_agent(agent: Agent, chat_id: str, kind: str, seq: int) -> None:
    """Only the agent who holds the chat marks it; for whoever else reads it, nothing moves."""
    if chat_for_agent(agent, chat_id).agent_id == agent.id:
        mark(agent, chat_id, kind, seq)


def _cleaned(draft: Draft) -> Draft:
    return replace(draft, body=clean_body(draft.body, least=0 if draft.attachments else 1))


def _pictures(draft: Draft, owner: str) -> Uploads:
    """What is to be attached, looked at before anything is written. Raises Invalid (S51)."""
    pictures = Uploads(draft.attachments, frozenset({owner}))
    if _KNOWN.one(chat_id=draft.chat_id, client_id=draft.client_id) is None:
        require_free(pictures, chat_id=draft.chat_id)
    return pictures


def _attached(pictures: Uploads | None, message: Any) -> list[Payload]:
    if pictures is None:
        return []
    return attach(pictures, Place(chat_id=message.chat_id, message_id=message.id))


@dataclass(frozen=True)
class _Known:
    row: Any
    attachments: list[Payload]


def _known(draft: Draft, author_kind: str, author_id: str | None) -> _Known | None:
    """The message stored under this id. Raises IdConflict when it is not the same one (R2)."""
    row = _KNOWN.one(chat_id=draft.chat_id, client_id=draft.client_id)
    if row is None:
        return None
    attachments = of_messages(draft.chat_id).get(row.id, [])
    ids = tuple(one["id"] for one in attachments)
    same = (row.body, row.kind, row.author_kind, row.author_id, ids)
    if same != (draft.body, draft.kind, author_kind, author_id, draft.attachments):
        raise IdConflict
    figures.repeats.inc()
    return _Known(row, attachments)


def _taken_by_agent(agent: Agent, draft: Draft) -> Any | None:
    of_this = {"chat_id": draft.chat_id, "client_id": draft.client_id, "agent_id": agent.id}
    if draft.kind == "note":
        return _TAKE_FOR_NOTE.one(**of_this, supervises=int(agent.supervises))
    return _TAKE_AS_HOLDER.one(**of_this, epoch=draft.epoch, now=clock.now_millis())


def _why_not(agent: Agent, chat_id: str) -> Exception:
    row = queries.chat_row(chat_id)
    if row is None:
        return NotFound()
    if row.state == "closed":
        return NotActive()
    if row.state == "queued":
        return NotClaimed()
    return ChangedHands() if row.agent_id == agent.id else NotYourChat(row)


def _say(chat_id: str, body: str, taken: Any) -> None:
    draft = SimpleNamespace(chat_id=chat_id, client_id=None, body=body, kind="system")
    _told(_stored(draft, taken, "system", None, None), taken, origin=None)


def _stored(
    draft: Any, taken: Any, author_kind: str, author_id: str | None, author_name: str | None
) -> Any:
    now = clock.now_millis()
    values = {
        "id": new_ordered_id(now),
        "chat_id": draft.chat_id,
        "seq": taken.last_seq,
        "client_id": draft.client_id,
        "kind": draft.kind,
        "author_kind": author_kind,
        "author_id": author_id,
        "author_name": author_name,
        "body": draft.body,
        "created_at": now,
    }
    _INSERT.run(**values)
    return SimpleNamespace(**values, attachments=[])


@dataclass(frozen=True)
class _Told:
    """A message as each audience gets it."""

    for_agent: dict[str, Any]
    for_visitor: dict[str, Any]


def _told(message: Any, taken: Any, *, origin: str | None) -> _Told:
    told = _Told(
        message_for_agent(message, message.attachments),
        message_for_visitor(message, message.attachments),
    )
    for_agents = AgentMessagePosted(
        chat_id=message.chat_id,
        agent_id=taken.agent_id,
        message=told.for_agent,
        previous_seq=message.seq - 1,
        origin=origin,
    )
    if message.kind == "note":
        record(for_agents)
    else:
        for_visitor = VisitorMessagePosted(
            chat_id=message.chat_id,
            message=told.for_visitor,
            previous_seq=taken.previous_visible_seq,
            origin=origin,
        )
        record(for_agents, for_visitor)
    return told


def _tell_mark(actor: Visitor | Agent, chat_id: str, mark_kind: str, moved: Any) -> None:
    seq, agent_id = moved
    told = {"kind": f"message_{mark_kind}", "by": actor.kind, "seq": seq}
    record(VisitorMarked(chat_id=chat_id, origin=actor.connection, **told))
    record(AgentMarked(chat_id=chat_id, agent_id=agent_id, origin=actor.connection, **told))
