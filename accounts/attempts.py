"""The brake on guessing passwords (S18): it slows down and never locks an account for good.

Guessers are counted by the account, by the address and all together. A browser in which the person
has signed in before has a count of its own, so that somebody's guessing does not keep them out.
"""

from accounts import rules
from core.brakes import Brake
from core.languages import gettext as _
from core.peers import network


def _sentence() -> str:
    return str(_("Too many tries to sign in. Please wait a few minutes."))


def _brake(name: str, most: int) -> Brake:
    seconds = int(rules.TRIES_WINDOW.total_seconds())
    return Brake(name=name, most=most, seconds=seconds, sentence=_sentence)


_AT_ACCOUNT = _brake("sign-in", rules.TRIES_PER_ACCOUNT)
_FROM_ADDRESS = _brake("sign-in-from", rules.TRIES_PER_ADDRESS)
_AT_DESK = _brake("sign-in-desk", rules.TRIES_AT_DESK)
_WITH_DEVICE = _brake("sign-in-device", rules.TRIES_PER_DEVICE)
_WHEN_SIGNED_IN = _brake("old-password", rules.TRIES_PER_DEVICE)
# Stops nobody: what is written when somebody who is not of the team was refused (S19).
_REFUSED = _brake("sign-in-refused", 10**9)

_ANYBODY = "anybody"


def count(person: str, *, address: str, device: str | None = None) -> None:
    """Count one try, before the password is looked at. Raises RateLimited.

    `device` is the browser, if this person is known to have signed in with it.
    """
    if device is not None:
        _WITH_DEVICE.count(f"{device} {person}")
    else:
        _AT_ACCOUNT.count(person)
        _FROM_ADDRESS.count(network(address))
        _AT_DESK.count(_ANYBODY)


def count_old_password(person: str) -> None:
    """Count one try of somebody who is signed in and has to show the password again."""
    _WHEN_SIGNED_IN.count(person)


def forgive(person: str, *, device: str | None = None) -> None:
    """The try was no guess. The person starts afresh; the address does not.

    Signing in with a known browser tells nothing about those who guess elsewhere.
    """
    if device is not None:
        _WITH_DEVICE.forget(f"{device} {person}")
    else:
        _AT_ACCOUNT.forget(person)
        _AT_DESK.give_back(_ANYBODY)


def count_refusal() -> None:
    """Write something, so that nobody can tell by the time whose name it was."""
    _REFUSED.count(_ANYBODY)


def start_afresh(person: str) -> None:
    """There is a new password: what was tried at the old one counts no more."""
    _AT_ACCOUNT.forget(person)
    _WHEN_SIGNED_IN.forget(person)
