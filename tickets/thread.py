"""One line of a ticket's thread: written once, with its pictures, found by its words, and told."""

from dataclasses import asdict, dataclass

from sqlalchemy import select

from core import clock
from core.database import db
from tickets import finding
from tickets.attachments import NO_FILES, Place, Uploads, attach
from tickets.models import Ticket, TicketEntry
from tickets.opening import IdConflict
from tickets.telling import team_told, ticket_changed


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is to be written. `act` names what happened, in a line about that."""

    kind: str
    author_kind: str
    body: str
    author_id: str | None = None
    author_name: str | None = None
    client_id: str | None = None
    act: str | None = None
    files: Uploads = NO_FILES


def written_before(ticket: Ticket, line: Line) -> TicketEntry | None:
    """The entry that an earlier try of the same line has written."""
    if line.client_id is None:
        return None
    known = db.session.scalars(
        select(TicketEntry).where(
            TicketEntry.ticket_id == ticket.id, TicketEntry.client_id == line.client_id
        )
    ).one_or_none()
    if known is not None and (known.kind, known.author_id, known.body) != (
        line.kind,
        line.author_id,
        line.body,
    ):
        raise IdConflict
    return known


def was_written(ticket: Ticket, client_id: str | None) -> bool:
    known = select(TicketEntry.id).where(
        TicketEntry.ticket_id == ticket.id, TicketEntry.client_id == client_id
    )
    return client_id is not None and db.session.scalar(known) is not None


def written_by_others(ticket: Ticket, reader_id: str, seen: int) -> str | None:
    """Who has written last behind the entry `seen`, the reader and internal notes aside."""
    unread = select(TicketEntry.author_name).where(
        TicketEntry.ticket_id == ticket.id,
        TicketEntry.number > seen,
        TicketEntry.kind.in_(("reply", "event")),
        TicketEntry.author_id.is_distinct_from(reader_id),
    )
    last = db.session.execute(unread.order_by(TicketEntry.number.desc()).limit(1)).first()
    return (last.author_name or "Somebody") if last else None


def write(ticket: Ticket, line: Line) -> TicketEntry:
    now = clock.now()
    ticket.last_entry += 1
    if line.kind != "note":
        ticket.updated_at = now
    words = {name: value for name, value in asdict(line).items() if name != "files"}
    entry = TicketEntry(ticket_id=ticket.id, number=ticket.last_entry, created_at=now, **words)
    db.session.add(entry)
    db.session.flush()
    attach(line.files, Place(ticket_id=ticket.id, entry_id=entry.id))
    _spread(ticket, line)
    return entry


def _spread(ticket: Ticket, line: Line) -> None:
    """Let the line be found, and tell the requester of it; of notes only the team knows (S32)."""
    tell = ticket_changed
    if line.kind == "note":
        finding.add_note(ticket.id, line.body)
        tell = team_told
    elif line.kind == "reply":
        finding.add_texts(ticket.id, [line.body])
    tell(ticket.id, number=ticket.number, status=ticket.status, last_entry=ticket.last_entry)
