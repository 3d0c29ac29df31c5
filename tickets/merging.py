"""Two tickets about the same: one is closed and says so, the other goes on.

Only what comes from one person is merged, for the requester of the one is led to the other. Nothing
is copied: each keeps its thread, so nobody reads what was not theirs. Opening the closed one again
undoes it.
"""

from accounts.models import Account
from core.database import db
from core.errors import Conflict, Invalid
from tickets import handling, rules
from tickets.access import ticket_for_agent
from tickets.models import Ticket
from tickets.thread import Line, write


class OtherPerson(Conflict):
    message = (
        "These tickets come from different people, so they stay apart:"
        " nobody is led to what somebody else has written."
    )


class MergedElsewhere(Conflict):
    def __init__(self, number: int) -> None:
        super().__init__(f"That ticket was merged into {rules.reference(number)}; choose that one.")


def merge(duplicate: Ticket, into: str, by: Account) -> Ticket:
    """Close the one in favour of the ticket `into` (its reference), which is returned.

    A second time changes nothing. Raises NotFound, Invalid, OtherPerson, MergedElsewhere.
    """
    kept = ticket_for_agent(by, into)
    if kept.id == duplicate.id:
        raise Invalid("A ticket cannot be merged into itself.", fields={"into": ["Choose another"]})
    # Always in the order of their numbers, so that two who merge crosswise wait for each other.
    kept, duplicate = _held(kept, duplicate)
    if kept.merged_into is not None:
        raise MergedElsewhere(kept.merged_into)
    if not _are_of_one_person(kept, duplicate):
        raise OtherPerson
    if duplicate.merged_into != kept.number:
        _put_together(duplicate, kept, by)
    return kept


def goes_on_in(ticket: Ticket) -> Ticket | None:
    """The ticket in which this one goes on."""
    if ticket.merged_into is None:
        return None
    return db.session.query(Ticket).filter_by(number=ticket.merged_into).one_or_none()


def merged_into(ticket: Ticket) -> list[Ticket]:
    """Those that go on in this one."""
    found = db.session.query(Ticket).filter_by(merged_into=ticket.number)
    return list(found.order_by(Ticket.number))


def reference_for_requester(ticket: Ticket) -> str | None:
    """Where the requester is led to. A typed address is only a claim: it leads nowhere (S20)."""
    kept = goes_on_in(ticket)
    is_theirs = kept is not None and kept.requester_id is not None
    return kept.reference if kept and is_theirs and _are_of_one_person(kept, ticket) else None


def _held(kept: Ticket, duplicate: Ticket) -> tuple[Ticket, Ticket]:
    held = {
        one.id: handling.locked(one)
        for one in sorted((kept, duplicate), key=lambda one: one.number)
    }
    return held[kept.id], held[duplicate.id]


def _are_of_one_person(one: Ticket, other: Ticket) -> bool:
    return rules.are_of_one_person((one.requester_id, one.email), (other.requester_id, other.email))


def _put_together(duplicate: Ticket, kept: Ticket, by: Account) -> None:
    # What was merged into the duplicate follows it, so that nobody is led in two steps.
    for earlier in merged_into(duplicate):
        earlier.merged_into = kept.number
    handling.close_silently(duplicate)
    duplicate.merged_into = kept.number
    first_name = by.name.split()[0]
    told = Line(
        kind="event",
        act="merged",
        author_kind="system",
        author_id=by.id,
        author_name=first_name,
        body=f"{first_name} put this issue together with another one of yours.",
    )
    write(duplicate, told)
    for ticket, line in (
        (duplicate, f"{by.name} merged this ticket into {kept.reference}."),
        (kept, f"{by.name} merged {duplicate.reference} into this ticket."),
    ):
        write(ticket, Line(kind="note", author_kind="system", author_id=by.id, body=line))
