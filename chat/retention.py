"""What is older than the desk keeps it: ended chats and closed issues lose every word (S73).

Numbers, states, times and ratings stay; files that nothing names any more go with the next sweep
of files.
"""

from typing import NamedTuple

from accounts.personal import ERASED
from chat.personal import erase_chat
from core import audit, clock
from core.settings import settings
from core.statements import Sql
from tickets import personal as tickets

IN_ONE_GO = 200

_CHATS = Sql(
    "SELECT id FROM chats WHERE state = 'closed' AND closed_at < :before AND question <> :erased"
    " ORDER BY closed_at LIMIT :most"
)
_TICKETS = Sql(
    "SELECT id FROM tickets WHERE status = 'closed' AND closed_at < :before AND title <> :erased"
    " ORDER BY closed_at LIMIT :most"
)
_CHAT = Sql("SELECT id FROM chats WHERE id = :id AND state = 'closed' AND closed_at < :before")
_TICKET = Sql("SELECT * FROM tickets WHERE id = :id AND status = 'closed' AND closed_at < :before")


class Overdue(NamedTuple):
    """The ids of what is to be erased now."""

    chats: list[str]
    tickets: list[str]


def overdue() -> Overdue:
    """The oldest first, a few hundred at a time. Needs an open transaction."""
    before = _before()
    if before is None:
        return Overdue([], [])
    which = {"before": before, "erased": ERASED, "most": IN_ONE_GO}
    return Overdue(
        [row.id for row in _CHATS.all(**which)], [row.id for row in _TICKETS.all(**which)]
    )


def forget_chat(chat_id: str) -> None:
    """Unless the desk has changed its mind since it was found."""
    before = _before()
    if before is not None and _CHAT.one(id=chat_id, before=before) is not None:
        tickets.forget_pictures(chat_id=chat_id)
        erase_chat(chat_id)


def forget_ticket(ticket_id: str) -> None:
    """Unless it was opened again, or the desk has changed its mind."""
    before = _before()
    ticket = _TICKET.one(id=ticket_id, before=before) if before is not None else None
    if ticket is not None:
        tickets.erase(ticket)


def note(done: Overdue) -> None:
    """One line in the audit trail for all of a round."""
    audit.record(
        "retention_erased",
        actor=audit.DESK,
        object="setting:retention",
        chats=len(done.chats),
        tickets=len(done.tickets),
    )


def _before() -> int | None:
    days = settings().retention_days
    return clock.now_millis() - days * 86_400_000 if days else None
