"""Chats whose visitor waits for an answer of somebody who touches nothing: for supervisors (R35).

Nothing is taken away: whoever supervises looks, and asks or leaves a note.
"""

from typing import Any

from chat import queries, rules
from core import clock
from core.settings import settings
from core.statements import Sql

# Whoever works without a browser never tells, and is no more idle here than in `idling`.
_FIND = Sql(
    "SELECT * FROM (SELECT c.id, a.active_at, (SELECT MIN(m.created_at) FROM messages m"
    " WHERE m.chat_id = c.id AND m.author_kind = 'visitor' AND m.kind = 'text' AND m.seq >"
    " COALESCE((SELECT r.seq FROM messages r WHERE r.chat_id = c.id AND r.author_kind = 'agent'"
    " AND r.kind = 'text' ORDER BY r.seq DESC LIMIT 1), 0)) AS unanswered_since"
    " FROM chats c JOIN accounts a ON a.id = c.agent_id"
    " WHERE c.state = 'active' AND a.active_at < :before AND a.seen_at >= :seen) AS held"
    " WHERE unanswered_since IS NOT NULL ORDER BY unanswered_since"
)


def neglected() -> list[dict[str, Any]]:
    """The chats (`chat`, `idle_since`, `unanswered_since`), whoever has waited longest first."""
    now = clock.now_millis()
    idle_seconds = settings().away_seconds or rules.IDLE_SECONDS
    found = _FIND.all(before=now - idle_seconds * 1000, seen=now - rules.LEASE_SECONDS * 1000)
    return [
        {
            "chat": queries.chat_for_agent(queries.chat_row(row.id)),
            "idle_since": clock.iso_millis(row.active_at),
            "unanswered_since": clock.iso_millis(row.unanswered_since),
        }
        for row in found
    ]
