"""Status, assignee and priority of a ticket, changed together, and never over what is not known.

Whoever changes them says what they were when the page was drawn: what a colleague has changed since
is told, not undone.
"""

from dataclasses import asdict, dataclass

from accounts.models import Account
from core.errors import Conflict
from tickets import handling
from tickets.handling import locked
from tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Properties:
    """`assignee_id` None: nobody's."""

    status: str
    assignee_id: str | None
    priority: str


class ChangedMeanwhile(Conflict):
    """`names` are those of the properties that a colleague has changed."""

    def __init__(self, names: list[str]) -> None:
        what = " and ".join(name.removesuffix("_id") for name in names)
        super().__init__(
            f"A colleague has changed the {what} meanwhile. See what it is now, and choose again."
        )
        self.names = names


def properties_of(ticket: Ticket) -> Properties:
    return Properties(
        status=ticket.status, assignee_id=ticket.assignee_id, priority=ticket.priority
    )


def change(ticket: Ticket, by: Account, *, was: Properties, wanted: Properties) -> bool:
    """All of it or nothing; returns whether anything changed. Raises ChangedMeanwhile, Invalid."""
    ticket = locked(ticket)
    before, seen, now = asdict(properties_of(ticket)), asdict(was), asdict(wanted)
    chosen = {name for name in now if now[name] != seen[name]}
    lost = sorted(name for name in chosen if before[name] not in (seen[name], now[name]))
    if lost:
        raise ChangedMeanwhile(lost)
    if "priority" in chosen:
        handling.set_priority(ticket, by, wanted.priority)
    if "assignee_id" in chosen:
        handling.assign(ticket, by, wanted.assignee_id)
    if "status" in chosen:
        handling.set_status(ticket, by, wanted.status)
    return any(now[name] != before[name] for name in chosen)
