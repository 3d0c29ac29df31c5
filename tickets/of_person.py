"""The tickets of one person, for the panel beside a chat: a member's, or those with one address."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from accounts.rules import folded
from core import clock
from core.database import db
from tickets import finding
from tickets.models import Ticket

MOST_SHOWN = 5


def latest(*, account_id: str | None, email: str) -> dict[str, Any]:
    """`{"total", "latest"}`, the last changed first.

    Without an account only tickets of nobody who had signed in: an address is a claim (S20).
    """
    conditions = _of_member(account_id) if account_id else _of_address(email)
    total = db.session.scalar(select(func.count()).select_from(Ticket).where(*conditions))
    found = db.session.scalars(
        select(Ticket).where(*conditions).order_by(Ticket.updated_at.desc()).limit(MOST_SHOWN)
    )
    return {"total": total or 0, "latest": [_told(one) for one in found]}


def _of_member(account_id: str) -> tuple[ColumnElement[bool], ...]:
    return (Ticket.requester_id == account_id,)


def _of_address(email: str) -> tuple[ColumnElement[bool], ...]:
    """The index of words finds few tickets; the address itself decides."""
    return (
        finding.found_by_team(email),
        Ticket.requester_id.is_(None),
        func.lower(Ticket.email) == folded(email),
    )


def _told(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.reference,
        "url": f"/console/tickets/{ticket.reference}",
        "title": ticket.title,
        "status": ticket.status,
        "language": ticket.language,
        "updated_at": clock.iso(ticket.updated_at),
    }
