"""A new password: what it has to be, and what else happens when there is one."""

from typing import Any

from accounts import attempts, guessing, letters, passwords, rules, sessions
from accounts.models import Account
from core import audit, clock, loop
from core.errors import Conflict, Invalid
from core.languages import lazy_gettext
from core.settings import settings
from core.statements import Sql

_SET = Sql(
    "UPDATE accounts SET password_hash = :password_hash, updated_at = :now"
    " WHERE id = :account_id AND is_active"
    " RETURNING id, COALESCE(username, email) AS name, email, locale, role"
)
_SET_INSTEAD = Sql(
    "UPDATE accounts SET password_hash = :password_hash, updated_at = :now"
    " WHERE id = :account_id AND is_active AND password_hash = :old_hash"
    " RETURNING id, COALESCE(username, email) AS name, email, locale, role"
)
_DROP_LINK = Sql("DELETE FROM password_links WHERE account_id = :account_id")


class WrongOldPassword(Invalid):
    def __init__(self) -> None:
        sentence = lazy_gettext("This is not your present password.")
        super().__init__(sentence, fields={"old_password": [sentence]})


class ChangedMeanwhile(Conflict):
    message = lazy_gettext("Your password was changed elsewhere just now. Log in with the new one.")


def hash_new_password(password: str, *, names: tuple[str, ...] = ()) -> str:
    """The hash of a password that somebody chooses. Call it before the transaction: it takes time.

    `names` belong to the person and may not serve as the password. Raises Invalid (S21).
    """
    complaint = rules.password_complaint(password, names=names)
    near = (*names, settings().brand)
    if complaint is None and loop.in_thread(guessing.is_easy, password, near=near):
        complaint = lazy_gettext(
            "This password is among the first that somebody would guess. Try a few words that do"
            " not belong together."
        )
    if complaint is not None:
        raise Invalid(complaint, fields={"password": [complaint]})
    return passwords.hash_password(password)


def count_old_password(account: Account) -> None:
    """Before each check. Raises RateLimited: whoever found the screen open may not guess on."""
    attempts.count_old_password(account.id)


def check_old_password(account: Account, password: str) -> None:
    """Raises WrongOldPassword. Never call it inside a transaction: it takes time."""
    if not passwords.verify(password, account.password_hash):
        raise WrongOldPassword


def names_of(account: Account) -> tuple[str, ...]:
    """What may not serve as this person's password."""
    known = (account.username, account.name, account.email, account.member_id)
    return tuple(name for name in known if name)


def change_password(account: Account, password_hash: str) -> None:
    """Somebody who is signed in, and has just shown the old password, takes another one.

    Raises ChangedMeanwhile when it is not the old one any more.
    """
    _take_effect(
        _SET_INSTEAD.one(
            account_id=account.id,
            password_hash=password_hash,
            old_hash=account.password_hash,
            now=clock.now_millis(),
        )
    )


def set_password(account_id: str, password_hash: str) -> None:
    """Somebody who has come by a mailed link takes a new one."""
    _take_effect(
        _SET.one(account_id=account_id, password_hash=password_hash, now=clock.now_millis())
    )


def _take_effect(person: Any | None) -> None:
    """All that was opened with the old password ends, and the person hears of it by mail."""
    if person is None:
        raise ChangedMeanwhile
    _DROP_LINK.run(account_id=person.id)
    sessions.end_all(person.id)
    attempts.start_afresh(person.id)
    letters.tell_of_new_password(person)
    if person.role != "member":
        audit.record("password_changed", actor=person.id, object=f"account:{person.id}")
