"""Every address of the member's side, and the view that answers it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from accounts import login
from core import moments, sizes, zones
from core.settings import settings
from member_portal import (
    attachments,
    chat_acts,
    chat_page,
    chat_start,
    contact,
    home,
    issues,
    new_issue,
    password_reset,
    private_issues,
    profile,
    redirect_page,
    signing_in,
)

blueprint = Blueprint("member_portal", __name__)
blueprint.record_once(lambda state: moments.install(state.app))
blueprint.record_once(lambda state: sizes.install(state.app))
blueprint.record_once(lambda state: zones.install(state.app))

_PAGES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/", home.home),
    ("/contact", contact.contact),
    ("/login", signing_in.sign_in_form),
    ("/password/forgotten", password_reset.forgotten_form),
    ("/password/reset/<token>", password_reset.new_password_form),
    ("/profile", profile.my_profile),
    ("/issues", issues.my_issues),
    ("/issues/new", new_issue.new_issue),
    ("/issues/<reference>", issues.issue),
    ("/issues/private/<token>", private_issues.private_issue),
    ("/chat", chat_start.chat_form),
    ("/chat/<token>", chat_page.chat_page),
    ("/chat/<token>/continue", chat_start.continue_chat),
    ("/chat/<token>/transcript", chat_acts.transcript),
    ("/chat/<token>/transcript.txt", chat_acts.transcript_file),
    ("/chat/redirect/<token>", redirect_page.redirect_page),
    ("/issues/attachments", attachments.free_uploads),
    ("/attachments/<attachment_id>", attachments.picture),
    ("/attachments/<attachment_id>/thumbnail", attachments.thumbnail),
)
_ACTIONS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/login", signing_in.sign_in),
    ("/logout", signing_in.sign_out),
    ("/password/forgotten", password_reset.ask_for_link),
    ("/password/reset/<token>", password_reset.choose_password),
    ("/profile/language", profile.set_language),
    ("/profile/wishes", profile.set_wishes),
    ("/profile/password", profile.change_password),
    ("/profile/sessions/closure", profile.end_other_sessions),
    ("/profile/sessions/<session_id>/closure", profile.end_session),
    ("/issues/new", new_issue.submit_issue),
    ("/issues/attachments", attachments.upload),
    ("/issues/<reference>/replies", issues.reply_to_issue),
    ("/issues/<reference>/closure", issues.close_issue),
    ("/issues/<reference>/reopening", issues.reopen_issue),
    ("/issues/<reference>/reading", issues.look_at_issue),
    ("/issues/<reference>/chat", issues.open_chat_of_issue),
    ("/issues/language", new_issue.guess_language),
    ("/issues/private/<token>/replies", private_issues.reply_to_private_issue),
    ("/issues/private/<token>/closure", private_issues.close_private_issue),
    ("/issues/private/<token>/reopening", private_issues.reopen_private_issue),
    ("/issues/private/<token>/reading", private_issues.look_at_private_issue),
    ("/issues/private/<token>/chat", private_issues.open_chat_of_private_issue),
    ("/chat", chat_start.start_chat),
    ("/chat/<token>/ticket", chat_acts.leave_for_ticket),
    ("/chat/<token>/transcript", chat_acts.mail_transcript),
    ("/chat/redirect/<token>", redirect_page.leave_redirect),
)

for _rule, _view in _PAGES:
    blueprint.add_url_rule(_rule, view_func=_view, methods=["GET"])
for _rule, _view in _ACTIONS:
    blueprint.add_url_rule(_rule, view_func=_view, methods=["POST"])


@blueprint.app_context_processor
def _person() -> dict[str, object]:
    """Who is signed in, for the bar of every page, and what all are to know just now."""
    return {"person": login.current_account(), "notice": settings().notice}
