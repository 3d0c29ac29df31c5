"""When somebody last typed in each chat.

Typing is told at once and stored nowhere; only that it happened keeps a chat from idling away.
"""

from chat.noted_times import NotedTimes
from core.statements import Sql

_times = NotedTimes("livedesk_typing_times")

_TYPED = Sql(
    "UPDATE chats SET typed_at = :at WHERE id = :chat_id AND state = 'active'"
    " AND (typed_at IS NULL OR typed_at < :at)"
)

note, take = _times.note, _times.take


def see_typing(chat_id: str, at_millis: int) -> None:
    """Write down that somebody typed in this chat at that time."""
    _TYPED.run(chat_id=chat_id, at=at_millis)
