"""Looking up chats, messages and the board, in an open transaction or in `reading()`."""

from collections.abc import Callable
from typing import Any

from chat import rules
from chat.desk import present_outlook
from chat.wire import agent_chat, message_for_agent, message_for_visitor, visitor_chat
from core import clock
from core.statements import Sql
from tickets.attachments import of_messages

_CHAT = """SELECT c.id, c.state, c.closed_reason, c.account_id, c.name, c.email, c.member_id,
 c.rank, c.language, c.question, c.place, c.created_at, c.claimed_at, c.closed_at,
 c.returned_at, c.last_message_at, c.visitor_seen_at, c.agent_id, c.last_agent_id, c.epoch,
 c.last_seq, c.last_visible_seq, c.visitor_read_seq, c.agent_read_seq, c.visitor_delivered_seq,
 c.agent_delivered_seq, c.sealed_redirect_url, c.ticket_number, c.sealed_ticket_url, c.rating,
 c.rating_comment, c.transcript_sent_at, c.continued_from, a.name AS agent_name,
 a.seen_at AS agent_seen_at
 FROM chats c LEFT JOIN accounts a ON a.id = COALESCE(c.agent_id, c.last_agent_id)
"""
_BY_ID = Sql(_CHAT + "WHERE c.id = :chat_id")
_HELD_BY = Sql(_CHAT + "WHERE c.agent_id = :agent_id AND c.state = 'active' ORDER BY c.claimed_at")
_WAITING = Sql(_CHAT + "WHERE c.state = 'queued' ORDER BY c.place")
_FIRST_WAITING = Sql(_CHAT + "WHERE c.state = 'queued' ORDER BY c.place LIMIT :most")
_ACTIVE = Sql(_CHAT + "WHERE c.state = 'active'")

_POSITION = Sql("SELECT COUNT(*) FROM chats WHERE state = 'queued' AND place <= :place")
_LENGTH = Sql("SELECT COUNT(*), MIN(created_at) FROM chats WHERE state = 'queued'")
_REVISION = Sql("SELECT value FROM counters WHERE name = 'queue_ledger'")

_MESSAGE = """SELECT id, chat_id, seq, client_id, kind, author_kind, author_id, author_name, body,
 created_at FROM messages WHERE chat_id = :chat_id """
_ALL_AFTER = Sql(_MESSAGE + "AND seq > :seq ORDER BY seq LIMIT :most")
_ALL_BEFORE = Sql(_MESSAGE + "AND seq < :seq ORDER BY seq DESC LIMIT :most")
# A visitor's messages come from statements of their own: a note cannot be in them (S32).
_VISIBLE_AFTER = Sql(_MESSAGE + "AND kind <> 'note' AND seq > :seq ORDER BY seq LIMIT :most")
_VISIBLE_BEFORE = Sql(_MESSAGE + "AND kind <> 'note' AND seq < :seq ORDER BY seq DESC LIMIT :most")
_TEAM = """SELECT a.id, a.name, a.presence, a.capacity, a.seen_at, a.idle_since,
 (SELECT COUNT(*) FROM chats c WHERE c.agent_id = a.id AND c.state = 'active') AS active_chats
 FROM accounts a WHERE a.role <> 'member' """
_ALL_AGENTS = Sql(_TEAM + "AND a.is_active ORDER BY a.name")
_ONE_AGENT = Sql(_TEAM + "AND a.is_active AND a.id = :agent_id")
_ONE_OF_TEAM = Sql(_TEAM + "AND a.id = :agent_id")

NEVER = 2**53


def chat_row(chat_id: str) -> Any | None:
    return _BY_ID.one(chat_id=chat_id)


def waiting() -> list[Any]:
    """Every queued chat, first in line first."""
    return _WAITING.all()


def active() -> list[Any]:
    return _ACTIVE.all()


def held_by(agent_id: str) -> list[Any]:
    return _HELD_BY.all(agent_id=agent_id)


def position_of(row: Any) -> int | None:
    """Number ahead + 1, or None when the chat does not wait."""
    return int(_POSITION.value(place=row.place)) if row.state == "queued" else None


def chat_for_visitor(row: Any) -> dict[str, Any]:
    outlook = present_outlook() if row.state == "queued" else None
    return visitor_chat(row, position=position_of(row), outlook=outlook)


