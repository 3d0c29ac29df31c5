"""Who is in this chat: what is certain, and what is only claimed."""

from typing import Any

from accounts.rules import folded
from chat import blocking, notes
from chat.access import chat_for_agent
from chat.actors import Agent
from core import clock
from core.statements import Sql
from tickets import of_person

Payload = dict[str, Any]

MOST_CHATS = 5

_SURROUNDINGS = Sql("SELECT time_zone, browser, came_from FROM chats WHERE id = :chat_id")
_MEMBER = Sql(
    "SELECT name, email, member_id, rank, locale, created_at FROM accounts WHERE id = :account_id"
)
_CHAT = """SELECT c.id, c.place, c.closed_at, c.closed_reason, c.question, c.rating,
 a.name AS agent_name FROM chats c LEFT JOIN accounts a ON a.id = c.last_agent_id """
_OF_MEMBER = "c.account_id = :who AND c.closed_at IS NOT NULL AND c.id <> :chat_id"
_OF_ADDRESS = "w.address = :who AND c.id <> :chat_id"
_WORDS = "JOIN chat_words w ON w.chat_id = c.id "
_LAST = " ORDER BY c.closed_at DESC LIMIT :most"
_CHATS_OF_MEMBER = Sql(f"{_CHAT}WHERE {_OF_MEMBER}{_LAST}")
_CHATS_OF_ADDRESS = Sql(f"{_CHAT}{_WORDS}WHERE {_OF_ADDRESS}{_LAST}")
_COUNT = "SELECT COUNT(*) FROM chats c "
_COUNT_OF_MEMBER = Sql(f"{_COUNT}WHERE {_OF_MEMBER}")
_COUNT_OF_ADDRESS = Sql(f"{_COUNT}{_WORDS}WHERE {_OF_ADDRESS}")


def who_is_this(agent: Agent, chat_id: str) -> Payload:
    """What the panel beside a chat tells. Needs an open transaction. Raises NotFound.

    A typed member ID or address opens nothing of a member (S20): then the earlier chats and
    tickets are those of others who typed the same address without signing in.
    """
    row = chat_for_agent(agent, chat_id)
    return {
        "identity": _identity(row),
        "member": _member(row.account_id),
        "surroundings": _plain(_SURROUNDINGS.one(chat_id=chat_id)),
        "chats": _chats(row),
        "tickets": of_person.latest(account_id=row.account_id, email=row.email),
        "notes": [note_for(agent, one) for one in notes.notes_on(row)],
        "block": block_for(agent, blocking.current_block(chat_id)),
        "may_block": blocking.may_block(agent, row),
    }


def note_for(agent: Agent, note: Any) -> Payload:
    return {
        "id": note.id,
        "author": note.author_name,
        "body": note.body,
        "created_at": clock.iso_millis(note.created_at),
        "is_own": note.author_id == agent.id,
    }


def block_for(agent: Agent, found: Any | None) -> Payload | None:
    """A block that stands; `may_lift` is for supervisors."""
    if found is None:
        return None
    return {
        "id": found.id,
        "author": found.author_name,
        "reason": found.reason,
        "ends_at": clock.iso_millis(found.ends_at),
        "may_lift": agent.supervises,
    }


def _identity(row: Any) -> str:
    if row.account_id is not None:
        return "verified"
    return "claimed" if row.member_id else "guest"


def _member(account_id: str | None) -> Payload | None:
    """The account itself, not what stands in the chat; nothing of whoever did not sign in."""
    if account_id is None:
        return None
    found = _plain(_MEMBER.one(account_id=account_id))
    return found | {"created_at": clock.iso_millis(found["created_at"])}


def _chats(row: Any) -> Payload:
    count, latest, who = _COUNT_OF_MEMBER, _CHATS_OF_MEMBER, row.account_id
    if who is None:
        count, latest, who = _COUNT_OF_ADDRESS, _CHATS_OF_ADDRESS, folded(row.email)
    found = latest.all(who=who, chat_id=row.id, most=MOST_CHATS)
    return {
        "total": count.value(who=who, chat_id=row.id),
        "latest": [_chat(one) for one in found],
    }


def _chat(row: Any) -> Payload:
    return {
        "id": row.id,
        "number": row.place,
        "url": f"/console/history/{row.id}",
        "question": row.question,
        "agent": row.agent_name,
        "closed_at": clock.iso_millis(row.closed_at),
        "closed_reason": row.closed_reason,
        "rating": row.rating,
    }


def _plain(row: Any) -> Payload:
    return dict(row._asdict())
