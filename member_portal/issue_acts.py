"""What a requester does on the page of an issue: answer, close, open again, return to the chat."""

from collections.abc import Callable

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts.access import SignInNeeded
from chat import intake
from core.database import transaction
from core.errors import NotFound
from core.forms import COMES_BACK, sent_back
from core.writer import writer
from member_portal.forms import ReopeningForm, ReplyForm
from member_portal.issue_page import AnswerForm, IssueDoor, may_open_chat, show
from member_portal.visitor import keep_visitor, sender_of_request
from tickets import handling, reading


def again(door: IssueDoor, sentence: str) -> Response:
    """The page with what was typed into a form whose csrf_token is old. Never acts."""
    try:
        is_closed = door.load().status == "closed"
    except SignInNeeded:
        return _kept(door, ReplyForm())
    form = ReopeningForm() if is_closed else ReplyForm()
    form.form_errors.append(sentence)
    return show(door, form=form, status=403)


def reply(door: IssueDoor) -> AnyResponse:
    return _answered(door, ReplyForm(), handling.reply_as_requester)


def reopen(door: IssueDoor) -> AnyResponse:
    return _answered(door, ReopeningForm(), handling.reopen_with_answer)


def close(door: IssueDoor) -> AnyResponse:
    with transaction():
        handling.close(door.load(), door.by)
    return redirect(door.address, code=303)


def look(door: IssueDoor) -> AnyResponse:
    """For a page that has no live connection: it is on screen, read down to this entry."""
    entry = request.form.get("entry", 0, type=int)
    writer().run(reading.look, door.load().id, door.reader, min(max(0, entry), 2**31 - 1))
    return make_response("", 204)


def open_chat(door: IssueDoor) -> AnyResponse:
    ticket = door.load()
    if ticket.chat_id is None or not may_open_chat(ticket):
        raise NotFound
    token = writer().run(intake.open_door, ticket.chat_id)
    return redirect(f"/chat/{token}", code=303)


def _answered(door: IssueDoor, form: AnswerForm, use_case: Callable[..., object]) -> AnyResponse:
    try:
        door.load()  # Nothing is stored for somebody to whom the issue is closed.
    except SignInNeeded:
        return _kept(door, form)
    if not form.arrives_whole(sender_of_request(request)):
        return show(door, form=form, status=422)
    try:
        with transaction():
            use_case(
                door.load(),
                door.by,
                body=form.body.data or "",
                files=form.uploads,
                client_id=form.client_id.data,
            )
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(show(door, form=form), refused)
    return redirect(f"{door.address}#latest", code=303)


def _kept(door: IssueDoor, form: AnswerForm) -> Response:
    """Whoever is no longer logged in keeps text and files, and sees nothing of the issue."""
    sender = sender_of_request(request)
    form.arrives_whole(sender)
    if not form.body.data and not form.brings_files:
        raise SignInNeeded  # A button was pressed; there is nothing to keep.
    page = render_template(
        "member_portal/answer_kept.html",
        form=form,
        kept=form.kept(sender),
        address=door.address,
        action=request.path,
    )
    return keep_visitor(request, make_response(page, 403))
