"""Who returns starts a new chat, with the details of the last one filled in."""

from datetime import timedelta
from typing import Any

from core import clock
from core.statements import Sql

# A browser may have passed into other hands by then.
REMEMBERED = timedelta(days=30)

_LAST = Sql(
    "SELECT name, email, member_id FROM chats"
    " WHERE visitor_key = :visitor_key AND created_at > :since ORDER BY created_at DESC LIMIT 1"
)


def last_details(visitor_key: str) -> Any | None:
    """`name`, `email` and `member_id` that this visitor gave last, or None."""
    since = clock.to_millis(clock.now() - REMEMBERED)
    return _LAST.one(visitor_key=visitor_key, since=since)
