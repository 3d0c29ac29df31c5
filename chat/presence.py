"""Who is here, judged by answered pings; agents and visitors who vanish.

Presence is a lease, never a flag toggled by connect and disconnect (D6): the process that holds a
connection writes down when its last ping was answered, and everything else follows from that time.
"""

from collections.abc import Iterable
from typing import Any

from accounts import sessions
from chat import queries
from chat.actors import Agent
from chat.closing import close
from chat.queue import return_to_queue
from chat.refusals import NotActive
from chat.telling import agent_changed, chat_changed
from core import clock
from core.errors import NotFound
from core.settings import settings
from core.statements import Sql

_SEE_VISITOR = Sql(
    "UPDATE chats SET visitor_seen_at = :at"
    " WHERE id = :chat_id AND state <> 'closed' AND visitor_seen_at < :at"
)
# Who has gone offline on purpose is not seen: the grace runs from that moment.
_SEE_AGENT = Sql(
    "UPDATE accounts SET seen_at = :at WHERE id = :agent_id AND presence <> 'offline'"
    " AND (seen_at IS NULL OR seen_at < :at)"
)
_SET_PRESENCE = Sql(
    "UPDATE accounts SET presence = :presence,"
    " seen_at = CASE WHEN :presence = 'offline' THEN seen_at ELSE :now END WHERE id = :agent_id"
)
_ABANDONED = Sql("SELECT id FROM chats WHERE state = 'queued' AND visitor_seen_at < :before")
_IDLE = Sql("SELECT id FROM chats WHERE state = 'active' AND last_message_at < :before")
_VANISHED = Sql(
    "SELECT c.id, c.agent_id FROM chats c JOIN accounts a ON a.id = c.agent_id"
    " WHERE c.state = 'active' AND (a.seen_at IS NULL OR a.seen_at < :before)"
    " AND c.claimed_at < :before ORDER BY c.place"
)


def set_presence(agent: Agent, presence: str) -> dict[str, Any]:
    """What the agent wishes to be: online, away or offline. Returns the agent as all see it."""
    _SET_PRESENCE.run(agent_id=agent.id, presence=presence, now=clock.now_millis())
    agent_changed(agent.id)
    found = queries.agent(agent.id, settings().agent_capacity)
    if found is None:
        raise NotFound
    return found


def arrive(agent: Agent, at_millis: int) -> None:
    """The agent's page is open again: what was wished before still holds."""
    see_agent(agent.id, at_millis)
    agent_changed(agent.id)


def see_visitor(chat_id: str, at_millis: int) -> None:
    """The visitor of this chat was here at that time."""
    _SEE_VISITOR.run(chat_id=chat_id, at=at_millis)


def see_agent(agent_id: str, at_millis: int) -> None:
    """The agent was here at that time."""
    _SEE_AGENT.run(agent_id=agent_id, at=at_millis)


def see_session(session_id: str, _at_millis: int) -> None:
    """An open connection that answers its pings keeps its session from idling away."""
    sessions.touch(session_id)


def gone_visitors(started_at: int) -> list[str]:
    """Waiting chats whose visitor has been away for longer than the grace.

    Nobody could answer a ping before the server's start, so the grace begins there at the earliest.
    """
    grace = settings().queue_grace_seconds * 1000
    now = clock.now_millis()
    return (
        [row.id for row in _ABANDONED.all(before=now - grace)] if now - grace > started_at else []
    )


def idle_chats() -> list[str]:
    """Active chats in which nobody has written for too long."""
    before = clock.now_millis() - settings().idle_close_seconds * 1000
    return [row.id for row in _IDLE.all(before=before)]


def orphaned_chats(started_at: int) -> list[Any]:
    """Active chats (`id`, `agent_id`) whose agent has been away for longer than the grace."""
    grace = settings().agent_grace_seconds * 1000
    now = clock.now_millis()
    return _VANISHED.all(before=now - grace) if now - grace > started_at else []


def let_go(chat_id: str, reason: str) -> None:
    """Close a chat that was found abandoned or idle, unless it has moved on in the meantime."""
    overdue = {"abandoned": "queued", "idle": "active"}[reason]
    row = queries.chat_row(chat_id)
    if row is not None and row.state == overdue:
        close(chat_id, reason, actor="system")


def take_back(chat_id: str, agent_id: str) -> None:
    """Return the chat of a vanished agent to its place in the queue."""
    try:
        return_to_queue(chat_id, agent_id, actor="system", reason="the agent's connection was lost")
    except NotActive:  # Somebody closed it or took it over in the meantime.
        return


def tell_of_flips(chat_ids: Iterable[str], agent_ids: Iterable[str]) -> None:
    """Tell those concerned that somebody in these chats has come or gone."""
    for chat_id in chat_ids:
        chat_changed(chat_id)
    agent_changed(*agent_ids)
