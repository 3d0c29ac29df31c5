"""A tech issue of somebody who may not open My Technical Issues: the link opens it."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from core.forms import redrawn_by
from core.text import fingerprint
from core.uploads import takes_files
from member_portal import issue_acts, issue_page
from member_portal.issue_page import IssueDoor
from tickets import reading
from tickets.access import ticket_for_token
from tickets.rules import FILES_IN_ONE_GO


def private_issue(token: str) -> Response:
    return issue_page.show(_door(token))


def _private_issue_again(token: str, sentence: str) -> Response:
    return issue_acts.again(_door(token), sentence)


@redrawn_by(_private_issue_again)
@takes_files(FILES_IN_ONE_GO)
def reply_to_private_issue(token: str) -> AnyResponse:
    return issue_acts.reply(_door(token))


@redrawn_by(_private_issue_again)
def close_private_issue(token: str) -> AnyResponse:
    return issue_acts.close(_door(token))


@redrawn_by(_private_issue_again)
@takes_files(FILES_IN_ONE_GO)
def reopen_private_issue(token: str) -> AnyResponse:
    return issue_acts.reopen(_door(token))


def look_at_private_issue(token: str) -> AnyResponse:
    return issue_acts.look(_door(token))


@redrawn_by(_private_issue_again)
def open_chat_of_private_issue(token: str) -> AnyResponse:
    return issue_acts.open_chat(_door(token))


def _door(token: str) -> IssueDoor:
    return IssueDoor(
        address=f"/issues/private/{token}",
        by=None,
        reader=reading.holder(fingerprint(token)),
        live={"token": token},
        load=lambda: ticket_for_token(token),
    )
