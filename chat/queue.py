"""The queue: strictly first in, first out; claims have one winner, and a return keeps the place."""

from typing import Any

from chat import ledger, queries, rules
from chat.actors import Agent
from chat.messaging import post_system
from chat.refusals import AlreadyClaimed, AtCapacity, NotActive, NotFirst, NotOnline, QueueEmpty
from chat.telling import agent_changed, chat_changed
from core import clock
from core.errors import NotFound
from core.settings import settings
from core.statements import Sql
from core.text import clean_line

REASON_LIMIT = 500

_FIRST = Sql(
    "SELECT id FROM chats WHERE state = 'queued' ORDER BY place LIMIT 1",
    locking="FOR UPDATE SKIP LOCKED",
)
# One statement settles who wins: only one UPDATE finds the chat still queued (R19).
_CLAIM = Sql(
    "UPDATE chats SET state = 'active', agent_id = :agent_id, last_agent_id = :agent_id,"
    " claimed_at = :now, last_message_at = :now, epoch = epoch + 1"
    " WHERE id = :chat_id AND state = 'queued' RETURNING place, name"
)
_RETURN = Sql(
    "UPDATE chats SET state = 'queued', agent_id = NULL, returned_at = :now, epoch = epoch + 1"
    " WHERE id = :chat_id AND state = 'active' AND agent_id = :agent_id RETURNING place"
)
# Touching the agent's row holds it, so that two claims of one agent are counted one by one (R20).
_HOLD_AGENT = Sql(
    "UPDATE accounts SET updated_at = updated_at WHERE id = :agent_id RETURNING presence, capacity"
)
_HELD = Sql("SELECT COUNT(*) FROM chats WHERE agent_id = :agent_id AND state = 'active'")


def claim_next(agent: Agent) -> Any:
    """Give the agent the first in line. Returns the chat's row.

    Raises QueueEmpty, AtCapacity or NotOnline.
    """
    require_room(agent.id)
    chat_id = _FIRST.value()
    if chat_id is None:
        raise QueueEmpty
    return _claimed(agent, chat_id, reason=None)


def claim(agent: Agent, chat_id: str, *, reason: str | None = None) -> Any:
    """Give the agent this chat: the first in line, or for supervisors any, with a reason.

    Claiming a chat that one holds already changes nothing, so a lost answer does no harm.
    Raises AlreadyClaimed with the winner, NotFirst, NotActive, AtCapacity, NotOnline, NotFound.
    """
    said = clean_line(reason or "", limit=REASON_LIMIT, field="reason", least=0)
    row = queries.chat_row(chat_id)
    if row is None:
        raise NotFound
    if row.state == "active" and row.agent_id == agent.id:
        return row
    _require_waiting(row)
    passes = queries.position_of(row) != 1
    if passes and not rules.may_pass_the_first(agent.supervises, said):
        raise NotFirst
    require_room(agent.id)
    return _claimed(agent, chat_id, reason=said if passes else None)


def return_to_queue(chat_id: str, agent_id: str, *, actor: str, reason: str) -> Any:
    """Put a held chat back at its original place. Raises NotActive when the agent lost it."""
    returned = _RETURN.one(chat_id=chat_id, agent_id=agent_id, now=clock.now_millis())
    if returned is None:
        raise NotActive
    ledger.append(chat_id, ledger.RETURNED, returned.place, actor=actor, reason=reason)
    post_system(chat_id, "The chat is back in the queue, at its place. Nothing has to be repeated.")
    agent_changed(agent_id)
    return chat_changed(chat_id, agent_id)


def require_room(agent_id: str) -> None:
    """The agent is online and below capacity, checked in the claim's own transaction."""
    agent = _HOLD_AGENT.one(agent_id=agent_id)
    if agent is None or agent.presence != "online":
        raise NotOnline
    if _HELD.value(agent_id=agent_id) >= (agent.capacity or settings().agent_capacity):
        raise AtCapacity


def _require_waiting(row: Any) -> None:
    if row.state == "active":
        raise AlreadyClaimed(row.agent_id, row.agent_name)
    if row.state == "closed":
        raise NotActive


def _claimed(agent: Agent, chat_id: str, *, reason: str | None) -> Any:
    won = _CLAIM.one(chat_id=chat_id, agent_id=agent.id, now=clock.now_millis())
    if won is None:
        _require_waiting(queries.chat_row(chat_id))
        raise NotFound
    ledger.append(chat_id, ledger.CLAIMED, won.place, actor=f"agent:{agent.id}", reason=reason)
    post_system(chat_id, f"{rules.first_name(agent.name)} joined the chat.")
    agent_changed(agent.id)
    return chat_changed(chat_id)
