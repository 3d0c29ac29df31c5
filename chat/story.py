"""One chat as the team reads it: what was said, and why it was served when it was."""

from dataclasses import dataclass, replace
from typing import Any

from chat import blocking, ledger, notes, queries, why
from core import clock
from core.errors import NotFound
from core.statements import Sql
from tickets.attachments import of_messages

# Who waits at the same time came at most so many places before.
PLACES_BEFORE = 10_000

_LINES = Sql(
    "SELECT q.number, q.place, q.event, q.actor, q.reason, q.at FROM queue_entries q"
    " WHERE q.chat_id = :chat_id ORDER BY q.number"
)
# Chats that came earlier and had not ended when this one came.
_OTHERS = Sql(
    "SELECT q.number, q.place, q.event, q.actor, q.reason, q.at FROM chats c"
    " JOIN queue_entries q ON q.chat_id = c.id WHERE c.place < :place AND c.place > :place - :most"
    " AND (c.closed_at IS NULL OR c.closed_at >= :since) ORDER BY q.number"
)
_SAID = Sql(
    "SELECT id, seq, kind, author_kind, author_name, body, created_at FROM messages"
    " WHERE chat_id = :chat_id ORDER BY seq"
)
_NAME = Sql("SELECT name FROM accounts WHERE id = :account_id")
_SURROUNDINGS = Sql("SELECT time_zone, browser, came_from FROM chats WHERE id = :chat_id")
_AGENT = "agent:"


@dataclass(frozen=True, kw_only=True)
class Story:
    """`said`: rows of messages, notes too; `pictures` by message id; `lines` of the ledger."""

    chat: Any
    surroundings: Any
    said: list[Any]
    pictures: dict[str, Any]
    lines: list[why.Told]
    notes: list[Any]
    block: Any | None


def story_of(chat_id: str, *, supervises: bool) -> Story:
    """Everything about a chat. Needs an open transaction.

    Raises NotFound, and for whoever is no supervisor also as long as the chat goes on.
    """
    chat = queries.chat_row(chat_id)
    if chat is None or (chat.state != "closed" and not supervises):
        raise NotFound
    return Story(
        chat=chat,
        surroundings=_SURROUNDINGS.one(chat_id=chat_id),
        said=_SAID.all(chat_id=chat_id),
        pictures=of_messages(chat_id),
        lines=_lines(chat),
        notes=notes.notes_on(chat),
        block=blocking.current_block(chat_id),
    )


def _lines(chat: Any) -> list[why.Told]:
    others = _OTHERS.all(place=chat.place, most=PLACES_BEFORE, since=chat.created_at)
    own = [_named(_line(row)) for row in _LINES.all(chat_id=chat.id)]
    return why.told(own, map(_line, others), visitor=chat.name)


def _line(row: Any) -> why.Line:
    return why.Line(
        number=row.number,
        place=row.place,
        event=row.event,
        at=clock.from_millis(row.at),
        actor=row.actor,
        reason=row.reason,
    )


def _named(line: why.Line) -> why.Line:
    """With people's names for the ids of the ledger."""
    actor = line.actor or ""
    name = _NAME.value(account_id=actor.removeprefix(_AGENT)) if actor.startswith(_AGENT) else None
    if line.event == ledger.TRANSFERRED:
        receiver = _NAME.value(account_id=line.reason)
        return replace(line, actor=name, receiver=receiver, reason=None)
    return replace(line, actor=name)
