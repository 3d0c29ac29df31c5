"""The other tickets of the person who has opened one."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from core.database import db
from tickets.models import Ticket

MOST_SHOWN = 5


@dataclass(frozen=True)
class Related:
    """The newest of them, and how many there are."""

    tickets: list[Ticket]
    total: int


def of_same_person(ticket: Ticket) -> Related:
    """By account; those of somebody who is not verified by address, which is only a claim (S20)."""
    theirs = [_is_theirs(ticket), Ticket.id != ticket.id]
    newest = select(Ticket).where(*theirs).order_by(Ticket.number.desc()).limit(MOST_SHOWN)
    counted = select(func.count()).select_from(Ticket).where(*theirs)
    return Related(list(db.session.scalars(newest)), db.session.scalar(counted) or 0)


def _is_theirs(ticket: Ticket) -> ColumnElement[bool]:
    if ticket.requester_id is not None:
        return Ticket.requester_id == ticket.requester_id
    return (Ticket.requester_id.is_(None)) & (Ticket.email == ticket.email) & (Ticket.email != "")
