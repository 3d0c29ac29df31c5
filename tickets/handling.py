"""What happens to a ticket after it was opened: answers, notes, closing, and who has it.

Each use case takes the ticket that `access` gave and reads it again under the lock, so that what it
decides on is what it writes on. `by` None is the requester who holds the private link.
"""

from accounts.models import Account
from core import clock, text
from core.checking import one_of
from core.database import db
from core.errors import Conflict, Invalid, NotFound
from core.languages import lazy_gettext
from core.mail.stationery import Said
from core.settings import settings
from tickets import letters, rules
from tickets.attachments import NO_FILES, Uploads
from tickets.models import Ticket, TicketEntry
from tickets.thread import Line, was_written, write, written_before, written_by_others


class TicketClosed(Conflict):
    """A closed ticket takes no answer from the requester."""

    message = lazy_gettext("This issue is closed. Open it again to answer.")


class WroteMeanwhile(Conflict):
    """Somebody else has written what the writer of an answer has not read."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has written meanwhile. Your text is still here: read what is new, then send"
            " again if it still holds."
        )


class TooLateToReopen(Conflict):
    def __init__(self, days: int) -> None:
        super().__init__(
            lazy_gettext(
                "This issue closed more than %(days)s days ago and can’t be opened again. "
                "Please submit a new one.",
                days=days,
            )
        )


def reply_as_requester(
    ticket: Ticket,
    by: Account | None,
    *,
    body: str,
    files: Uploads = NO_FILES,
    client_id: str | None = None,
) -> TicketEntry:
    """An answer by the person who opened the ticket; puts an awaited one back to open.

    Raises Invalid, TooLong, TicketClosed, IdConflict.
    """
    ticket = locked(ticket)
    line = _requester_line(ticket, by, body=body, files=files, client_id=client_id)
    known = written_before(ticket, line)
    if known is not None:
        return known
    if not rules.requester_may_reply(ticket.status):
        raise TicketClosed
    entry = write(ticket, line)
    status = rules.status_after_requester_reply(ticket.status)
    if status != ticket.status:
        _move(ticket, status)
        _tell(ticket, by, "answered", f"{entry.author_name} answered, so the issue is open again.")
    ticket.waiting_since = rules.waits_from(status, ticket.waiting_since, entry.created_at)
    return entry


def reply_as_agent(
    ticket: Ticket,
    by: Account,
    *,
    body: str,
    files: Uploads = NO_FILES,
    status: str | None = None,
    client_id: str | None = None,
) -> TicketEntry:
    """An answer by the team, and with it a status if one is chosen. Raises like the requester's."""
    ticket = locked(ticket)
    line = _agent_line("reply", by, body=body, files=files, client_id=client_id)
    known = written_before(ticket, line)
    if known is not None:
        return known
    entry = write(ticket, line)
    _change_status(ticket, by, rules.status_after_agent_reply(ticket.status, status))
    ticket.waiting_since = rules.NOBODY_WAITS
    letters.answered(ticket.id, Said(_first_name(by), entry.body), status=ticket.status)
    return entry


def refuse_unread(ticket: Ticket, by: Account, *, seen: int, client_id: str) -> None:
    """Before an answer: raises WroteMeanwhile when others have written behind the entry `seen`."""
    ticket = locked(ticket)
    if not was_written(ticket, client_id) and (name := written_by_others(ticket, by.id, seen)):
        raise WroteMeanwhile(name)


def add_note(
    ticket: Ticket,
    by: Account,
    *,
    body: str,
    files: Uploads = NO_FILES,
    client_id: str | None = None,
) -> TicketEntry:
    """Words that only the team sees (S32). Leaves the time of the last change alone."""
    ticket = locked(ticket)
    line = _agent_line("note", by, body=body, files=files, client_id=client_id)
    return written_before(ticket, line) or write(ticket, line)


def close(ticket: Ticket, by: Account | None) -> Ticket:
    """By the requester or by the team; closing a closed ticket changes nothing."""
    ticket = locked(ticket)
    if ticket.status != "closed":
        _move(ticket, "closed")
        _tell(ticket, by, "closed", f"{_known_as(ticket, by)} closed this issue.")
        if by is not None and by.is_staff:
            letters.moved(ticket.id, status="closed")
    return ticket


def reopen(ticket: Ticket, by: Account | None) -> Ticket:
    """Raises TooLateToReopen for a requester who comes late."""
    ticket = locked(ticket)
    if ticket.status == "closed":
        by_team = by is not None and by.is_staff
        if not by_team and not may_be_reopened(ticket):
            raise TooLateToReopen(settings().reopen_days)
        _move(ticket, "open")
        _tell(ticket, by, "reopened", f"{_known_as(ticket, by)} opened this issue again.")
    return ticket


