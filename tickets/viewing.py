"""Who may see a picture: whoever may see what it is attached to, asked anew each time (S49)."""

from dataclasses import dataclass, field
from typing import Any

from accounts.access import may_use_technical_issues
from accounts.models import Account
from core.statements import Sql
from tickets import rules

_TICKET_AND_ENTRY = Sql(
    "SELECT t.requester_id, e.kind FROM tickets t"
    " LEFT JOIN ticket_entries e ON e.id = :entry_id WHERE t.id = :ticket_id"
)


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks. `keys`: the owner keys under which they may have sent a picture themselves.

    `opened`: the chats (`chat:<id>`) and tickets (`ticket:<id>`) whose private link this browser
    has opened.
    """

    account: Account | None = None
    keys: frozenset[str] = field(default_factory=frozenset)
    opened: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_staff(self) -> bool:
        return self.account is not None and self.account.is_staff


def is_free(row: Any) -> bool:
    return row.message_id is None and row.ticket_id is None


def may_see_free(viewer: Viewer, row: Any) -> bool:
    """Before it is attached, a picture is for whoever has sent it and nobody else."""
    return row.owner_key in viewer.keys


def may_see_in_ticket(viewer: Viewer, row: Any) -> bool:
    """Whoever may see the ticket now, and the entry in it."""
    found = _TICKET_AND_ENTRY.one(ticket_id=row.ticket_id, entry_id=row.entry_id)
    if found is None or viewer.is_staff:
        return found is not None
    if row.entry_id is not None and found.kind not in rules.KINDS_FOR_MEMBERS:
        return False
    return f"ticket:{row.ticket_id}" in viewer.opened or _is_requester(viewer.account, found)


def _is_requester(account: Account | None, ticket: Any) -> bool:
    """A rank that no longer opens Technical Issues does not open their pictures either (S28)."""
    is_theirs = account is not None and account.id == ticket.requester_id
    return is_theirs and may_use_technical_issues(account)
