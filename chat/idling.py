"""Agents who are connected but touch nothing: away after a while, back with the first touch.

The browser tells how long ago it was touched, the server judges by its own clock. Whoever works
without a browser tells nothing and is never taken for idle.
"""

from typing import Any

from chat import board
from chat.actors import Agent
from chat.telling import agent_changed
from core import clock
from core.settings import settings
from core.statements import Sql
from live.delivery import afterwards

_TOUCHED = Sql(
    "UPDATE accounts SET active_at = :at"
    " WHERE id = :agent_id AND (active_at IS NULL OR active_at < :at)"
)
_BACK = Sql(
    "UPDATE accounts SET presence = 'online', idle_since = NULL"
    " WHERE id = :agent_id AND presence = 'away' AND idle_since < :at"
)
_IDLE = Sql(
    "SELECT id FROM accounts WHERE role <> 'member' AND is_active"
    " AND presence = 'online' AND active_at < :before"
)
_AWAY = Sql(
    "UPDATE accounts SET presence = 'away', idle_since = active_at"
    " WHERE id = :agent_id AND presence = 'online' AND active_at < :before"
)


def show_activity(agent: Agent, *, idle_seconds: int) -> None:
    """A page of this agent was last touched so long ago; ends an idle time that began before."""
    at = clock.now_millis() - idle_seconds * 1000
    _TOUCHED.run(agent_id=agent.id, at=at)
    if at >= _idle_before() and _BACK.run(agent_id=agent.id, at=at):
        _tell(agent.id)


def idle_agents() -> list[Any]:
    """Ids of those who are available and have touched nothing for too long."""
    return [row.id for row in _IDLE.all(before=_idle_before())] if settings().away_seconds else []


def set_away(agent_id: str) -> None:
    """Set the agent away, unless something was touched since that was found; chats are kept."""
    if _AWAY.run(agent_id=agent_id, before=_idle_before()):
        _tell(agent_id)


def _idle_before() -> int:
    return clock.now_millis() - settings().away_seconds * 1000


def _tell(agent_id: str) -> None:
    agent_changed(agent_id)
    afterwards(board.stir)  # Those who wait are told whether anybody is there.
