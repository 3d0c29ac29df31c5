"""My Technical Issues: the list, and a member's own issue."""

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import access, login
from core.forms import redrawn_by
from core.uploads import takes_files
from member_portal import issue_acts, issue_page
from member_portal.desk_now import desk_now
from member_portal.issue_list import ListAsked, issue_list
from member_portal.issue_page import IssueDoor
from tickets import reading
from tickets.access import ticket_for_member
from tickets.rules import FILES_IN_ONE_GO


def my_issues() -> str:
    account = access.require_member_portal(login.current_account())
    asked = ListAsked.by(request)
    return render_template(
        "member_portal/issues.html",
        asked=asked,
        list=issue_list(account, asked),
        desk=desk_now(),
    )


def issue(reference: str) -> Response:
    return issue_page.show(_door(reference))


def _issue_again(reference: str, sentence: str) -> Response:
    return issue_acts.again(_door(reference), sentence)


@redrawn_by(_issue_again)
@takes_files(FILES_IN_ONE_GO)
def reply_to_issue(reference: str) -> AnyResponse:
    return issue_acts.reply(_door(reference))


@redrawn_by(_issue_again)
def close_issue(reference: str) -> AnyResponse:
    return issue_acts.close(_door(reference))


@redrawn_by(_issue_again)
@takes_files(FILES_IN_ONE_GO)
def reopen_issue(reference: str) -> AnyResponse:
    return issue_acts.reopen(_door(reference))


def look_at_issue(reference: str) -> AnyResponse:
    return issue_acts.look(_door(reference))


@redrawn_by(_issue_again)
def open_chat_of_issue(reference: str) -> AnyResponse:
    return issue_acts.open_chat(_door(reference))


def _door(reference: str) -> IssueDoor:
    account = login.current_account()
    return IssueDoor(
        address=f"/issues/{reference}",
        by=account,
        reader=reading.member(account.id) if account else "",
        live={"number": reference},
        load=lambda: ticket_for_member(account, reference),
    )
