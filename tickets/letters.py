"""Letters about a ticket to the person who opened it, in that person's language.

Called by the use cases beside the write, with `Sql` only. Nobody is written to about what they did
themselves, or about what they read as it comes: while a ticket is on screen its mail waits a little
for the page to say so, because the person may just have left.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from core import letters
from core.languages import current_language, force_language
from core.letters import Letter, Thread
from core.mail import stationery
from core.mail.stationery import Said
from core.settings import settings
from core.statements import Sql
from tickets import letter_words, reading, reply_tokens, rules
from tickets.letter_words import ANSWERED, CLOSED, FEEDBACK, RECEIVED, TROUBLE, About
from tickets.links import path_for_requester

# An address that anybody may have typed gets so many letters, then none for a while.
UNASKED_MOST = 3
UNASKED_WITHIN = timedelta(hours=1)
# A machine that answers our answers gets no more than this.
TROUBLE_MOST = 5
NOT_HELD = timedelta(0)
ONE_DAY = timedelta(days=1)
# A page on screen shows what is new within seconds, and without a live connection in half a minute.
READ_WITHIN = timedelta(minutes=1)

_KIND_OF_STATUS = {"awaiting_feedback": FEEDBACK, "closed": CLOSED}

_TICKET = Sql(
    "SELECT t.id, t.number, t.title, t.status, t.source, t.requester_id, t.last_entry,"
    " COALESCE(a.email, t.email) AS email, COALESCE(a.locale, t.language, 'en') AS locale,"
    " CASE WHEN a.id IS NULL OR a.wants_mail THEN 1 ELSE 0 END AS wants_mail"
    " FROM tickets t LEFT JOIN accounts a ON a.id = t.requester_id"
    " WHERE t.id = :ticket_id AND (t.requester_id IS NULL OR a.is_active)"
)
_LAST_ANSWER = Sql(
    "SELECT author_name, body FROM ticket_entries WHERE ticket_id = :ticket_id"
    " AND kind = 'reply' AND author_kind = 'agent' ORDER BY number DESC LIMIT 1"
)


def opened(ticket_id: str) -> None:
    """The issue is here, and this is the way to it; or what it was opened as, from a chat."""
    ticket = _TICKET.one(ticket_id=ticket_id)
    if ticket is None or not ticket.wants_mail:
        return
    if not (_is_unasked(ticket) and _is_flooded(ticket.email)):
        _send(_KIND_OF_STATUS.get(ticket.status, RECEIVED), ticket)


def answered(ticket_id: str, said: Said, *, status: str) -> None:
    """The team has answered, and has left the ticket in this status."""
    _tell(_KIND_OF_STATUS.get(status, ANSWERED), ticket_id, said if said.body else None)


def moved(ticket_id: str, *, status: str) -> None:
    """The team has put the ticket into this status without an answer."""
    if status == "awaiting_feedback":
        last = _LAST_ANSWER.one(ticket_id=ticket_id)
        _tell(FEEDBACK, ticket_id, Said(last.author_name, last.body) if last else None)
    elif status == "closed":
        _tell(CLOSED, ticket_id)


def mail_not_added(ticket_id: str, reason: str, *, mail_id: str) -> None:
    """Why an answer by mail is not on the ticket; `reason` is translated when it is written."""
    _answer_mail(ticket_id, lambda: str(reason), mail_id)


def files_left_out(ticket_id: str, names: Sequence[str], *, mail_id: str) -> None:
    """An answer by mail is on the ticket, but for these files."""
    _answer_mail(ticket_id, lambda: letter_words.left_out(names), mail_id)


def _is_unasked(ticket: Any) -> bool:
    return ticket.requester_id is None and ticket.source != "chat"


def _is_flooded(email: str) -> bool:
    return letters.lately(email, RECEIVED, within=UNASKED_WITHIN) >= UNASKED_MOST


def _tell(kind: str, ticket_id: str, said: Said | None = None) -> None:
    ticket = _TICKET.one(ticket_id=ticket_id)
    if ticket is not None and ticket.wants_mail and ticket.email:  # Who was erased has none.
        held = READ_WITHIN if reading.is_looking(ticket_id) else NOT_HELD
        once = reading.mail_about(ticket_id, ticket.last_entry)
        _send(kind, ticket, said, once=once, held=held)


def _answer_mail(ticket_id: str, trouble: Callable[[], str], mail_id: str) -> None:
    """To somebody who has just written to us: once for each mail, and not for ever."""
    ticket = _TICKET.one(ticket_id=ticket_id)
    if ticket is not None and letters.lately(ticket.email, TROUBLE, within=ONE_DAY) < TROUBLE_MOST:
        _send(TROUBLE, ticket, trouble=trouble, once=f"mail:{mail_id}")


def _send(
    kind: str,
    ticket: Any,
    said: Said | None = None,
    *,
    trouble: Callable[[], str] = str,
    once: str | None = None,
    held: timedelta = NOT_HELD,
) -> None:
    with force_language(ticket.locale):
        about = _about(kind, ticket, said, trouble())
        text, html = stationery.write(letter_words.words(kind, about))
        letter = Letter(
            to=ticket.email,
            kind=kind,
            locale=current_language().code,
            subject=letter_words.subject(kind, about),
            text=text,
            html=html,
            thread=Thread(about.reference, reply_tokens.issue(ticket.id, ticket.email)),
            once=once,
            held=held,
        )
    letters.queue(letter)


def _about(kind: str, ticket: Any, said: Said | None, trouble: str) -> About:
    reference = rules.reference(ticket.number)
    path = path_for_requester(ticket.requester_id, ticket.id, reference)
    return About(
        reference=reference,
        title=ticket.title,
        url=settings().url + path,
        from_chat=ticket.source == "chat",
        is_unasked=kind == RECEIVED and _is_unasked(ticket),
        is_private=path.startswith("/issues/private/"),
        said=said,
        trouble=trouble,
    )
