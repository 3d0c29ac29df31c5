"""An answer by mail becomes an answer on the ticket."""

from accounts.models import Account
from core.brakes import Brake
from core.database import db
from core.errors import NotFound
from core.languages import lazy_gettext as _
from core.statements import Sql
from tickets import handling, letters, reply_tokens
from tickets.attachments import Uploads
from tickets.mailbox.content import Content
from tickets.mailbox.incoming import Heading
from tickets.models import Ticket

_WAS_TAKEN = Sql(
    "SELECT 1 FROM ticket_entries WHERE ticket_id = :ticket_id AND client_id = :client_id"
)


def _too_often() -> str:
    return str(_("Too many requests. Please wait a moment."))


# Two machines that answer each other do not stop by themselves.
PER_TICKET = Brake(name="answers-by-mail", most=30, seconds=3600, sentence=_too_often)


def ticket_of(heading: Heading) -> str | None:
    """The ticket that this answers, when a letter about it was sent to this very sender."""
    for token in heading.tokens if heading.sender else ():
        ticket_id = reply_tokens.find_ticket(token, sender=heading.sender or "")
        if ticket_id is not None:
            return ticket_id
    return None


def was_taken(ticket_id: str, heading: Heading) -> bool:
    """Whether this mail is on the ticket already, and was only not marked as read."""
    return _WAS_TAKEN.one(ticket_id=ticket_id, client_id=_client_id(heading)) is not None


def owner_key(ticket_id: str) -> str:
    """Under which the pictures of a mail are kept until they hang on the ticket."""
    return f"guest:mail-{ticket_id}"


def take(ticket_id: str, heading: Heading, content: Content, files: Uploads) -> None:
    """Add it to the ticket, as if it had been typed there; a closed one is opened again.

    Raises Invalid, TooLong, TooLateToReopen, NotFound.
    """
    ticket = db.session.get_one(Ticket, ticket_id)
    by = _requester(ticket)
    if ticket.status == "closed":
        handling.reopen(ticket, by)
    handling.reply_as_requester(
        ticket, by, body=content.text, files=files, client_id=_client_id(heading)
    )
    if content.others:
        letters.files_left_out(ticket_id, content.others, mail_id=heading.id)


def _requester(ticket: Ticket) -> Account | None:
    if ticket.requester_id is None:
        return None
    account = db.session.get(Account, ticket.requester_id, populate_existing=True)
    if account is None or not account.is_active:
        raise NotFound
    return account


def _client_id(heading: Heading) -> str:
    return f"mail-{heading.id}"[:64]
