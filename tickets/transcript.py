"""The conversation of a chat, copied into its ticket. Notes have no way in: they have no kind here.

Written with `Sql` only, so that a chat may call it in whatever transaction is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core import clock, text
from core.errors import NotFound
from core.statements import Sql
from tickets import finding
from tickets.attachments import copy_to_ticket
from tickets.telling import ticket_changed

_LOCK = Sql("UPDATE tickets SET last_entry = last_entry WHERE id = :ticket_id RETURNING last_entry")
_COPIED = Sql(
    "SELECT chat_seq FROM ticket_entries WHERE ticket_id = :ticket_id AND chat_seq IS NOT NULL"
)
_COPY = Sql(
    "INSERT INTO ticket_entries (id, ticket_id, number, kind, author_kind, author_id, author_name,"
    " body, client_id, chat_seq, created_at)"
    " VALUES (:id, :ticket_id, :number, 'transcript', :author_kind, NULL, :author_name,"
    " :body, NULL, :chat_seq, :created_at)"
)
_COUNT = Sql(
    "UPDATE tickets SET last_entry = :last_entry, updated_at = :now WHERE id = :ticket_id"
    " RETURNING number, status"
)


@dataclass(frozen=True, kw_only=True)
class TranscriptLine:
    """One message of the chat. `author_kind` in the ticket's words: member, agent or system."""

    chat_seq: int
    author_kind: str
    author_name: str | None
    body: str
    created_at: datetime
    # The ids of its pictures in the chat.
    attachments: tuple[str, ...] = ()


def append_transcript(ticket_id: str, lines: Sequence[TranscriptLine]) -> int:
    """Copy the lines that are not in the ticket yet, by their seq; returns how many were new."""
    last_entry = _LOCK.value(ticket_id=ticket_id)
    if last_entry is None:
        raise NotFound
    copied = {row.chat_seq for row in _COPIED.all(ticket_id=ticket_id)}
    new = [line for line in lines if line.chat_seq not in copied]
    for number, line in enumerate(new, start=last_entry + 1):
        entry_id = text.new_id()
        _COPY.run(
            id=entry_id,
            ticket_id=ticket_id,
            number=number,
            author_kind=line.author_kind,
            author_name=line.author_name,
            body=line.body,
            chat_seq=line.chat_seq,
            created_at=clock.to_millis(line.created_at),
        )
        copy_to_ticket(line.attachments, ticket_id, entry_id)
    if new:
        _count(ticket_id, last_entry + len(new), new)
    return len(new)


def _count(ticket_id: str, last_entry: int, new: list[TranscriptLine]) -> None:
    finding.add_texts(ticket_id, [line.body for line in new])
    [ticket] = _COUNT.all(ticket_id=ticket_id, last_entry=last_entry, now=clock.now_millis())
    ticket_changed(ticket_id, number=ticket.number, status=ticket.status, last_entry=last_entry)
