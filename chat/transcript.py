"""The conversation as the ticket keeps it: every message but the notes, copied once."""

from typing import Any

from core import clock
from core.statements import Sql
from tickets.attachments import Payload, of_messages
from tickets.transcript import TranscriptLine, append_transcript

_TICKET = Sql("SELECT id FROM tickets WHERE chat_id = :chat_id")
# Notes are left out by the statement itself (S32).
_WORDS = Sql(
    "SELECT id, seq, author_kind, author_name, body, created_at FROM messages"
    " WHERE chat_id = :chat_id AND kind <> 'note' ORDER BY seq"
)
_IN_TICKETS_WORDS = {"visitor": "member", "agent": "agent", "system": "system"}


def copy_transcript(chat_id: str) -> None:
    """Copy what the chat's ticket does not hold yet; nothing when there is no ticket."""
    ticket_id = _TICKET.value(chat_id=chat_id)
    if ticket_id is not None:
        pictures = of_messages(chat_id)
        words = words_without_notes(chat_id)
        append_transcript(ticket_id, [_line(word, pictures.get(word.id, [])) for word in words])


def words_without_notes(chat_id: str) -> list[Any]:
    """What was said to the visitor or by them, and nothing that the team said among itself."""
    return _WORDS.all(chat_id=chat_id)


def _line(word: Any, pictures: list[Payload]) -> TranscriptLine:
    return TranscriptLine(
        chat_seq=word.seq,
        author_kind=_IN_TICKETS_WORDS[word.author_kind],
        author_name=word.author_name,
        body=word.body,
        created_at=clock.from_millis(word.created_at),
        attachments=tuple(one["id"] for one in pictures),
    )
