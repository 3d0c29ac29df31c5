"""What a play has come to: plays in which little happens prove little."""

from collections import Counter
from typing import Any

_COUNTED = (
    "SELECT kind || ' messages', COUNT(*) FROM messages GROUP BY 1",
    "SELECT 'chats ' || event, COUNT(*) FROM queue_entries GROUP BY 1",
    "SELECT 'closed: ' || closed_reason, COUNT(*) FROM chats WHERE state = 'closed' GROUP BY 1",
    "SELECT 'tickets', COUNT(*) FROM tickets",
    "SELECT 'merged tickets', COUNT(*) FROM tickets WHERE merged_into IS NOT NULL",
    "SELECT 'entries of tickets', COUNT(*) FROM ticket_entries",
    "SELECT 'blocks', COUNT(*) FROM blocks",
)


def achieved(stage: Any) -> Counter[str]:
    """What the desk holds at the end of a play."""
    found: Counter[str] = Counter()
    for sql in _COUNTED:
        found.update({what: count for what, count in stage.rows(sql) if count})
    return found
