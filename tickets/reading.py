"""Who has read the thread of a ticket up to which entry, and who looks at it just now.

Written with `Sql` only, so that the live connection, pages and jobs may all ask.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, letters
from core.database import UtcTime, db
from core.errors import NotFound
from core.statements import Sql
from tickets import rules

# A page on screen says so every 20 seconds; one such word may get lost.
LOOKING_SECONDS = 50


class TicketReading(db.Model):  # type: ignore[name-defined]
    """How far one reader has come. `reader` is `member:<account id>` or `link:<token's hash>`."""

    __tablename__ = "ticket_readings"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    reader: Mapped[str] = mapped_column(String(80), primary_key=True)
    entry: Mapped[int] = mapped_column(Integer)
    looked_at: Mapped[datetime | None] = mapped_column(UtcTime)


# Nobody has read what is not written yet, and a mark never goes back.
_MARK = Sql(
    "INSERT INTO ticket_readings (ticket_id, reader, entry, looked_at)"
    " SELECT id, :reader, CASE WHEN :entry < last_entry THEN :entry ELSE last_entry END,"
    " CAST(:looked_at AS BIGINT) FROM tickets WHERE id = :ticket_id"
    " ON CONFLICT (ticket_id, reader) DO UPDATE SET"
    " entry = CASE WHEN excluded.entry > ticket_readings.entry THEN excluded.entry"
    " ELSE ticket_readings.entry END,"
    " looked_at = COALESCE(excluded.looked_at, ticket_readings.looked_at)"
)
_NOW = Sql(
    "SELECT t.number, t.status, (SELECT MAX(e.number) FROM ticket_entries e"
    " WHERE e.ticket_id = t.id AND e.kind IN ('reply', 'event', 'transcript')) AS last_entry"
    " FROM tickets t WHERE t.id = :ticket_id"
)
_READ_UP_TO = Sql(
    "SELECT entry FROM ticket_readings WHERE ticket_id = :ticket_id AND reader = :reader"
)
_LOOKING = Sql(
    "SELECT COUNT(*) FROM ticket_readings WHERE ticket_id = :ticket_id AND looked_at > :since"
)


def member(account_id: str) -> str:
    """The reader who has signed in."""
    return f"member:{account_id}"


def holder(token_hash: str) -> str:
    """The reader who holds a private link."""
    return f"link:{token_hash}"


def mark_read(ticket_id: str, reader: str, entry: int) -> None:
    """The reader has had the thread before them, up to this entry."""
    _MARK.run(ticket_id=ticket_id, reader=reader, entry=entry, looked_at=None)
    _take_back_mail(ticket_id, entry)


def look(ticket_id: str, reader: str, entry: int) -> dict[str, Any]:
    """The thread is on the reader's screen now: read, and nothing to send mail about.

    Returns how the ticket is now, so that a page sees what it has missed.
    """
    _MARK.run(ticket_id=ticket_id, reader=reader, entry=entry, looked_at=clock.now_millis())
    _take_back_mail(ticket_id, entry)
    now = _NOW.one(ticket_id=ticket_id)
    if now is None:
        raise NotFound
    return {
        "number": rules.reference(now.number),
        "status": now.status,
        "last_entry": now.last_entry or 0,
    }


def read_up_to(ticket_id: str, reader: str) -> int:
    """The last entry that this reader has read; 0 when none."""
    return _READ_UP_TO.value(ticket_id=ticket_id, reader=reader) or 0


def is_looking(ticket_id: str) -> bool:
    """Whether the requester has this ticket on screen just now, as a member or by a link."""
    since = clock.now_millis() - LOOKING_SECONDS * 1000
    return bool(_LOOKING.value(ticket_id=ticket_id, since=since))


def mail_about(ticket_id: str, entry: int) -> str:
    """The `once` of a letter about this entry: until it is sent, whoever reads takes it back."""
    return f"unread:{ticket_id}:{entry:010d}"


def _take_back_mail(ticket_id: str, entry: int) -> None:
    letters.withdraw(after=mail_about(ticket_id, 0), last=mail_about(ticket_id, entry))
