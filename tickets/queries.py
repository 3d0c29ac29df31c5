"""What the pages of tickets show: counts, lists, threads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from accounts.models import Account
from core import database
from core.database import db
from tickets import finding, reading, rules
from tickets.attachments import Payload, of_ticket
from tickets.models import Ticket, TicketEntry
from tickets.reading import TicketReading

PAGE_SIZE = 25
# Behind it there is nothing, and a number from an address may be too large for the database.
LAST_PAGE = 100_000


@dataclass(frozen=True)
class TicketPage:
    """One page of a list, newest change first; pages count from 1."""

    tickets: list[Ticket]
    page: int
    total: int
    size: int

    @property
    def has_next(self) -> bool:
        return self.page * self.size < self.total

    @property
    def last(self) -> int:
        """The number of the last page; 1 when there is none."""
        return max(1, -(-self.total // self.size))

    @property
    def has_previous(self) -> bool:
        return self.page > 1


@dataclass(frozen=True, kw_only=True)
class News:
    """What the team has done last on a ticket, as its requester may know it."""

    is_unread: bool
    answered_by: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None


def counts_for_member(account: Account, *, looked_for: str = "") -> dict[str, int]:
    """How many tickets a person has in each status; every status is there.

    With `looked_for` only those in which all its words are found.
    """
    return _counts(*_own(account, looked_for))


def tickets_for_member(
    account: Account,
    *,
    status: str | None = None,
    looked_for: str = "",
    page: int = 1,
    most: int | None = None,
    total: int | None = None,
) -> TicketPage:
    """A person's own tickets: in one status or in all, `most` of them on a page.

    `total` saves counting them where they were counted already.
    """
    conditions = [*_own(account, looked_for), *([Ticket.status == status] if status else [])]
    return _page(page, *conditions, size=most, total=total)


def news_for_member(account: Account, tickets: list[Ticket]) -> dict[str, News]:
    """What is new in these own tickets, by the id of each in which the team has done something."""
    ids = [ticket.id for ticket in tickets]
    answers = {entry.ticket_id: entry for entry in _last(ids, _IS_ANSWER)}
    acts = {entry.ticket_id: entry for entry in _last(ids, _is_by_team(account))}
    marks = select(TicketReading.ticket_id, TicketReading.entry).where(
        TicketReading.ticket_id.in_(ids), TicketReading.reader == reading.member(account.id)
    )
    read = {row.ticket_id: row.entry for row in db.session.execute(marks)}
    return {
        ticket_id: _news(act, answers.get(ticket_id), read.get(ticket_id, 0))
        for ticket_id, act in acts.items()
    }


def thread_for_member(ticket: Ticket) -> list[TicketEntry]:
    """What the requester may read, in order of time. Holds no note, whatever the caller does."""
    return _entries(ticket, TicketEntry.kind.in_(rules.KINDS_FOR_MEMBERS))


def pictures_of(ticket: Ticket) -> dict[str | None, list[Payload]]:
    """The pictures of the whole thread by entry; those of the description under None."""
    with database.reading():
        return of_ticket(ticket.id)


def thread_for_agents(ticket: Ticket) -> list[TicketEntry]:
    """The whole thread, notes and all."""
    return _entries(ticket)


_IS_ANSWER = and_(TicketEntry.kind == "reply", TicketEntry.author_kind == "agent")


def _own(account: Account, looked_for: str) -> list[ColumnElement[bool]]:
    found = [finding.found_by_requester(account.id, looked_for)] if looked_for else []
    return [Ticket.requester_id == account.id, *found]


def _is_by_team(account: Account) -> ColumnElement[bool]:
    """Answers, and what the team did without a word; never a note (S32)."""
    is_act = and_(TicketEntry.kind == "event", TicketEntry.author_id != account.id)
    return or_(_IS_ANSWER, is_act)


def _last(ticket_ids: list[str], condition: ColumnElement[bool]) -> list[TicketEntry]:
    """The last such entry of each ticket that has one."""
    newest = (
        select(TicketEntry.ticket_id, func.max(TicketEntry.number))
        .where(TicketEntry.ticket_id.in_(ticket_ids), condition)
        .group_by(TicketEntry.ticket_id)
    )
    key = tuple_(TicketEntry.ticket_id, TicketEntry.number)
    return list(db.session.scalars(select(TicketEntry).where(key.in_(newest))))


def _news(act: TicketEntry, answer: TicketEntry | None, read: int) -> News:
    if answer is None:
        return News(is_unread=act.number > read)
    return News(
        is_unread=act.number > read,
        answered_by=answer.author_name,
        answer=answer.body,
        answered_at=answer.created_at,
    )


def helper_of(ticket: Ticket) -> str | None:
    """The first name of the agent who has the ticket (members know agents by that, design 13)."""
    name = db.session.scalar(select(Account.name).where(Account.id == ticket.assignee_id))
    return name.split()[0] if name else None


def reference_before(ticket: Ticket) -> str | None:
    """The closed ticket that this one takes up again."""
    return rules.reference(ticket.follows) if ticket.follows else None


def reference_after(ticket: Ticket) -> str | None:
    """The own ticket that takes this one up again, the last if there are several."""
    newest = select(func.max(Ticket.number)).where(
        Ticket.follows == ticket.number, Ticket.requester_id == ticket.requester_id
    )
    number = db.session.scalar(newest)
    return rules.reference(number) if number else None


def _counts(*conditions: ColumnElement[bool]) -> dict[str, int]:
    rows = db.session.execute(
        select(Ticket.status, func.count().label("tickets"))
        .where(*conditions)
        .group_by(Ticket.status)
    ).all()
    return dict.fromkeys(rules.STATUSES, 0) | {row.status: row.tickets for row in rows}


def _page(
    page: int,
    *conditions: ColumnElement[bool],
    size: int | None = None,
    total: int | None = None,
) -> TicketPage:
    page, size = min(max(1, page), LAST_PAGE), size or PAGE_SIZE
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(Ticket).where(*conditions)) or 0
    newest_first = (Ticket.updated_at.desc(), Ticket.number.desc())
    # Sorted by what an index holds: whole rows are read for the few that are shown.
    numbers = (
        select(Ticket.number)
        .where(*conditions)
        .order_by(*newest_first)
        .limit(size)
        .offset((page - 1) * size)
    )
    shown = select(Ticket).where(Ticket.number.in_(numbers)).order_by(*newest_first)
    return TicketPage(list(db.session.scalars(shown)), page, total, size)


def _entries(ticket: Ticket, *conditions: ColumnElement[bool]) -> list[TicketEntry]:
    # A copied message has the time of the message; the number settles what shares a moment.
    return list(
        db.session.scalars(
            select(TicketEntry)
            .where(TicketEntry.ticket_id == ticket.id, *conditions)
            .order_by(TicketEntry.created_at, TicketEntry.number)
        )
    )
