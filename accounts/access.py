"""Who may go where. Everything that asks for a right asks here."""

from accounts.models import Account
from accounts.ranks import Ranks
from core.errors import Forbidden
from core.languages import lazy_gettext
from core.settings import settings


class SignInNeeded(Forbidden):
    """Nobody is signed in; pages lead to the sign-in form instead."""

    status = 401
    message = lazy_gettext("Please sign in first.")


class RankTooLow(Forbidden):
    """A member whose rank does not open Technical Issues."""

    message = lazy_gettext("Your rank does not include Technical Issues yet.")


def ranks() -> Ranks:
    """The ranks of this desk."""
    return Ranks(names=settings().ranks, minimum=settings().minimum_rank)


def may_use_technical_issues(account: Account | None) -> bool:
    """Whether this person may open My Technical Issues. Staff never need a rank."""
    if account is None:
        return False
    return account.is_staff or ranks().opens_technical_issues(account.rank)


def require_signed_in(account: Account | None) -> Account:
    if account is None:
        raise SignInNeeded
    return account


def require_member_portal(account: Account | None) -> Account:
    """The signed-in person, if My Technical Issues is open to them (S28)."""
    signed_in = require_signed_in(account)
    if not may_use_technical_issues(signed_in):
        raise RankTooLow
    return signed_in


def require_agent(account: Account | None) -> Account:
    """The signed-in agent; each higher role includes this one."""
    return _require_role(account, "agent", "supervisor", "admin")


def supervises(account: Account) -> bool:
    """Whether this person looks after others' chats as well."""
    return account.role in ("supervisor", "admin")


def require_supervisor(account: Account | None) -> Account:
    return _require_role(account, "supervisor", "admin")


def require_admin(account: Account | None) -> Account:
    return _require_role(account, "admin")


def _require_role(account: Account | None, *roles: str) -> Account:
    signed_in = require_signed_in(account)
    if signed_in.role not in roles:
        raise Forbidden
    return signed_in
