"""Signing in and out. A door takes three steps: the password is checked outside of a transaction.

with transaction():
    signing_in.count_attempt(identifier, address=…)
checked = signing_in.check_password(identifier, password)
with transaction():
    account, token = signing_in.sign_in(checked)
"""

from dataclasses import dataclass

from sqlalchemy import or_, select

from accounts import attempts, passwords, rules, sessions
from accounts.models import Account
from core.database import db
from core.errors import Invalid, Refused
from core.languages import lazy_gettext
from core.text import EMAIL_LIMIT, clean_identifier


class SignInRefused(Invalid):
    """One answer for an unknown person, a wrong password and a closed account (S19)."""

    message = lazy_gettext("The username or password is not right. Check both and try again.")


@dataclass(frozen=True)
class Checked:
    """A password that was right a moment ago. `new_hash`: the old one was made too cheaply."""

    account_id: str
    password_hash: str
    new_hash: str | None


def count_attempt(identifier: str, *, address: str) -> None:
    """Before each check. Raises RateLimited; the same for people that do not exist (S18, S19)."""
    account = _account_named(identifier)
    attempts.count(account.id if account else rules.folded(identifier), address=address)


def check_password(identifier: str, password: str) -> Checked:
    """Raises SignInRefused. Takes its time off the loop: never call it inside a transaction."""
    account = _account_named(identifier)
    password_hash = account.password_hash if account and account.is_active else None
    db.session.commit()  # Nothing stays open in the database while the password is verified.
    if not passwords.verify(password, password_hash) or account is None or password_hash is None:
        raise SignInRefused
    stale = passwords.needs_rehash(password_hash)
    new_hash = passwords.hash_password(password) if stale else None
    return Checked(account.id, password_hash, new_hash)


def sign_in(checked: Checked) -> tuple[Account, str]:
    """Begin a session; returns its token. Raises SignInRefused if the account has changed since."""
    account = db.session.get(Account, checked.account_id, populate_existing=True)
    if account is None or not account.is_active or account.password_hash != checked.password_hash:
        raise SignInRefused
    if checked.new_hash is not None:
        account.password_hash = checked.new_hash
    attempts.forget(account.id)
    return account, sessions.begin(account)


def sign_out(token: str) -> None:
    """End this browser's session, and the connections that it opened."""
    sessions.end(token)


def sign_out_everywhere(account_id: str) -> None:
    """End all sessions and connections of a person (password, role or access has changed)."""
    sessions.end_all(account_id)


def _account_named(identifier: str) -> Account | None:
    """Members are found by username or email, staff (who have no username) by email."""
    try:
        name = rules.folded(clean_identifier(identifier, limit=EMAIL_LIMIT, field="username"))
    except Refused:
        # Nobody can have a name that cannot be stored; the answer is that of any unknown one.
        return None
    found = db.session.scalars(
        select(Account)
        .where(or_(Account.username == name, Account.email == name))
        .execution_options(populate_existing=True)
    ).all()
    return next((one for one in found if one.username == name), found[0] if found else None)
