"""The team's inbox: which tickets, in which order, page by page, and how many.

Each order has an index that begins with the status and holds all that is filtered by (`models`). So
a page is one walk for each status, a count stops at the most that it tells, and neither reads a
ticket that is not shown. Pages go on from the last row: a ticket that comes or goes meanwhile moves
nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
    union_all,
)

from accounts.models import Account
from core import clock
from core.database import db
from tickets import finding, rules
from tickets.models import Ticket

PAGE_SIZE = 25
MOST_COUNTED = 1000
# Of the newest tickets that hold the words; who finds more needs one more word.
MOST_FOUND = 2000

ME, NOBODY, NONE = "me", "none", "none"
ALL = "all"
AGES = {
    "day": (timedelta(days=1), True),
    "week": (timedelta(days=7), True),
    "month": (timedelta(days=30), True),
    "over_week": (timedelta(days=7), False),
    "over_month": (timedelta(days=30), False),
}


@dataclass(frozen=True)
class Order:
    """What is sorted by; the number settles what is equal, in the same direction."""

    column: Any
    is_falling: bool = False


ORDERS = {
    "waiting": Order(Ticket.waiting_since),
    "updated": Order(Ticket.updated_at, is_falling=True),
    "newest": Order(Ticket.number, is_falling=True),
    "oldest": Order(Ticket.number),
    "urgent": Order(Ticket.urgency),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wants to see; an empty text stands for "whatever it is".

    `assignee` is `me`, `none` or the id of an account; `language` may be `none` as well. With
    `news` only those that were answered and whose requester has written again.
    """

    status: str = "open"
    assignee: str = ""
    language: str = ""
    priority: str = ""
    source: str = ""
    age: str = ""
    news: bool = False
    words: str = ""
    sort: str = ""

    @property
    def order(self) -> str:
        """The longest wait first where people wait, else what has happened last."""
        return self.sort or ("waiting" if self.status == "open" else "updated")


@dataclass(frozen=True)
class Mark:
    """A row that a page begins behind: the value that is sorted by, and the number."""

    value: int
    number: int


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """`people` are the assignees and requesters by id; `first` is the place of the first row.

    `total` ends at MOST_COUNTED + 1, `first` too. `earlier` and `later` are there when there are
    such pages. `is_cut` when not all tickets that hold the words were looked at.
    """

    tickets: list[Ticket]
    people: dict[str, Account]
    total: int
    first: int
    earlier: Mark | None
    later: Mark | None
    is_cut: bool


def page(
    wanted: Wanted, me: str, *, after: Mark | None = None, before: Mark | None = None
) -> InboxPage:
    """The page that follows one row, or ends before another, else the first one."""
    order = ORDERS[wanted.order]
    falls = order.is_falling != (before is not None)
    start = after or before
    conditions = _conditions(wanted, me)
    beyond = [_beyond(order, start, falls=falls)] if start else []
    numbers = _numbers(wanted, [*conditions, *beyond], order, falls=falls)
    has_more = len(numbers) > PAGE_SIZE
    shown = _tickets(numbers[:PAGE_SIZE])
    if before is not None:
        shown.reverse()
    first = _place(wanted, conditions, order, shown[0]) if start and shown else 1
    has_earlier = first > 1
    has_later = has_more if before is None else bool(shown)
    return InboxPage(
        tickets=shown,
        people=_people(shown),
        total=_count(wanted, conditions),
        first=first,
        earlier=_mark(order, shown[0]) if shown and has_earlier else None,
        later=_mark(order, shown[-1]) if shown and has_later else None,
        is_cut=bool(wanted.words) and finding.are_more_than(MOST_FOUND, wanted.words),
    )


def count(wanted: Wanted, me: str) -> int:
    """How many there are; MOST_COUNTED + 1 when there are more than that."""
    return _count(wanted, _conditions(wanted, me))


def counts(views: dict[str, Wanted], me: str) -> dict[str, int]:
    """The same for each of several ways to look, in one question to the database."""
    asked = [_counted(one, _conditions(one, me)).label(name) for name, one in views.items()]
    return dict(db.session.execute(select(*asked)).mappings().one())


