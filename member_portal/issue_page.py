"""One tech issue as its requester sees it: the thread, an answer, closing it.

The page is the same for a member under the issue's number and for whoever holds a private link.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts.models import Account
from chat.language.names import find_language
from core.database import transaction
from core.forms import COMES_BACK, sent_back
from core.settings import settings
from member_portal.forms import ReplyForm
from member_portal.opened import remember
from member_portal.visitor import keep_visitor, sender_of_request
from tickets import handling, queries, rules
from tickets.models import Ticket, TicketEntry


@dataclass(frozen=True, kw_only=True)
class IssueDoor:
    """How somebody came to an issue. `load` raises NotFound when it is not theirs."""

    address: str
    by: Account | None
    load: Callable[[], Ticket]


def show(door: IssueDoor, *, form: ReplyForm | None = None, status: int = 200) -> Response:
    ticket = door.load()
    if door.by is None:
        remember("ticket", ticket.id)
    form = form or ReplyForm(formdata=None)
    entries = queries.thread_for_member(ticket)
    page = render_template(
        "member_portal/issue.html",
        ticket=ticket,
        reference=rules.reference(ticket.number),
        language=find_language(ticket.language) if ticket.language else None,
        transcript=[entry for entry in entries if entry.kind == "transcript"],
        entries=[entry for entry in entries if entry.kind != "transcript"],
        question=_open_question(ticket, entries),
        form=form,
        kept=form.kept(sender_of_request(request)),
        pictures=queries.pictures_of(ticket),
        address=door.address,
        link=None if door.by else settings().url + door.address,
        is_sent="sent" in request.args,
    )
    return keep_visitor(request, make_response(page, status))


def show_again(door: IssueDoor, sentence: str) -> Response:
    form = ReplyForm()
    form.form_errors.append(sentence)
    return show(door, form=form, status=403)


def reply(door: IssueDoor) -> AnyResponse:
    door.load()  # Nothing is stored for somebody to whom the issue is closed.
    form = ReplyForm()
    if not form.arrives_whole(sender_of_request(request)):
        return show(door, form=form, status=422)
    try:
        with transaction():
            handling.reply_as_requester(
                door.load(),
                door.by,
                body=form.body.data,
                files=form.uploads,
                client_id=form.client_id.data,
            )
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(show(door, form=form), refused)
    return redirect(f"{door.address}#latest", code=303)


def close(door: IssueDoor) -> AnyResponse:
    with transaction():
        handling.close(door.load(), door.by)
    return redirect(door.address, code=303)


def _open_question(ticket: Ticket, entries: list[TicketEntry]) -> TicketEntry | None:
    """What the team asked last, while it waits for the answer."""
    if ticket.status != "awaiting_feedback":
        return None
    asked = [entry for entry in entries if entry.kind == "reply" and entry.author_kind == "agent"]
    return asked[-1] if asked else None
