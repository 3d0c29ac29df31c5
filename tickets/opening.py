"""Opening a ticket: from the portal's form, from a chat, or after a redirect to a ticket.

These use cases write with `Sql` only, so that a chat may call them in whatever transaction is open.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from core import clock, counters, text
from core.checking import check_all, one_of
from core.emails import clean_email
from core.errors import Conflict, Unavailable
from core.languages import lazy_gettext
from core.statements import Sql
from tickets import finding, letters, rules
from tickets.attachments import NO_FILES, Place, Uploads, attach

_KNOWN = Sql(
    "SELECT id, number, title, description, email, requester_id, chat_id FROM tickets"
    " WHERE client_id = :client_id OR chat_id = :chat_id"
)
_ADD = Sql(
    "INSERT INTO tickets (id, number, title, description, status, priority, language, source,"
    " requester_id, name, email, member_id, assignee_id, chat_id, client_id, follows, last_entry,"
    " urgency, waiting_since, created_at, updated_at, closed_at)"
    " VALUES (:id, :number, :title, :description, :status, :priority, :language, :source,"
    " :requester_id, :name, :email, :member_id, :assignee_id, :chat_id, :client_id, :follows, 0,"
    " :urgency, :waiting_since, :now, :now, :closed_at) ON CONFLICT DO NOTHING"
)


class IdConflict(Conflict):
    """A known `client_id` with other words in it, or from somebody else."""

    code = "id_conflict"
    message = lazy_gettext(
        "This form was already sent with other words in it. Please open a new one."
    )


@dataclass(frozen=True, kw_only=True)
class TicketDraft:
    """What a ticket is opened with. `requester_id` only for somebody who is signed in (S20).

    `client_id` (of the form) and `chat_id` make opening safe to repeat. `follows` is the number of
    an own closed ticket that this one takes up again.
    """

    title: str
    description: str
    name: str
    email: str
    source: str
    member_id: str | None = None
    requester_id: str | None = None
    language: str | None = None
    status: str = "open"
    priority: str = "normal"
    assignee_id: str | None = None
    client_id: str | None = None
    chat_id: str | None = None
    follows: int | None = None


@dataclass(frozen=True)
class OpenedTicket:
    """The ticket that a draft has become; `is_new` False when it was opened by an earlier try."""

    id: str
    number: int
    is_new: bool

    @property
    def reference(self) -> str:
        return rules.reference(self.number)


def open_ticket(draft: TicketDraft, files: Uploads = NO_FILES) -> OpenedTicket:
    """The new ticket with these files, or the one that the same form or chat has already opened.

    Raises Invalid or TooLong with sentences at the fields, and IdConflict.
    """
    clean = _cleaned(draft)
    # On PostgreSQL another transaction may open it between the first look and the writing.
    opened = _opened_before(clean) or _add(clean) or _opened_before(clean)
    if opened is None:
        raise Unavailable
    if opened.is_new:
        attach(files, Place(ticket_id=opened.id))
    return opened


def _opened_before(draft: TicketDraft) -> OpenedTicket | None:
    known = _KNOWN.one(client_id=draft.client_id, chat_id=draft.chat_id)
    if known is None:
        return None
    if not _is_the_same(known, draft):
        raise IdConflict
    return OpenedTicket(known.id, known.number, is_new=False)


def _add(draft: TicketDraft) -> OpenedTicket | None:
    """None when the form or the chat has a ticket after all."""
    opened = OpenedTicket(
        text.new_id(), counters.next_number("ticket", start=rules.FIRST_NUMBER), is_new=True
    )
    if not _ADD.run(**asdict(draft), **_as_opened(draft), id=opened.id, number=opened.number):
        return None
    finding.add_ticket(
        opened.id,
        opened.number,
        requester_id=draft.requester_id,
        texts=[draft.title, draft.description],
        person=[draft.name, draft.email, draft.member_id or ""],
    )
    letters.opened(opened.id)
    return opened


def _as_opened(draft: TicketDraft) -> dict[str, Any]:
    now = clock.now()
    waiting_since = rules.waits_from(draft.status, now, now)
    return {
        "urgency": rules.URGENCY[draft.priority],
        "waiting_since": clock.to_millis(waiting_since),
        "now": clock.to_millis(now),
        "closed_at": clock.to_millis(now) if draft.status == "closed" else None,
    }


def _is_the_same(known: Any, draft: TicketDraft) -> bool:
    """A chat has one ticket whatever its words; a form is the same when all of it is."""
    if draft.chat_id is not None and known.chat_id == draft.chat_id:
        return True
    return (known.requester_id, known.email, known.title, known.description) == (
        draft.requester_id,
        draft.email,
        draft.title,
        draft.description,
    )


def _cleaned(draft: TicketDraft) -> TicketDraft:
    """The draft as it is stored, or all complaints about it at once."""
    checks: dict[str, Callable[[], str | None]] = {
        "title": lambda: text.clean_line(draft.title, limit=text.TITLE_LIMIT, field="title"),
        "description": lambda: text.clean_body(
            draft.description, limit=text.DESCRIPTION_LIMIT, field="description"
        ),
        "name": lambda: text.clean_line(draft.name, limit=text.NAME_LIMIT, field="name"),
        "email": lambda: clean_email(draft.email),
        "member_id": lambda: _clean_member_id(draft.member_id),
        "status": lambda: one_of(rules.STATUSES, draft.status, field="status"),
        "priority": lambda: one_of(rules.PRIORITIES, draft.priority, field="priority"),
        "source": lambda: one_of(rules.SOURCES, draft.source, field="source"),
    }
    return replace(draft, **check_all(checks))


def _clean_member_id(typed: str | None) -> str | None:
    line = text.clean_line(typed or "", limit=text.MEMBER_ID_LIMIT, field="member_id", least=0)
    return line or None
