"""The brake on guessing passwords (S18): it slows down and never locks an account for good."""

import ipaddress

from accounts import rules
from core import clock
from core.errors import RateLimited
from core.languages import lazy_gettext
from core.settings import settings
from core.statements import Sql
from core.text import fingerprint

_FORGET_OLD = Sql("DELETE FROM sign_in_attempts WHERE since <= :over")
_COUNT = Sql(
    "INSERT INTO sign_in_attempts (subject, tries, since) VALUES (:subject, 1, :now)"
    " ON CONFLICT (subject) DO UPDATE SET tries = sign_in_attempts.tries + 1"
    " RETURNING tries, since"
)
_FORGET = Sql("DELETE FROM sign_in_attempts WHERE subject = :subject")


def count(person: str, *, address: str) -> None:
    """Count one try, before the password is looked at. Raises RateLimited."""
    if settings().rate_limits:
        _FORGET_OLD.run(over=clock.now_millis() - _window_millis())
        _count(_subject("person", person), most=rules.TRIES_PER_ACCOUNT)
        _count(_subject("address", network(address)), most=rules.TRIES_PER_ADDRESS)


def forget(person: str) -> None:
    """Who has signed in starts afresh; the address does not."""
    _FORGET.run(subject=_subject("person", person))


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _count(subject: str, *, most: int) -> None:
    [counted] = _COUNT.all(subject=subject, now=clock.now_millis())
    if counted.tries > most:
        left_millis = counted.since + _window_millis() - clock.now_millis()
        raise RateLimited(
            left_millis / 1000,
            lazy_gettext("Too many tries to sign in. Please wait a few minutes."),
        )


def _window_millis() -> int:
    return int(rules.TRIES_WINDOW.total_seconds() * 1000)


def _subject(kind: str, value: str) -> str:
    # Hashed, because people type their password into the wrong field.
    return f"{kind}:{fingerprint(value)}"
