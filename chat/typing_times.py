"""When somebody last typed in each chat: kept in memory, written down with the leases.

Typing is told at once and stored nowhere; only that it happened keeps a chat from idling away.
"""

from flask import Flask, current_app

from core import clock
from core.statements import Sql

_EXTENSION = "livedesk_typing_times"

_TYPED = Sql(
    "UPDATE chats SET typed_at = :at WHERE id = :chat_id AND state = 'active'"
    " AND (typed_at IS NULL OR typed_at < :at)"
)


def install(app: Flask) -> None:
    app.extensions[_EXTENSION] = {}


def note(chat_id: str) -> None:
    """Somebody is typing in this chat."""
    _times()[chat_id] = clock.now_millis()


def take() -> dict[str, int]:
    """The times noted since this was last asked, by chat."""
    taken = dict(_times())
    _times().clear()
    return taken


def see_typing(chat_id: str, at_millis: int) -> None:
    """Write down that somebody typed in this chat at that time."""
    _TYPED.run(chat_id=chat_id, at=at_millis)


def _times() -> dict[str, int]:
    found: dict[str, int] = current_app.extensions[_EXTENSION]
    return found
