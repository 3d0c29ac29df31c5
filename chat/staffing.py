"""What a change in the team means for the chats: all hear of it, and no visitor is left alone."""

from typing import Any

from accounts import team
from accounts.models import Account
from chat import presence
from chat.telling import agent_changed


def change(account_id: str, *, by: Account, **wishes: Any) -> None:
    """See `team.change`; the console of everybody shows the new capacity."""
    team.change(account_id, by=by, **wishes)
    agent_changed(account_id)


def end_sessions(account_id: str, *, by: Account) -> None:
    """See `team.end_sessions`; open chats return to their places in the queue at once."""
    team.end_sessions(account_id, by=by)
    presence.take_back_unattended(account_id)


def deactivate(account_id: str, *, by: Account) -> None:
    """See `team.deactivate`; open chats return to their places in the queue at once."""
    team.deactivate(account_id, by=by)
    presence.take_back_unattended(account_id)
    agent_changed(account_id)


def reactivate(account_id: str, *, by: Account) -> None:
    """See `team.reactivate`; the console of everybody shows the colleague again."""
    team.reactivate(account_id, by=by)
    agent_changed(account_id)
