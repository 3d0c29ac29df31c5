"""Get support with live chat: the form before the chat, open to everybody."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from chat import intake, returning
from chat.asking import Question
from chat.intake import Outcome
from core.database import reading, transaction
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.uploads import takes_files
from member_portal.forms import PreChatForm
from member_portal.visitor import (
    keep_visitor,
    sender_of_request,
    signed_in_member,
    visitor_of_request,
)
from tickets.rules import FILES_IN_ONE_GO


def chat_form(sentence: str | None = None) -> Response:
    """The form, filled in for a member, or as it was sent with an old csrf_token."""
    form = _form()
    if sentence is not None:
        form.form_errors.append(sentence)
    return _drawn(form, 403 if sentence else 200)


@redrawn_by(chat_form)
@takes_files(FILES_IN_ONE_GO)
def start_chat() -> AnyResponse:
    form = _form()
    if not form.arrives_whole(sender_of_request(request)):
        return _drawn(form, 422)
    newcomer = visitor_of_request(request)
    verdict = intake.classify(form.question.data, newcomer)
    try:
        with transaction():
            outcome = intake.start_chat(_question(form), newcomer, verdict)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(form), refused)
    return keep_visitor(request, redirect(address_of(outcome), code=303))


def address_of(outcome: Outcome) -> str:
    """Where a question has led to: into the queue, or to the page that says why not."""
    folder = "/chat" if outcome.kind == "queued" else "/chat/redirect"
    return f"{folder}/{outcome.token}"


def _form() -> PreChatForm:
    form = PreChatForm()
    member = signed_in_member()
    if member is not None:
        form.fill_from(member)
    elif not form.is_submitted():
        form.fill_again(_last_details())
    return form


def _last_details() -> Any | None:
    with reading():
        return returning.last_details(visitor_of_request(request).key)


def _question(form: PreChatForm) -> Question:
    return Question(
        name=form.name.data,
        email=form.email.data,
        member_id=form.member_id.data,
        question=form.question.data,
        confirm_english=form.says_it_is_english,
        client_id=form.client_id.data,
        attachments=form.uploads.ids,
    )


def _drawn(form: PreChatForm, status: int = 200) -> Response:
    page = render_template(
        "member_portal/chat_start.html",
        form=form,
        kept=form.kept(sender_of_request(request)),
        member=signed_in_member(),
    )
    return keep_visitor(request, make_response(page, status))
