"""A forgotten password: the request, the mailed link, the new password (S19, S25)."""

from datetime import timedelta
from typing import Any

from cryptography.fernet import InvalidToken

from accounts import choosing, letters, rules, signing_in
from core import clock
from core.brakes import Brake
from core.errors import NotFound
from core.languages import gettext as _
from core.languages import lazy_gettext
from core.letters import lately
from core.peers import network
from core.sealing import seal, unseal
from core.statements import Sql
from core.text import fingerprint, new_id, new_token

# What one person is sent, whoever asks; the page does not tell.
LETTERS_MOST = 5
LETTERS_WITHIN = timedelta(hours=1)

_QUARTER_HOUR = 15 * 60

_ADD = Sql(
    "INSERT INTO password_requests (id, sealed_name, locale, created_at)"
    " VALUES (:id, :sealed_name, :locale, :now)"
)
_IS_WAITING = Sql("SELECT 1 FROM password_requests LIMIT 1")
_TAKE = Sql(
    "DELETE FROM password_requests"
    " WHERE id = (SELECT id FROM password_requests ORDER BY created_at LIMIT 1)"
    " RETURNING sealed_name, locale"
)
_ISSUE = Sql(
    "INSERT INTO password_links (account_id, token_hash, expires_at)"
    " VALUES (:account_id, :token_hash, :expires_at)"
    " ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash,"
    " expires_at = excluded.expires_at"
)
_HOLDER = Sql(
    "SELECT a.id, a.username, a.name, a.email, a.member_id"
    " FROM password_links l JOIN accounts a ON a.id = l.account_id"
    " WHERE l.token_hash = :token_hash AND l.expires_at > :now AND a.is_active"
)
_USE = Sql(
    "DELETE FROM password_links WHERE token_hash = :token_hash AND expires_at > :now"
    " RETURNING account_id"
)


class LinkEnded(NotFound):
    """Used, replaced by a newer one, too old, or invented: all alike."""

    message = lazy_gettext("This link has been used or is too old. Ask for a new one.")


def _too_often() -> str:
    return str(_("Too many requests for a new password. Please wait a few minutes."))


_BY_NAME = Brake(name="reset", most=5, seconds=_QUARTER_HOUR, sentence=_too_often)
# A family or an office may share an address.
_BY_ADDRESS = Brake(name="reset-from", most=10, seconds=_QUARTER_HOUR, sentence=_too_often)
_AT_DESK = Brake(name="reset-desk", most=2_000, seconds=_QUARTER_HOUR, sentence=_too_often)


def ask(name: str, *, address: str, locale: str) -> None:
    """Write down that somebody forgot a password. Raises RateLimited.

    Nobody is looked up here, so that answer and time are the same for people who do not exist.
    """
    _BY_NAME.count(rules.folded(name))
    _BY_ADDRESS.count(network(address))
    _AT_DESK.count("anybody")
    _ADD.run(id=new_id(), sealed_name=seal(name), locale=locale, now=clock.now_millis())


def is_asked() -> bool:
    """Whether a request waits for the job."""
    return _IS_WAITING.value() is not None


def answer_next() -> bool:
    """Take one request, and send a link if it names somebody; False when none was waiting."""
    request = _TAKE.one()
    if request is None:
        return False
    person = signing_in.account_named(_opened(request.sealed_name))
    if person is not None and person.is_active and not _has_enough(person.email):
        _send_link(person, request.locale)
    return True


def issue_link(account_id: str, *, lasts: timedelta) -> str:
    """The token of a link with which this person chooses a password; an older one ends."""
    token = new_token()
    expires_at = clock.to_millis(clock.now() + lasts)
    _ISSUE.run(account_id=account_id, token_hash=fingerprint(token), expires_at=expires_at)
    return token


def holder_of(token: str) -> Any:
    """Whose password a link may set now: the parts of a name. Raises LinkEnded."""
    holder = _HOLDER.one(token_hash=fingerprint(token), now=clock.now_millis())
    if holder is None:
        raise LinkEnded
    return holder


def set_password(token: str, password_hash: str) -> str:
    """Use the link up; returns whose it was. Raises LinkEnded."""
    account_id: str | None = _USE.value(token_hash=fingerprint(token), now=clock.now_millis())
    if account_id is None:
        raise LinkEnded
    choosing.set_password(account_id, password_hash)
    return account_id


def _opened(sealed_name: str) -> str:
    try:
        return unseal(sealed_name)
    except InvalidToken:  # Sealed before the secret key was changed; they will ask again.
        return ""


def _has_enough(email: str) -> bool:
    return lately(email, letters.LINK, within=LETTERS_WITHIN) >= LETTERS_MOST


def _send_link(person: Any, asked_in: str) -> None:
    token = issue_link(person.id, lasts=rules.PASSWORD_LINK_LASTS)
    letters.send_password_link(person, token, locale=person.locale or asked_in)
