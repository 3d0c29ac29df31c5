"""Telling open pages that a ticket has changed: recorded, sent after the commit."""

from live.catalog import TeamTicketChanged, TicketChanged
from live.delivery import record
from tickets import rules


def ticket_changed(ticket_id: str, *, number: int, status: str, last_entry: int) -> None:
    """To everybody. `last_entry` is one that the requester may see: see `team_told` (S32)."""
    record(
        TicketChanged(
            ticket_id=ticket_id,
            number=rules.reference(number),
            status=status,
            last_entry=last_entry,
        )
    )
    team_told(ticket_id, number=number, status=status, last_entry=last_entry)


def team_told(ticket_id: str, *, number: int, status: str, last_entry: int) -> None:
    """To the team alone, for a line that only the team may see."""
    record(
        TeamTicketChanged(
            ticket_id=ticket_id,
            number=rules.reference(number),
            status=status,
            last_entry=last_entry,
        )
    )
