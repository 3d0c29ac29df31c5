"""Telling the requester's open pages that a ticket has changed: recorded, sent after the commit."""

from live.catalog import TicketChanged
from live.delivery import record
from tickets import rules


def ticket_changed(ticket_id: str, *, number: int, status: str, last_entry: int) -> None:
    """`last_entry` is one that the requester may see: notes are told to nobody (S32)."""
    record(
        TicketChanged(
            ticket_id=ticket_id,
            number=rules.reference(number),
            status=status,
            last_entry=last_entry,
        )
    )
