"""Submit a new tech issue: the form, whose text is never lost, and the language of its title."""

from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import access, login
from accounts.models import Account
from chat import intake
from chat.language.names import find_language, language_of_title, languages
from core.database import transaction
from core.errors import NotFound
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.languages import current_language
from core.uploads import takes_files
from member_portal.desk_now import desk_now
from member_portal.forms import NewIssueForm
from member_portal.visitor import keep_visitor, sender_of_request
from tickets import opening, rules
from tickets.access import ticket_for_member
from tickets.opening import TicketDraft

# So many words that are not in another language are English.
_WORDS_FOR_ENGLISH = 6


def new_issue(sentence: str | None = None) -> Response:
    """The empty form, or the one that was sent with an old csrf_token, with its text kept."""
    form = NewIssueForm()
    if sentence is None:
        access.require_member_portal(login.current_account())
        form.follows.data = request.args.get("follows", "")
        return _drawn(form)
    if login.current_account() is not None:
        form.form_errors.append(sentence)
    return keep_visitor(request, _drawn(form, 403))


@redrawn_by(new_issue)
@takes_files(rules.FILES_IN_ONE_GO)
def submit_issue() -> AnyResponse:
    account = login.current_account()
    if account is not None:
        access.require_member_portal(account)
    form = NewIssueForm()
    is_whole = form.arrives_whole(sender_of_request(request))
    if account is None:  # Text and files stay, also those that came without a script.
        return keep_visitor(request, _drawn(form, 403))
    if not is_whole:
        return _drawn(form, 422)
    try:
        with transaction():
            opened = opening.open_ticket(_draft(form, account), form.uploads)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(form), refused)
    return redirect(f"/issues/{opened.reference}?sent=1", code=303)


def guess_language() -> Response:
    """In which language somebody writes: the one named, the one they write in, their own."""
    account = access.require_member_portal(login.current_account())
    title, description = (request.form.get(name, "") for name in ("title", "description"))
    named = language_of_title(title)
    tag = named or _language_of(f"{title}\n{description}", account) or _own_language(account)
    found = find_language(tag)
    return jsonify({"is_named": named is not None, "language": found.endonym if found else None})


def _language_of(text: str, account: Account) -> str | None:
    verdict = intake.language_gate().decide(text, account_language=account.locale)
    if verdict.outcome == "allow":
        return "en" if len(text.split()) >= _WORDS_FOR_ENGLISH else None
    return verdict.language if verdict.sure else None


def _draft(form: NewIssueForm, account: Account) -> TicketDraft:
    return TicketDraft(
        title=form.named_title,
        description=form.description.data,
        name=account.name,
        email=account.email,
        member_id=account.member_id,
        requester_id=account.id,
        language=language_of_title(form.named_title),
        source="portal",
        client_id=form.client_id.data,
        follows=_followed(form.follows.data, account),
    )


def _followed(reference: str | None, account: Account) -> int | None:
    """The number of the closed issue that this one takes up; of an own one, or of none."""
    try:
        return ticket_for_member(account, reference or "").number
    except NotFound:
        return None


def _own_language(account: Account | None) -> str:
    return (account.locale if account else None) or current_language().code


def _drawn(form: NewIssueForm, status: int = 200) -> Response:
    """Also for somebody who is no longer logged in: what is in the form is their own."""
    account = login.current_account()
    own = find_language(_own_language(account))
    form.offer(languages(), own.tag if own else None)
    page: dict[str, Any] = {
        "form": form,
        "kept": form.kept(sender_of_request(request)),
        "languages": languages(),
        "own_language": own.tag if own else None,
        "is_logged_out": account is None,
        "desk": desk_now(),
    }
    return make_response(render_template("member_portal/submit.html", **page), status)
