"""The addresses of the settings and of the second step of signing in, below /console."""

from collections.abc import Callable
from typing import Any

from agent_console import second_step
from agent_console.settings import (
    audit,
    desk,
    health,
    profile,
    replies,
    second_factor,
    sounds,
    team,
)

PAGES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/login", second_step.code_form),
    ("/settings", profile.own_profile),
    ("/settings/sounds", sounds.own_sounds),
    ("/settings/second-factor", second_factor.own_second_factor),
    ("/settings/team", team.whole_team),
    ("/settings/team/<account_id>", team.colleague),
    ("/settings/desk/<section_id>", desk.desk_settings),
    ("/settings/replies", replies.all_replies),
    ("/settings/replies/<reply_id>", replies.one_reply),
    ("/settings/health", health.health),
    ("/settings/audit", audit.audit_trail),
)
ACTIONS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/login", second_step.sign_in_with_code),
    ("/settings/name", profile.save_name),
    ("/settings/password", profile.change_password),
    ("/settings/sessions/closure", profile.end_other_sessions),
    ("/settings/sessions/<session_id>/closure", profile.end_session),
    ("/settings/sounds", sounds.save_sounds),
    ("/settings/second-factor", second_factor.begin_second_factor),
    ("/settings/second-factor/confirmation", second_factor.confirm_second_factor),
    ("/settings/second-factor/recovery-codes", second_factor.renew_recovery_codes),
    ("/settings/second-factor/removal", second_factor.remove_second_factor),
    ("/settings/desk/<section_id>", desk.save_desk_settings),
    ("/settings/replies", replies.add_reply),
    ("/settings/replies/<reply_id>", replies.save_reply),
    ("/settings/replies/<reply_id>/removal", replies.remove_reply),
    ("/settings/team", team.invite),
    ("/settings/team/<account_id>", team.change_colleague),
    ("/settings/team/<account_id>/deactivation", team.deactivate),
    ("/settings/team/<account_id>/reactivation", team.reactivate),
    ("/settings/team/<account_id>/invitation", team.invite_again),
    ("/settings/team/<account_id>/sessions/closure", team.end_colleagues_sessions),
    ("/settings/team/<account_id>/second-factor/removal", team.reset_second_factor),
)
