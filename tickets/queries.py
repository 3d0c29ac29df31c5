"""What the pages of tickets show: counts, lists, threads."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from accounts.models import Account
from core.database import db
from tickets import rules
from tickets.models import Ticket, TicketEntry

PAGE_SIZE = 25
# Behind it there is nothing, and a number from an address may be too large for the database.
LAST_PAGE = 100_000

# Named one by one: a kind that is added later stays hidden until somebody decides (S32).
_KINDS_FOR_MEMBERS = ("reply", "event", "transcript")


@dataclass(frozen=True)
class TicketPage:
    """One page of a list, newest change first; pages count from 1."""

    tickets: list[Ticket]
    page: int
    total: int

    @property
    def has_next(self) -> bool:
        return self.page * PAGE_SIZE < self.total

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def counts_for_member(account: Account) -> dict[str, int]:
    """How many tickets a person has in each status; every status is there."""
    return _counts(Ticket.requester_id == account.id)


def counts_for_agents() -> dict[str, int]:
    return _counts()


def tickets_for_member(account: Account, *, status: str, page: int = 1) -> TicketPage:
    """A person's own tickets in one status."""
    return _page(page, Ticket.requester_id == account.id, Ticket.status == status)


def tickets_for_agents(*, status: str | None = None, page: int = 1) -> TicketPage:
    """All tickets, or those in one status."""
    return _page(page, *([Ticket.status == status] if status else []))


def thread_for_member(ticket: Ticket) -> list[TicketEntry]:
    """What the requester may read, in order of time. Holds no note, whatever the caller does."""
    return _entries(ticket, TicketEntry.kind.in_(_KINDS_FOR_MEMBERS))


def thread_for_agents(ticket: Ticket) -> list[TicketEntry]:
    """The whole thread, notes and all."""
    return _entries(ticket)


def _counts(*conditions: ColumnElement[bool]) -> dict[str, int]:
    rows = db.session.execute(
        select(Ticket.status, func.count().label("tickets"))
        .where(*conditions)
        .group_by(Ticket.status)
    ).all()
    return dict.fromkeys(rules.STATUSES, 0) | {row.status: row.tickets for row in rows}


def _page(page: int, *conditions: ColumnElement[bool]) -> TicketPage:
    page = min(max(1, page), LAST_PAGE)
    total = db.session.scalar(select(func.count()).select_from(Ticket).where(*conditions)) or 0
    tickets = db.session.scalars(
        select(Ticket)
        .where(*conditions)
        .order_by(Ticket.updated_at.desc(), Ticket.number.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return TicketPage(list(tickets), page, total)


def _entries(ticket: Ticket, *conditions: ColumnElement[bool]) -> list[TicketEntry]:
    # A copied message has the time of the message; the number settles what shares a moment.
    return list(
        db.session.scalars(
            select(TicketEntry)
            .where(TicketEntry.ticket_id == ticket.id, *conditions)
            .order_by(TicketEntry.created_at, TicketEntry.number)
        )
    )
