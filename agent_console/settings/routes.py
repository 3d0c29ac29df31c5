"""The addresses of the settings, below /console."""

from collections.abc import Callable
from typing import Any

from agent_console.settings import audit, profile, sounds

PAGES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/settings", profile.own_profile),
    ("/settings/sounds", sounds.own_sounds),
    ("/settings/audit", audit.audit_trail),
)
ACTIONS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/settings/name", profile.save_name),
    ("/settings/password", profile.change_password),
    ("/settings/sessions/closure", profile.end_other_sessions),
    ("/settings/sessions/<session_id>/closure", profile.end_session),
    ("/settings/sounds", sounds.save_sounds),
)
