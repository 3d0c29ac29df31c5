"""Catching up: what a visitor's client asks for when it has missed something (R4)."""

from typing import Any

from chat import access, queries
from chat.actors import Visitor


def caught_up(
    visitor: Visitor, *, after: int | None = None, before: int | None = None
) -> dict[str, Any]:
    """The chat and at most 200 messages: what `sync` and the JSON API both answer."""
    chat = queries.chat_for_visitor(access.chat_of_visitor(visitor))
    messages, more = queries.messages_for_visitor(visitor.chat_id, after=after, before=before)
    return {"chat": chat, "messages": messages, "has_more": more}
