"""The contract as data: every client event with a payload that is right, and all that is wrong."""

from collections.abc import Iterator
from typing import Any

Payload = dict[str, Any]

CODES = {
    "invalid", "not_found", "forbidden", "already_claimed", "not_first", "queue_empty",
    "at_capacity", "not_active", "too_long", "rate_limited", "id_conflict", "unavailable",
}  # fmt: skip

MESSAGE = {
    "id", "chat_id", "seq", "client_id", "kind", "author", "body", "attachments", "created_at",
}  # fmt: skip
VISITORS_CHAT = {
    "id", "state", "position", "estimated_wait_seconds", "estimated_wait_from_seconds",
    "estimated_wait_basis_chats", "team_online", "ticket_offered_at", "agent", "ticket",
    "last_seq", "read_seq", "delivered_seq",
}  # fmt: skip
AGENTS_CHAT = {
    "id", "state", "position", "created_at", "visitor", "question", "agent", "last_seq",
    "read_seq", "delivered_seq", "ticket", "earlier_chat_id", "epoch", "returned_at",
}  # fmt: skip
CHATS_VISITOR = {
    "name", "email", "member_id", "verified", "rank", "language", "connected", "seen_at",
}  # fmt: skip
AGENT = {"id", "name", "presence", "idle_since", "active_chats", "capacity"}
QUEUE = {"revision", "length", "chats", "oldest_wait_seconds"}

NOT_TEXT = (None, True, 1, 1.5, [], {}, ["text"], {"text": "text"})
NOT_A_WORD = (*NOT_TEXT, "", "ONLINE", "text ", "unknown")
NOT_A_SWITCH = (None, 0, 1, "true", "", [], {}, [True])
NOT_A_LENGTH = (None, True, -1, 1.5, "1", [], {}, 86_401, 10**30)
NOT_A_SEQ = (None, True, -1, 1.5, "1", [], {}, [1], 2**31, 2**63, 2**64, 10**30)
NOT_A_LIST = (None, "text", 1, {}, {"0": "text"}, [1], [None], [["id"]])
NOT_A_MAP = (
    "text", 1, [], ["chat"], {"chat": "1"}, {"chat": None}, {"chat": -1}, {"chat": 1.5},
    {"chat": True}, {"chat": {}}, {"": 1}, {"x" * 41: 1},
    {f"chat-{number}": 0 for number in range(201)},
)  # fmt: skip
NOT_A_SCORE = (None, True, 0, 6, -1, 4.5, "5", [], [5], {}, 2**70)
NOT_AN_ID = (*NOT_TEXT, "", "x" * 65, "two words", "a\n", "a\0", "é")
NOT_A_CHAT = (*NOT_TEXT, "", "x" * 41)


def optional(wrong: tuple[Any, ...]) -> tuple[Any, ...]:
    """Who leaves it out may also say null."""
    return tuple(value for value in wrong if value is not None)


VISITOR: dict[str, dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "send_message": {
        "client_id": ("an-id", NOT_AN_ID),
        "body": ("Hello", NOT_TEXT),
        "attachments": ([], NOT_A_LIST),
    },
    "sync": {"after_seq": (0, NOT_A_SEQ)},
    "typing": {"is_typing": (True, NOT_A_SWITCH)},
    "mark_delivered": {"seq": (1, NOT_A_SEQ)},
    "mark_read": {"seq": (1, NOT_A_SEQ)},
    "leave": {},
    "rate": {"score": (5, NOT_A_SCORE), "comment": ("Thank you", optional(NOT_TEXT))},
}
_CHAT_ID: tuple[Any, tuple[Any, ...]] = ("THE CHAT", NOT_A_CHAT)
AGENTS: dict[str, dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "set_presence": {"presence": ("away", NOT_A_WORD)},
    "activity": {"idle_seconds": (5, NOT_A_LENGTH)},
    "claim_next": {},
    "claim": {"chat_id": _CHAT_ID, "reason": ("A reason", optional(NOT_TEXT))},
    "send_message": {
        "chat_id": _CHAT_ID,
        "client_id": ("an-id", NOT_AN_ID),
        "body": ("Hello", NOT_TEXT),
        "kind": ("note", NOT_A_WORD),
        "attachments": ([], NOT_A_LIST),
        "epoch": (1, optional(NOT_A_SEQ)),
    },
    "sync": {"after": ({}, NOT_A_MAP)},
    "typing": {"chat_id": _CHAT_ID, "is_typing": (True, NOT_A_SWITCH)},
    "mark_delivered": {"chat_id": _CHAT_ID, "seq": (1, NOT_A_SEQ)},
    "mark_read": {"chat_id": _CHAT_ID, "seq": (1, NOT_A_SEQ)},
    "transfer": {
        "chat_id": _CHAT_ID,
        "to": ("queue", optional(NOT_A_WORD)),
        "note": ("Has waited long", optional(NOT_TEXT)),
    },
    "close_chat": {"chat_id": _CHAT_ID},
    "redirect_to_ticket": {"chat_id": _CHAT_ID, "language": ("nb", optional(NOT_TEXT))},
    "convert_to_ticket": {
        "chat_id": _CHAT_ID,
        "title": ("English - login", optional(NOT_TEXT)),
        "description": ("It fails", optional(NOT_TEXT)),
        "status": ("open", NOT_A_WORD),
        "priority": ("high", NOT_A_WORD),
        "close": (False, NOT_A_SWITCH),
    },
}
OPTIONAL = {"attachments", "comment", "reason", "kind", "after", "note", "language", "title",
            "description", "status", "priority", "close", "idle_seconds",
            "epoch"}  # fmt: skip

UNKNOWN_EVENTS = (
    "", "*", "connect", "disconnect", "connect_error", "error", "message", "SEND_MESSAGE",
    "send_message ", "chat_changed", "message_posted", "queue_changed", "server_restarting",
    "__disconnect_final", "__class__", "join", "emit", "x" * 5000, "привет", "\0", "\ud800",
)  # fmt: skip


def right(event: str, fields: dict[str, tuple[Any, Any]], chat_id: str) -> Payload:
    """A payload of this event that the desk takes."""
    return {name: chat_id if value == "THE CHAT" else value for name, (value, _) in fields.items()}


def wrong(event: str, fields: dict[str, tuple[Any, Any]], chat_id: str) -> Iterator[list[Any]]:
    """What may be sent instead of the right payload, each as the list of payloads."""
    good = right(event, fields, chat_id)
    yield []
    yield [good, good]
    for instead in (None, [], [good], "text", 1, True):
        yield [instead]
    yield [{**good, "more": 1}]
    yield [{**good, "chat": {"id": chat_id}}]
    for name, (_, values) in fields.items():
        for value in values:
            yield [{**good, name: value}]
        if name not in OPTIONAL:
            yield [{key: value for key, value in good.items() if key != name}]
