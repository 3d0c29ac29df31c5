"""Get support with live chat: the form before the chat, open to everybody."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from chat import access, intake, leaving, returning
from chat.asking import Question
from chat.intake import Outcome
from core.database import reading, transaction
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.text import BODY_LIMIT
from core.uploads import takes_files
from member_portal.came_from import page_before, without_secrets
from member_portal.chat_hours import time_table
from member_portal.desk_now import desk_now
from member_portal.forms import PreChatForm
from member_portal.signing_in import end_session
from member_portal.visitor import (
    keep_visitor,
    sender_of_request,
    signed_in_member,
    visitor_of_request,
)
from tickets.rules import FILES_IN_ONE_GO


def chat_form(sentence: str | None = None) -> Response:
    """The form, filled in for who is known, or as it was sent with an old csrf_token."""
    form = _form()
    if signed_in_member() is None and not form.is_submitted():
        _fill_for_a_returning_guest(form)
    if sentence is not None:
        form.form_errors.append(sentence)
    return _drawn(form, 403 if sentence else 200)


def continue_chat(token: str) -> AnyResponse:
    """The form for somebody who comes back to a chat that has ended, with nothing asked twice."""
    with reading():
        earlier = access.chat_of_visitor(access.visitor_with(token))
        written = leaving.written_in(earlier, most=BODY_LIMIT)
    if earlier.state != "closed":
        return redirect(f"/chat/{token}", code=303)
    form = _form()
    if signed_in_member() is None:
        form.fill_from(earlier)
    form.continued_from.data = token
    if earlier.claimed_at is None:  # Nobody has answered, so it is still the question.
        form.question.data = written
    return _drawn(form)


@redrawn_by(chat_form)
@takes_files(FILES_IN_ONE_GO)
def start_chat() -> AnyResponse:
    if "not_me" in request.form:
        return _as_somebody_else()
    form = _form()
    if signed_in_member() is None and not form.looks_human():
        return _drawn(form, 422)
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


def _as_somebody_else() -> Response:
    """Not the member who is logged in: they are logged out, and the question stays."""
    end_session()
    form = PreChatForm(formdata=None)
    form.question.data = request.form.get("question", "")
    return _drawn(form)


def _form() -> PreChatForm:
    form = PreChatForm()
    if not form.is_submitted():
        form.came_from.data = page_before()
    member = signed_in_member()
    if member is not None:
        form.fill_from(member)
    return form


def _fill_for_a_returning_guest(form: PreChatForm) -> None:
    with reading():
        known = returning.last_details(visitor_of_request(request).key)
    if known is not None:
        form.fill_from(known)


def _question(form: PreChatForm) -> Question:
    return Question(
        name=form.name.data,
        email=form.email.data,
        member_id=form.member_id.data,
        question=form.question.data,
        confirm_english=form.says_it_is_english,
        client_id=form.client_id.data,
        attachments=form.uploads.ids,
        continued_from=form.continued_from.data or None,
        time_zone=form.time_zone.data or None,
        came_from=without_secrets(form.came_from.data or "") or None,
    )


def _drawn(form: PreChatForm, status: int = 200) -> Response:
    form.show()
    desk = desk_now()
    shown: dict[str, Any] = {"desk": desk} if desk.is_open else {"hours": time_table()}
    page = render_template(
        "member_portal/chat_start.html",
        form=form,
        kept=form.kept(sender_of_request(request)),
        member=signed_in_member(),
        **shown,
    )
    return keep_visitor(request, make_response(page, status))