def chat_for_agent(row: Any) -> dict[str, Any]:
    return agent_chat(row, position=position_of(row))


def queue_board() -> dict[str, Any]:
    """The board of the contract; `revision` is the number of the last line of the ledger."""
    length, oldest = _LENGTH.one()  # type: ignore[misc]
    first = _FIRST_WAITING.all(most=rules.BOARD_LENGTH)
    return {
        "revision": _REVISION.value() or 0,
        "length": length,
        "chats": [agent_chat(row, position=place) for place, row in enumerate(first, start=1)],
        "oldest_wait_seconds": (clock.now_millis() - oldest) // 1000 if length else None,
    }


def messages_for_visitor(
    chat_id: str, *, after: int | None = None, before: int | None = None
) -> tuple[list[dict[str, Any]], bool]:
    """At most 200 messages, ascending, and whether there are more in that direction."""
    rows, more = _page(_VISIBLE_AFTER, _VISIBLE_BEFORE, chat_id, after, before)
    return _with_pictures(message_for_visitor, rows, chat_id), more


def messages_for_agent(
    chat_id: str,
    *,
    after: int | None = None,
    before: int | None = None,
    most: int = rules.MESSAGES_PER_PAGE,
) -> tuple[list[dict[str, Any]], bool]:
    """Like `messages_for_visitor`, with the internal notes."""
    rows, more = _page(_ALL_AFTER, _ALL_BEFORE, chat_id, after, before, most)
    return _with_pictures(message_for_agent, rows, chat_id), more


def visitor_page(row: Any) -> dict[str, Any]:
    """What `/chat/<token>` shows at once: the chat, its last messages and what is known of both."""
    messages, more = messages_for_visitor(row.id, before=NEVER)
    rating = {"score": row.rating, "comment": row.rating_comment} if row.rating else None
    return {
        "chat": chat_for_visitor(row),
        "messages": messages,
        "has_more": more,
        "question": row.question,
        "visitor": {
            "name": row.name,
            "email": row.email,
            "member_id": row.member_id,
            "signed_in": row.account_id is not None,
        },
        "accepted_at": clock.iso_millis(row.created_at),
        "claimed_at": _iso_or_none(row.claimed_at),
        "closed_at": _iso_or_none(row.closed_at),
        "rating": rating,
        "transcript_sent_at": _iso_or_none(row.transcript_sent_at),
    }


def agents(default_capacity: int) -> list[dict[str, Any]]:
    """Every agent who may hold chats, with presence and load."""
    return [_agent(row, default_capacity) for row in _ALL_AGENTS.all()]


def agent(agent_id: str, default_capacity: int, *, or_gone: bool = False) -> dict[str, Any] | None:
    """`or_gone`: also one who was deactivated, and is offline for that reason."""
    row = (_ONE_OF_TEAM if or_gone else _ONE_AGENT).one(agent_id=agent_id)
    return None if row is None else _agent(row, default_capacity)


def _with_pictures(
    message_for: Callable[[Any, list[dict[str, Any]]], dict[str, Any]],
    rows: list[Any],
    chat_id: str,
) -> list[dict[str, Any]]:
    pictures = of_messages(chat_id) if rows else {}
    return [message_for(row, pictures.get(row.id, [])) for row in rows]


def _iso_or_none(millis: int | None) -> str | None:
    return None if millis is None else clock.iso_millis(millis)


def _agent(row: Any, default_capacity: int) -> dict[str, Any]:
    here = rules.is_connected(row.seen_at, clock.now_millis())
    return {
        "id": row.id,
        "name": row.name,
        "presence": row.presence if here else "offline",
        "idle_since": _iso_or_none(row.idle_since) if here else None,
        "active_chats": row.active_chats,
        "capacity": row.capacity or default_capacity,
    }


def _page(
    newer: Sql,
    older: Sql,
    chat_id: str,
    after: int | None,
    before: int | None,
    most: int = rules.MESSAGES_PER_PAGE,
) -> tuple[list[Any], bool]:
    if before is None:
        rows = newer.all(chat_id=chat_id, seq=after or 0, most=most + 1)
    else:
        rows = older.all(chat_id=chat_id, seq=before, most=most + 1)
    fit = min(most, rules.how_many_fit(row.body for row in rows))
    page = rows[:fit]
    return page if before is None else page[::-1], len(rows) > fit
