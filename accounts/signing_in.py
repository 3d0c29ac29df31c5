"""Signing in and out. A door takes three steps: the password is checked outside of a transaction.

with transaction():
    signing_in.count_attempt(identifier, address=…, device=…)
checked = signing_in.check_password(identifier, password)
with transaction():
    arrived = signing_in.sign_in(checked, …)
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from accounts import attempts, devices, passwords, rules, second_factor, sessions
from accounts.models import Account
from core import audit
from core.database import db, reading
from core.errors import Invalid, Refused
from core.languages import lazy_gettext
from core.statements import Sql
from core.text import EMAIL_LIMIT, clean_line

# A username that looks like somebody else's email comes first.
_NAMED = Sql(
    "SELECT id, COALESCE(username, email) AS name, email, locale, password_hash, is_active, role"
    " FROM accounts"
    " WHERE username = :name OR email = :name"
    " ORDER BY CASE WHEN username = :name THEN 0 ELSE 1 END LIMIT 1"
)
_IS_STAFF = Sql("SELECT 1 FROM accounts WHERE id = :account_id AND role <> 'member'")


class SignInRefused(Invalid):
    """One answer for an unknown person, a wrong password and a closed account (S19)."""

    message = lazy_gettext("The username or password is not right. Check both and try again.")


@dataclass(frozen=True)
class Checked:
    """A password that was right a moment ago. `new_hash`: the old one was made too cheaply."""

    account_id: str
    password_hash: str
    new_hash: str | None


class Arrived(NamedTuple):
    """Who has signed in, the token of the session, and whether a browser may keep it for long."""

    account: Account
    token: str
    is_remembered: bool
    # Of a second factor that was set up just now; shown once.
    recovery_codes: tuple[str, ...] = ()


def count_attempt(identifier: str, *, address: str, device: str | None = None) -> None:
    """Before each check. Raises RateLimited; the same for people that do not exist (S18, S19).

    `device` is what the browser's cookie says (`accounts.devices`).
    """
    found = account_named(identifier)
    person = found.id if found else rules.folded(identifier)
    attempts.count(person, address=address, device=devices.known(device, person))


def check_password(identifier: str, password: str) -> Checked:
    """Raises SignInRefused. Takes its time off the loop: never call it inside a transaction."""
    with reading():
        found = account_named(identifier)
    password_hash = found.password_hash if found and found.is_active else None
    if not passwords.verify(password, password_hash) or found is None or password_hash is None:
        raise SignInRefused
    stale = passwords.needs_rehash(password_hash)
    new_hash = passwords.hash_password(password) if stale else None
    return Checked(found.id, password_hash, new_hash)


def note_refusal(identifier: str) -> None:
    """Whoever guesses at one of the team leaves a trace; for everybody else it takes as long."""
    found = account_named(identifier)
    if found is not None and found.role != "member":
        audit.record("sign_in_refused", actor=audit.NOBODY, object=f"account:{found.id}")
    else:
        attempts.count_refusal()


def sign_in(
    checked: Checked,
    *,
    code: str = "",
    stay: bool = False,
    browser: str | None = None,
    device: str | None = None,
) -> Arrived:
    """Begin a session. Raises SignInRefused if the account has changed since the check.

    `code` is that of the second factor; WrongCode is raised where one is needed. `stay` is the
    wish to be remembered, which is granted to members only.
    """
    account = db.session.get(Account, checked.account_id, populate_existing=True)
    if account is None or not account.is_active or account.password_hash != checked.password_hash:
        raise SignInRefused
    codes = _past_second_factor(account, code)
    if checked.new_hash is not None:
        account.password_hash = checked.new_hash
    attempts.forgive(account.id, device=devices.known(device, account.id))
    is_remembered = stay and rules.may_stay(account.role)
    token = sessions.begin(account, is_remembered=is_remembered, browser=browser)
    if account.is_staff:
        audit.record("signed_in", actor=account.id, object=f"account:{account.id}")
    return Arrived(account, token, is_remembered, codes)


def _past_second_factor(account: Account, code: str) -> tuple[str, ...]:
    """Raises WrongCode. Returns recovery codes when the second factor begins with this code."""
    if second_factor.is_on(account.id):
        second_factor.check(account.id, code)
    elif second_factor.is_required(account.role):
        return tuple(second_factor.confirm(account.id, code))
    return ()


def sign_out(token: str) -> None:
    """End this browser's session, and the connections that it opened."""
    account_id = sessions.end(token)
    if account_id is not None and _IS_STAFF.value(account_id=account_id):
        audit.record("signed_out", actor=account_id, object=f"account:{account_id}")


def sign_out_everywhere(account_id: str) -> None:
    """End all sessions and connections of a person (password, role or access has changed)."""
    sessions.end_all(account_id)


def account_named(identifier: str) -> Any | None:
    """Members are found by username or email, staff (who have no username) by email."""
    try:
        name = rules.folded(clean_line(identifier, limit=EMAIL_LIMIT, field="username"))
    except Refused:
        # Nobody can have a name that cannot be stored; the answer is that of any unknown one.
        return None
    return _NAMED.one(name=name)
