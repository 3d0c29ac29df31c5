"""Who of the team has a ticket on screen just now, and who writes in it.

A look is a lease: the page renews it, and whoever is gone is forgotten by itself. Written with
`Sql` only, for the live connection.
"""

from dataclasses import dataclass
from typing import Any

from core import clock
from core.errors import NotFound
from core.statements import Sql
from live.catalog import ColleaguesChanged
from live.delivery import record
from tickets import rules

# A page on screen says so every 20 seconds; one such word may get lost.
LOOKING_SECONDS = 50
# What was typed is still there to be sent, so it counts until the next look says otherwise.
WRITING_SECONDS = 50

_LOOK = Sql(
    "INSERT INTO ticket_lookers (ticket_id, account_id, looks_until, writes_until)"
    " VALUES (:ticket_id, :account_id, :looks_until, :writes_until)"
    " ON CONFLICT (ticket_id, account_id) DO UPDATE SET"
    " looks_until = excluded.looks_until, writes_until = excluded.writes_until"
)
_LEAVE = Sql("DELETE FROM ticket_lookers WHERE ticket_id = :ticket_id AND account_id = :account_id")
_GONE = Sql("DELETE FROM ticket_lookers WHERE ticket_id = :ticket_id AND looks_until <= :now")
_THERE = Sql(
    "SELECT a.id, a.name, l.writes_until > :now AS is_writing FROM ticket_lookers l"
    " JOIN accounts a ON a.id = l.account_id"
    " WHERE l.ticket_id = :ticket_id AND l.looks_until > :now ORDER BY a.name, a.id"
)
_TICKET = Sql("SELECT number, status, last_entry FROM tickets WHERE id = :ticket_id")


@dataclass(frozen=True, kw_only=True)
class Looker:
    """Somebody of the team with one ticket on screen."""

    ticket_id: str
    account_id: str


def look(looker: Looker, *, is_writing: bool) -> dict[str, Any]:
    """The ticket is on the looker's screen. Returns how it is now, so that a page sees what it has
    missed; the others hear of it when anything is new to them. Raises NotFound.
    """
    ticket = _TICKET.one(ticket_id=looker.ticket_id)
    if ticket is None:
        raise NotFound
    now = clock.now_millis()
    before = colleagues(looker.ticket_id)
    _GONE.run(ticket_id=looker.ticket_id, now=now)
    _LOOK.run(
        ticket_id=looker.ticket_id,
        account_id=looker.account_id,
        looks_until=now + LOOKING_SECONDS * 1000,
        writes_until=now + WRITING_SECONDS * 1000 if is_writing else now,
    )
    there = _tell_changes(looker.ticket_id, before)
    return {
        "number": rules.reference(ticket.number),
        "status": ticket.status,
        "last_entry": ticket.last_entry,
        "colleagues": there,
    }


def leave(looker: Looker) -> None:
    """The page is gone; another one of the same person says so itself with its next look."""
    before = colleagues(looker.ticket_id)
    _LEAVE.run(ticket_id=looker.ticket_id, account_id=looker.account_id)
    _tell_changes(looker.ticket_id, before)


def colleagues(ticket_id: str) -> list[dict[str, Any]]:
    """Everybody who has it on screen now: `id`, `name`, `is_writing`."""
    rows = _THERE.all(ticket_id=ticket_id, now=clock.now_millis())
    return [{"id": row.id, "name": row.name, "is_writing": bool(row.is_writing)} for row in rows]


def _tell_changes(ticket_id: str, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    there = colleagues(ticket_id)
    if there != before:
        record(ColleaguesChanged(ticket_id=ticket_id, colleagues=there))
    return there