def reopen_with_answer(
    ticket: Ticket,
    by: Account | None,
    *,
    body: str,
    files: Uploads = NO_FILES,
    client_id: str | None = None,
) -> None:
    """Open it again and say why, if there is anything to say. Raises what both of them raise."""
    ticket = reopen(ticket, by)
    if body.strip() or files:
        reply_as_requester(ticket, by, body=body, files=files, client_id=client_id)


def may_be_reopened(ticket: Ticket) -> bool:
    """Whether the requester may open this ticket again (the team always may)."""
    return rules.requester_may_reopen(ticket.closed_at, clock.now(), days=settings().reopen_days)


def set_status(ticket: Ticket, by: Account, status: str) -> Ticket:
    ticket = locked(ticket)
    if status != ticket.status:
        _change_status(ticket, by, status)
        letters.moved(ticket.id, status=status)
    return ticket


def set_priority(ticket: Ticket, by: Account, priority: str) -> Ticket:
    """Known to the team only, so the line in the thread is a note."""
    ticket = locked(ticket)
    if one_of(rules.PRIORITIES, priority, field="priority") != ticket.priority:
        ticket.priority, ticket.urgency = priority, rules.URGENCY[priority]
        line = f"{by.name} set the priority to {priority}."
        write(ticket, Line(kind="note", author_kind="system", author_id=by.id, body=line))
    return ticket


def assign(ticket: Ticket, by: Account, assignee_id: str | None) -> Ticket:
    """To somebody of the team, or to nobody. Raises Invalid for anybody else."""
    ticket = locked(ticket)
    if assignee_id != ticket.assignee_id:
        assignee = None if assignee_id is None else _staff(assignee_id)
        ticket.assignee_id = assignee_id
        act = "assigned" if assignee else "unassigned"
        _tell(ticket, by, act, _assignment_sentence(by, assignee), about=assignee or by)
    return ticket


def locked(ticket: Ticket) -> Ticket:
    """The ticket as it is now, held until the transaction ends. Raises NotFound."""
    found = db.session.get(Ticket, ticket.id, populate_existing=True, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def _requester_line(
    ticket: Ticket, by: Account | None, *, body: str, files: Uploads, client_id: str | None
) -> Line:
    return Line(
        kind="reply",
        author_kind="member",
        author_id=by.id if by else None,
        author_name=_name(ticket, by),
        body=text.clean_body(body, least=0 if files else 1),
        files=files,
        client_id=client_id,
    )


def _agent_line(
    kind: str, by: Account, *, body: str, files: Uploads, client_id: str | None
) -> Line:
    return Line(
        kind=kind,
        author_kind="agent",
        author_id=by.id,
        author_name=by.name,
        body=text.clean_body(body, least=0 if files else 1),
        files=files,
        client_id=client_id,
    )


def _tell(
    ticket: Ticket, by: Account | None, act: str, sentence: str, *, about: Account | None = None
) -> None:
    """A line about what happened, which the requester sees as well."""
    line = Line(
        kind="event",
        act=act,
        author_kind="system",
        author_id=by.id if by else None,
        author_name=_known_as(ticket, about or by),
        body=sentence,
    )
    write(ticket, line)


def _change_status(ticket: Ticket, by: Account, status: str) -> None:
    if one_of(rules.STATUSES, status, field="status") != ticket.status:
        act = rules.act_of_team(ticket.status, status)
        _move(ticket, status)
        sentence = f"{_first_name(by)} set the status to {rules.STATUS_NAMES[status]}."
        _tell(ticket, by, act, sentence)


def close_silently(ticket: Ticket) -> None:
    """For a use case that holds the ticket and tells of it itself."""
    if ticket.status != "closed":
        _move(ticket, "closed")


def _move(ticket: Ticket, status: str) -> None:
    ticket.status = status
    ticket.merged_into = None
    ticket.closed_at = clock.now() if status == "closed" else None
    ticket.waiting_since = rules.waits_from(status, ticket.waiting_since, clock.now())


def _name(ticket: Ticket, by: Account | None) -> str:
    return by.name if by else ticket.name


def _known_as(ticket: Ticket, by: Account | None) -> str:
    """The name that the requester reads: of the team they know the first names (design 13)."""
    return _first_name(by) if by is not None and by.is_staff else _name(ticket, by)


def _first_name(person: Account) -> str:
    return person.name.split()[0]


def _staff(account_id: str) -> Account:
    account = db.session.get(Account, account_id)
    if account is None or not account.is_staff or not account.is_active:
        sentence = "There is nobody of the team with this id."
        raise Invalid(sentence, fields={"assignee": [sentence]})
    return account


def _assignment_sentence(by: Account, assignee: Account | None) -> str:
    if assignee is None:
        return f"{_first_name(by)} put this issue back for the team."
    if assignee.id == by.id:
        return f"{_first_name(by)} took this issue."
    return f"{_first_name(by)} gave this issue to {_first_name(assignee)}."
