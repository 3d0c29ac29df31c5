"""Asking a visitor who has gone quiet whether they are still there, once in each silence (R37)."""

# ruff: noqa: S608 - the statements are put together from constants of this file

from chat.messaging import post_quietly
from core import clock
from core.settings import settings
from core.statements import Sql

# Only the visitor who owes an answer is asked: the last words were the agent's. A reminder that
# was given counts until somebody writes again.
_QUIET = (
    " state = 'active' AND last_message_at < :before AND (typed_at IS NULL OR typed_at < :before)"
    " AND (reminded_at IS NULL OR reminded_at < last_message_at)"
    " AND 'agent' = (SELECT author_kind FROM messages m WHERE m.chat_id = chats.id"
    " AND m.kind = 'text' ORDER BY m.seq DESC LIMIT 1)"
)
_DUE = Sql("SELECT id FROM chats WHERE" + _QUIET)
_REMIND = Sql("UPDATE chats SET reminded_at = :now WHERE id = :chat_id AND" + _QUIET)


def quiet_chats() -> list[str]:
    """Active chats whose visitor is to be asked now."""
    return [row.id for row in _DUE.all(before=_before())] if _is_wished() else []


def remind(chat_id: str) -> None:
    """Ask, unless somebody has written, typed or asked since it was found."""
    if _REMIND.run(chat_id=chat_id, before=_before(), now=clock.now_millis()):
        post_quietly(chat_id, _sentence())


def _is_wished() -> bool:
    """A reminder that would come after the end is none."""
    return 0 < settings().reminder_seconds < settings().idle_close_seconds


def _before() -> int:
    return clock.now_millis() - settings().reminder_seconds * 1000


def _sentence() -> str:
    minutes = (settings().idle_close_seconds - settings().reminder_seconds) // 60
    left = f"in {minutes} minutes" if minutes > 1 else "in about a minute"
    return f"Are you still there? If nobody writes, this chat ends {left}."
