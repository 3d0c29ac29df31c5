"""Why a question can't be taken in chat, and the ticket that is already filled in, for anybody."""

from dataclasses import replace
from typing import Any

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts.access import may_use_technical_issues
from chat import converting, desk, intake, queries, redirects
from chat.converting import TypedTicket
from chat.language.explanation import explain
from chat.language.names import find_language, languages, prefilled_title
from core.database import reading, transaction
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.languages import asked_for, current_language, force_language
from core.sealing import unseal
from core.settings import settings
from core.uploads import takes_files
from member_portal.chat_hours import time_table
from member_portal.chat_start import address_of
from member_portal.forms import RedirectedIssueForm
from member_portal.visitor import (
    keep_visitor,
    sender_of_request,
    signed_in_member,
    visitor_of_request,
)
from tickets.form_files import Sender
from tickets.rules import FILES_IN_ONE_GO


def redirect_page(token: str, sentence: str | None = None) -> Response:
    kept = _kept(token)
    form = _form(kept)
    if sentence is not None:
        form.form_errors.append(sentence)
    return _drawn(kept, form, 403 if sentence else 200)


@redrawn_by(redirect_page)
@takes_files(FILES_IN_ONE_GO)
def leave_redirect(token: str) -> AnyResponse:
    """One page, two ways on: into the queue after all, or to a ticket."""
    if request.form.get("confirm_english") == "1":
        return _queue_after_all(token)
    return _submit_ticket(token)


def _queue_after_all(token: str) -> AnyResponse:
    visitor = visitor_of_request(request)
    with transaction():
        outcome = intake.queue_after_all(token, visitor)
    return keep_visitor(request, redirect(address_of(outcome), code=303))


def _submit_ticket(token: str) -> AnyResponse:
    kept = _kept(token)
    form = _form(kept)
    if not form.arrives_whole(_sender(kept)):
        return _drawn(kept, form, 422)
    try:
        with transaction():
            address = converting.submit_redirected_ticket(token, _typed(form))
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(kept, form), refused)
    return redirect(f"{address}?sent=1", code=303)


def _typed(form: RedirectedIssueForm) -> TypedTicket:
    return TypedTicket(
        title=form.title.data,
        description=form.description.data,
        name=form.name.data,
        email=form.email.data,
        client_id=form.client_id.data,
        files=form.uploads,
    )


def _kept(token: str) -> Any:
    with reading():
        return redirects.redirect_for(token)


def _sender(kept: Any) -> Sender:
    """Whoever holds the link; the pictures that came with the question are theirs to send on."""
    sender = sender_of_request(request)
    return replace(sender, keys=sender.keys | {kept.visitor_key})


def _form(kept: Any) -> RedirectedIssueForm:
    form = RedirectedIssueForm()
    if not form.is_submitted():
        form.attachments.data = redirects.picture_ids(kept)
    form.fill_from(
        title=prefilled_title(_language_of_title(kept), kept.question),
        description=kept.question,
        name=kept.name,
        email=kept.email,
    )
    return form


def _language_of_title(kept: Any) -> str | None:
    """What the gate let pass is in English; whoever writes on in another language says so."""
    if kept.language is None and kept.outcome not in ("redirected", "confirm"):
        return "en"
    return kept.language if kept.language_is_sure else None


def _page_language(kept: Any) -> str:
    """That of the question where we have texts in it, unless the address asks for another."""
    own = explain(kept.language)
    chosen = asked_for()
    if chosen is not None:
        return chosen.code
    return own.text_tag if own.is_translated else current_language().code


def _drawn(kept: Any, form: RedirectedIssueForm, status: int = 200) -> Response:
    with force_language(_page_language(kept)):
        return keep_visitor(request, make_response(_page(kept, form), status))


def _page(kept: Any, form: RedirectedIssueForm) -> str:
    own, language = explain(kept.language), current_language().code
    # Texts of another language would say that the question is in that one.
    names_language = own.text_tag == language
    texts = own if names_language else explain(language)
    for name in ("title", "description", "name", "email"):
        form[name].label.text = getattr(texts, f"label_{name}")
    return render_template(
        "member_portal/redirect.html",
        kept=kept,
        address=request.full_path.rstrip("?"),
        form=form,
        kept_files=form.kept(_sender(kept)),
        texts=texts,
        message=texts.message if names_language else None,
        english_message=own.english_message,
        language=find_language(kept.language) if kept.language else None,
        languages=languages(),
        may_see_issues=may_use_technical_issues(signed_in_member()),
        public_url=settings().url,
        ticket_url=unseal(kept.sealed_ticket_url) if kept.sealed_ticket_url else None,
        **_hours(kept),
        **_chat(kept),
    )


def _hours(kept: Any) -> dict[str, Any]:
    """When chat opens, for somebody who came while it was closed."""
    if kept.outcome != "closed_now":
        return {}
    return {"hours": time_table(), "desk_is_open": desk.is_open()}


def _chat(kept: Any) -> dict[str, Any]:
    """The way back, for somebody who has left a chat and may think better of it."""
    if kept.sealed_chat_url is None:
        return {}
    with reading():
        chat = queries.chat_row(kept.from_chat_id)
    return {"way_back": unseal(kept.sealed_chat_url), "chat_state": chat.state if chat else None}
