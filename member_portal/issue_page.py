"""One tech issue as its requester sees it: the thread, what it waits for, where it came from.

The page is the same for a member under the issue's number and for whoever holds a private link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Request, Response, make_response, render_template, request

from accounts.models import Account
from chat import access as chat_access
from chat.language.names import find_language
from core.database import reading as reading_transaction
from core.errors import Unavailable
from core.settings import settings
from core.writer import writer
from member_portal.forms import ReopeningForm, ReplyForm
from member_portal.opened import remember
from member_portal.visitor import keep_visitor, keys_of_request, sender_of_request
from tickets import handling, merging, queries, reading
from tickets.models import Ticket, TicketEntry

AnswerForm = ReplyForm | ReopeningForm


@dataclass(frozen=True, kw_only=True)
class IssueDoor:
    """How somebody came to an issue. `load` raises NotFound when it is not theirs.

    `live` is what their page says of itself when it connects.
    """

    address: str
    by: Account | None
    reader: str
    live: dict[str, str]
    load: Callable[[], Ticket]


def show(
    door: IssueDoor,
    *,
    form: AnswerForm | None = None,
    refusal: str | None = None,
    status: int = 200,
) -> Response:
    ticket = door.load()
    if door.by is None:
        remember("ticket", ticket.id)
    form = form or _empty_form(ticket)
    page = render_template(
        "member_portal/issue.html",
        form=form,
        kept=form.kept(sender_of_request(request)),
        refusal=refusal,
        address=door.address,
        live=door.live,
        link=None if door.by else settings().url + door.address,
        is_sent="sent" in request.args,
        **_thread(ticket),
        **_around(ticket),
    )
    _note_reading(door, ticket)
    return keep_visitor(request, make_response(page, status))


def may_open_chat(ticket: Ticket) -> bool:
    """Whether this browser's visitor was in the chat it came from, and it has not ended yet."""
    if ticket.chat_id is None:
        return False
    with reading_transaction():
        return chat_access.may_return(ticket.chat_id, keys_of_request(request))


def _empty_form(ticket: Ticket) -> AnswerForm:
    kind = ReopeningForm if ticket.status == "closed" else ReplyForm
    return kind(formdata=None)


def _thread(ticket: Ticket) -> dict[str, Any]:
    entries = queries.thread_for_member(ticket)
    return {
        "ticket": ticket,
        "reference": ticket.reference,
        "transcript": [entry for entry in entries if entry.kind == "transcript"],
        "entries": [entry for entry in entries if entry.kind != "transcript"],
        "question": _open_question(ticket, entries),
        "latest": max(entries, key=lambda entry: entry.number, default=None),
        "pictures": queries.pictures_of(ticket),
    }


def _around(ticket: Ticket) -> dict[str, Any]:
    days = settings().reopen_days
    may_reopen = handling.may_be_reopened(ticket)
    return {
        "language": find_language(ticket.language) if ticket.language else None,
        "helper": queries.helper_of(ticket),
        "may_open_chat": may_open_chat(ticket),
        "reopen_days": days,
        "may_reopen": may_reopen,
        "reopen_until": ticket.closed_at + timedelta(days=days) if ticket.closed_at else None,
        "earlier": queries.reference_before(ticket),
        "later": queries.reference_after(ticket),
        "goes_on_in": merging.reference_for_requester(ticket),
    }


def _open_question(ticket: Ticket, entries: list[TicketEntry]) -> TicketEntry | None:
    """What the team asked last, while it waits for the answer."""
    if ticket.status != "awaiting_feedback":
        return None
    asked = [entry for entry in entries if entry.kind == "reply" and entry.author_kind == "agent"]
    return asked[-1] if asked else None


def _note_reading(door: IssueDoor, ticket: Ticket) -> None:
    """Who opens the page reads it; what a script fetches is told by the script when it is seen."""
    if not _is_opened_by_a_person(request):
        return
    with reading_transaction():
        known = reading.read_up_to(ticket.id, door.reader)
    if known < ticket.last_entry:
        try:
            writer().run(reading.mark_read, ticket.id, door.reader, ticket.last_entry)
        except Unavailable:
            # Pages can still be read while nothing can be stored; the mark comes another time.
            return


def _is_opened_by_a_person(request: Request) -> bool:
    opened = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return opened and "prefetch" not in request.headers.get("Sec-Purpose", "")