def _conditions(wanted: Wanted, me: str) -> list[ColumnElement[bool]]:
    """All but the status."""
    found: list[ColumnElement[bool]] = []
    if wanted.assignee:
        assignee = {ME: me, NOBODY: None}.get(wanted.assignee, wanted.assignee)
        found.append(Ticket.assignee_id == assignee)
    if wanted.language:
        found.append(Ticket.language == (None if wanted.language == NONE else wanted.language))
    if wanted.priority:
        found.append(Ticket.urgency == rules.URGENCY[wanted.priority])
    if wanted.source:
        found.append(Ticket.source == wanted.source)
    if wanted.age:
        found.append(_is_of_age(wanted.age))
    if wanted.news:
        found.append(Ticket.waiting_since > Ticket.created_at)
        found.append(Ticket.waiting_since < rules.NOBODY_WAITS)
    if wanted.words:
        found.append(finding.found_by_team(wanted.words, most=MOST_FOUND))
    return found


def _is_of_age(age: str) -> ColumnElement[bool]:
    length, is_younger = AGES[age]
    edge = clock.now() - length
    return Ticket.created_at >= edge if is_younger else Ticket.created_at < edge


def _statuses(wanted: Wanted) -> tuple[str, ...]:
    return rules.STATUSES if wanted.status == ALL else (wanted.status,)


def _numbers(
    wanted: Wanted, conditions: list[ColumnElement[bool]], order: Order, *, falls: bool
) -> list[int]:
    """One more than a page holds, to know whether there is another."""
    walks = [
        select(Ticket.number.label("number"), order.column.label("value"))
        .where(Ticket.status == status, *conditions)
        .order_by(*_directed(order.column, Ticket.number, falls=falls))
        .limit(PAGE_SIZE + 1)
        for status in _statuses(wanted)
    ]
    rows = union_all(*(select(walk.subquery()) for walk in walks)).subquery()
    sorted_rows = select(rows.c.number).order_by(
        *_directed(rows.c.value, rows.c.number, falls=falls)
    )
    return list(db.session.scalars(sorted_rows.limit(PAGE_SIZE + 1)))


def _directed(*columns: Any, falls: bool) -> list[Any]:
    return [column.desc() if falls else column.asc() for column in columns]


def _beyond(order: Order, mark: Mark, *, falls: bool) -> ColumnElement[bool]:
    beyond: ColumnElement[bool]
    if order.column is Ticket.number:
        beyond = Ticket.number < mark.number if falls else Ticket.number > mark.number
        return beyond
    # A mark comes from an address, so its value may be no moment at all.
    place = tuple_(type_coerce(order.column, BigInteger), Ticket.number)
    edge = tuple_(literal(mark.value, BigInteger), literal(mark.number))
    beyond = place < edge if falls else place > edge
    return beyond


def _mark(order: Order, ticket: Ticket) -> Mark:
    value = getattr(ticket, order.column.key)
    return Mark(value if isinstance(value, int) else clock.to_millis(value), ticket.number)


def _place(
    wanted: Wanted, conditions: list[ColumnElement[bool]], order: Order, ticket: Ticket
) -> int:
    """The place of a ticket in the whole list, from 1."""
    ahead = _beyond(order, _mark(order, ticket), falls=not order.is_falling)
    return _count(wanted, [*conditions, ahead]) + 1


def _count(wanted: Wanted, conditions: list[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(_counted(wanted, conditions))) or 0


def _counted(wanted: Wanted, conditions: list[ColumnElement[bool]]) -> Any:
    most = MOST_COUNTED + 1
    walks: list[Select[Any]] = [
        select(literal(1).label("one")).where(Ticket.status == status, *conditions).limit(most)
        for status in _statuses(wanted)
    ]
    rows = union_all(*(select(walk.subquery()) for walk in walks)).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


def _tickets(numbers: list[int]) -> list[Ticket]:
    """In the order of the numbers."""
    found = db.session.scalars(select(Ticket).where(Ticket.number.in_(numbers)))
    by_number = {ticket.number: ticket for ticket in found}
    return [by_number[number] for number in numbers if number in by_number]


def _people(tickets: list[Ticket]) -> dict[str, Account]:
    ids = {one for ticket in tickets for one in (ticket.assignee_id, ticket.requester_id) if one}
    return {one.id: one for one in db.session.scalars(select(Account).where(Account.id.in_(ids)))}
