"""Who is here, judged by answered pings; agents and visitors who vanish.

Presence is a lease, never a flag toggled by connect and disconnect (D6): the process that holds a
connection writes down when its last ping was answered, and everything else follows from that time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts import sessions
from chat import board, queries, rules
from chat.actors import Agent
from chat.closing import close
from chat.queue import return_to_queue
from chat.telling import agent_changed, chat_changed
from core import clock
from core.errors import NotFound
from core.settings import settings
from core.statements import Sql
from live.delivery import afterwards

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
    "UPDATE accounts SET presence = :presence, idle_since = NULL,"
    " active_at = CASE WHEN active_at IS NULL THEN NULL ELSE :now END,"
    " seen_at = CASE WHEN :presence = 'offline' THEN seen_at ELSE :now END WHERE id = :agent_id"
)
# Who comes from nowhere may come without a browser: nothing is known of what is touched.
_ARRIVE = Sql(
    "UPDATE accounts SET active_at = NULL"
    " WHERE id = :agent_id AND (seen_at IS NULL OR seen_at < :before)"
)
_AGENTS_SEEN_LATER = Sql("UPDATE accounts SET seen_at = :now WHERE seen_at > :now")
_VISITORS_SEEN_LATER = Sql(
    "UPDATE chats SET visitor_seen_at = :now WHERE state <> 'closed' AND visitor_seen_at > :now"
)
_CLAIMED_LATER = Sql(
    "UPDATE chats SET claimed_at = :now WHERE state = 'active' AND claimed_at > :now"
)
_ABANDONED = Sql("SELECT id FROM chats WHERE state = 'queued' AND visitor_seen_at < :before")
_IDLE = Sql(
    "SELECT id FROM chats WHERE state = 'active' AND last_message_at < :before"
    " AND (typed_at IS NULL OR typed_at < :before)"
)
_VANISHED = Sql(
    "SELECT c.id, c.agent_id, a.presence FROM chats c JOIN accounts a ON a.id = c.agent_id"
    " WHERE c.state = 'active' AND (a.seen_at IS NULL OR a.seen_at < :before)"
    " AND c.claimed_at < :before ORDER BY c.place"
)
# Whoever has no session left can't come back to the chats (R34).
_SIGNED_OUT = Sql(
    "SELECT c.id, c.agent_id FROM chats c JOIN accounts a ON a.id = c.agent_id"
    " WHERE c.state = 'active' AND (NOT a.is_active OR a.role = 'member' OR NOT EXISTS"
    " (SELECT 1 FROM sessions s WHERE s.account_id = a.id AND s.ended_at IS NULL"
    " AND s.expires_at > :now)) ORDER BY c.place"
)
_SEEN_AGENTS = Sql("SELECT id, seen_at FROM accounts WHERE role <> 'member' AND is_active")


@dataclass(frozen=True)
class Here:
    """What this process knows without asking: its start, and who is connected to it right now.

    A ping comes every 15 seconds only, so a short grace must not be held against who is here.
    """

    started_at: int
    chat_ids: frozenset[str]
    agent_ids: frozenset[str]

    def since(self, grace_seconds: int) -> int:
        """Who was last seen before this moment has been away for longer than the grace.

        Nobody could answer a ping before the server's start, so the grace begins there at the
        earliest.
        """
        before = clock.now_millis() - grace_seconds * 1000
        return before if before > self.started_at else 0


def set_presence(agent: Agent, presence: str) -> dict[str, Any]:
    """What the agent wishes to be: online, away or offline. Returns the agent as all see it."""
    _SET_PRESENCE.run(agent_id=agent.id, presence=presence, now=clock.now_millis())
    agent_changed(agent.id)
    afterwards(board.stir)  # Those who wait are told whether anybody is there.
    found = queries.agent(agent.id, settings().agent_capacity)
    if found is None:
        raise NotFound
    return found


def arrive(agent: Agent, at_millis: int) -> None:
    """The agent's page is open again: what was wished before still holds."""
    _ARRIVE.run(agent_id=agent.id, before=at_millis - rules.LEASE_SECONDS * 1000)
    see_agent(agent.id, at_millis)
    agent_changed(agent.id)
    afterwards(board.stir)


def see_visitor(chat_id: str, at_millis: int) -> None:
    """The visitor of this chat was here at that time."""
    _SEE_VISITOR.run(chat_id=chat_id, at=at_millis)


def see_agent(agent_id: str, at_millis: int) -> None:
    """The agent was here at that time."""
    _SEE_AGENT.run(agent_id=agent_id, at=at_millis)


def mistrust_the_future() -> None:
    """Nobody was seen later than now: the clock was set back while the desk was down (R39)."""
    for later in (_AGENTS_SEEN_LATER, _VISITORS_SEEN_LATER, _CLAIMED_LATER):
        later.run(now=clock.now_millis())


def see_session(session_id: str, _at_millis: int) -> None:
    """An open connection that answers its pings keeps its session from idling away."""
    sessions.touch(session_id)


def gone_visitors(here: Here) -> list[str]:
    """Waiting chats whose visitor has been away for longer than the grace."""
    before = here.since(settings().queue_grace_seconds)
    return [row.id for row in _ABANDONED.all(before=before) if row.id not in here.chat_ids]


def idle_chats() -> list[str]:
    """Active chats in which nobody has written or typed for too long."""
    before = clock.now_millis() - settings().idle_close_seconds * 1000
    return [row.id for row in _IDLE.all(before=before)]


def orphaned_chats(here: Here) -> list[Any]:
    """Active chats (`id`, `agent_id`) whose agent has been away for longer than the grace."""
    before = here.since(settings().agent_grace_seconds)
    return [
        row
        for row in _VANISHED.all(before=before)
        if row.presence == "offline" or row.agent_id not in here.agent_ids
    ]


def unattended_chats() -> list[Any]:
    """Active chats (`id`, `agent_id`) whose agent has signed out everywhere, or may not answer."""
    return _SIGNED_OUT.all(now=clock.now_millis())


def seen_agents() -> dict[str, int | None]:
    """When each agent was last seen."""
    return {row.id: row.seen_at for row in _SEEN_AGENTS.all()}


def let_go_abandoned(chat_id: str, here: Here) -> None:
    """Close a waiting chat, unless the visitor has come back since it was found."""
    if chat_id in gone_visitors(here):
        close(chat_id, "abandoned", actor="system")


def let_go_idle(chat_id: str) -> None:
    """Close an active chat, unless somebody has written since it was found."""
    if chat_id in idle_chats():
        close(chat_id, "idle", actor="system")


def take_back(chat_id: str, here: Here) -> None:
    """Return the chat to its place in the queue, unless its agent has come back meanwhile."""
    for row in orphaned_chats(here):
        if row.id == chat_id:
            lost = "the agent's connection was lost"
            return_to_queue(chat_id, row.agent_id, actor="system", reason=lost)


def take_back_unattended(agent_id: str) -> None:
    """Return what this agent holds to its place in the queue, unless signed in somewhere still."""
    for row in unattended_chats():
        if row.agent_id == agent_id:
            left = "the agent has signed out"
            return_to_queue(row.id, agent_id, actor="system", reason=left)


def tell_of_flips(chat_ids: Iterable[str], agent_ids: Iterable[str]) -> None:
    """Tell those concerned that somebody in these chats has come or gone."""
    for chat_id in chat_ids:
        chat_changed(chat_id)
    agent_changed(*agent_ids)
