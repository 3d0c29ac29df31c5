"""The first page: where to go with a technical problem, what is open now, and how chat is now."""

from flask import render_template

from accounts import access, login
from accounts.models import Account
from core.settings import settings
from member_portal.desk_now import desk_now
from tickets import queries
from tickets.models import Ticket

ASKED_ON_HOME = 3


def home() -> str:
    account = login.current_account()
    return render_template(
        "member_portal/home.html",
        minimum_rank=settings().minimum_rank,
        desk=desk_now(),
        **_own_issues(account),
    )


def _own_issues(account: Account | None) -> dict[str, object]:
    """How many there are, and those that wait for this person's answer."""
    if account is None or not access.may_use_technical_issues(account):
        return {"counts": None, "asked": []}
    return {"counts": queries.counts_for_member(account), "asked": _asked(account)}


def _asked(account: Account) -> list[Ticket]:
    page = queries.tickets_for_member(account, status="awaiting_feedback", most=ASKED_ON_HOME)
    return page.tickets
