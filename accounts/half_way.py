"""Between the password and the code of the second factor: what the browser keeps meanwhile."""

from datetime import timedelta
from typing import Any, NamedTuple

from accounts import second_factor
from accounts.models import Account
from accounts.signing_in import Checked, SignInRefused
from core import clock
from core.database import db
from core.text import fingerprint

LASTS = timedelta(minutes=5)


class HalfWay(NamedTuple):
    """Whose password was right, and at which hash; it opens nothing without a code."""

    account_id: str
    mark: str
    since: int
    next: str


def needs_code(checked: Checked) -> bool:
    """Whether there is a second factor, or has to be one; then a secret is made for it."""
    account = db.session.get(Account, checked.account_id, populate_existing=True)
    if account is None or second_factor.is_on(account.id):
        return account is not None
    if not second_factor.is_required(account.role):
        return False
    if second_factor.secret_to_confirm(account.id) is None:
        second_factor.begin(account.id)
    return True


def to_set_up(found: HalfWay) -> tuple[str, str] | None:
    """The secret for the app and what the square says; None for those who have the app already."""
    secret = second_factor.secret_to_confirm(found.account_id)
    account = db.session.get(Account, found.account_id)
    if secret is None or account is None:
        return None
    return secret, second_factor.address_for_app(secret, email=account.email)


def after_password(checked: Checked, *, next_path: str) -> HalfWay:
    """For the browser's signed cookie."""
    mark = fingerprint(checked.password_hash)
    return HalfWay(checked.account_id, mark, clock.now_millis(), next_path)


def read(kept: Any) -> HalfWay | None:
    """What a cookie holds, unless it is too old or was never there."""
    if not isinstance(kept, list) or len(kept) != len(HalfWay._fields):
        return None
    found = HalfWay(*kept)
    age = clock.now_millis() - found.since
    return found if 0 <= age <= LASTS.total_seconds() * 1000 else None


def checked(found: HalfWay) -> Checked:
    """The password is still the same. Raises SignInRefused."""
    account = db.session.get(Account, found.account_id, populate_existing=True)
    password_hash = account.password_hash if account else None
    if password_hash is None or fingerprint(password_hash) != found.mark:
        raise SignInRefused
    return Checked(found.account_id, password_hash, None)
