"""My Technical Issues: the list, submitting a new one, and a member's own issue."""

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import access, login
from accounts.models import Account
from chat.language.names import language_of_title, languages
from core.database import transaction
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.uploads import takes_files
from member_portal import issue_page
from member_portal.forms import IssueForm
from member_portal.issue_page import IssueDoor
from member_portal.visitor import sender_of_request
from tickets import opening, queries, rules
from tickets.access import ticket_for_member
from tickets.opening import TicketDraft

# What waits for the member comes first, what is over last.
SECTIONS = ("awaiting_feedback", "open", "closed")
CLOSED_ON_OVERVIEW = 5


def my_issues() -> str:
    account = access.require_member_portal(login.current_account())
    status = request.args.get("status", "")
    chosen = status if status in SECTIONS else None
    number = request.args.get("page", 1, type=int) if chosen else 1
    pages = {
        section: queries.tickets_for_member(account, status=section, page=number)
        for section in ([chosen] if chosen else SECTIONS)
    }
    return render_template(
        "member_portal/issues.html",
        chosen=chosen,
        pages=pages,
        counts=queries.counts_for_member(account),
        reference=rules.reference,
        shortened={"closed": CLOSED_ON_OVERVIEW} if not chosen else {},
    )


def new_issue(sentence: str | None = None) -> Response:
    """The empty form, or the one that was sent with an old csrf_token, with its text kept."""
    account = access.require_member_portal(login.current_account())
    form = IssueForm()
    if sentence is not None:
        form.form_errors.append(sentence)
    return _drawn(form, account, 403 if sentence else 200)


@redrawn_by(new_issue)
@takes_files(rules.FILES_IN_ONE_GO)
def submit_issue() -> AnyResponse:
    account = access.require_member_portal(login.current_account())
    form = IssueForm()
    if not form.arrives_whole(sender_of_request(request)):
        return _drawn(form, account, 422)
    try:
        with transaction():
            opened = opening.open_ticket(_draft(form, account), form.uploads)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(form, account), refused)
    return redirect(f"/issues/{opened.reference}?sent=1", code=303)


def issue(reference: str) -> Response:
    return issue_page.show(_door(reference))


def _issue_again(reference: str, sentence: str) -> Response:
    return issue_page.show_again(_door(reference), sentence)


@redrawn_by(_issue_again)
@takes_files(rules.FILES_IN_ONE_GO)
def reply_to_issue(reference: str) -> AnyResponse:
    return issue_page.reply(_door(reference))


@redrawn_by(_issue_again)
def close_issue(reference: str) -> AnyResponse:
    return issue_page.close(_door(reference))


def _door(reference: str) -> IssueDoor:
    account = login.current_account()
    return IssueDoor(
        address=f"/issues/{reference}",
        by=account,
        load=lambda: ticket_for_member(account, reference),
    )


def _draft(form: IssueForm, account: Account) -> TicketDraft:
    return TicketDraft(
        title=form.title.data,
        description=form.description.data,
        name=account.name,
        email=account.email,
        member_id=account.member_id,
        requester_id=account.id,
        language=language_of_title(form.title.data),
        source="portal",
        client_id=form.client_id.data,
    )


def _drawn(form: IssueForm, account: Account, status: int = 200) -> Response:
    page = render_template(
        "member_portal/submit.html",
        form=form,
        kept=form.kept(sender_of_request(request)),
        languages=languages(),
        own_language=account.locale,
    )
    return make_response(page, status)
