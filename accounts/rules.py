"""Roles, passwords, and how long a sign-in lasts. Pure."""

from datetime import datetime, timedelta

from core.languages import lazy_gettext

STAFF_ROLES = ("agent", "supervisor", "admin")

PASSWORD_LEAST = 12
PASSWORD_MOST = 256

SESSION_LASTS = timedelta(hours=12)
MEMBER_IDLE = timedelta(minutes=30)
STAFF_IDLE = timedelta(minutes=60)
# For members who wish to stay signed in on a device of their own; never for staff.
REMEMBERED_LASTS = timedelta(days=30)
REMEMBERED_IDLE = timedelta(days=14)

TRIES_WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 30
TRIES_PER_DEVICE = 10
# Only those that did not succeed, from browsers that nobody knows.
TRIES_AT_DESK = 1_000
DEVICE_KNOWN_FOR = timedelta(days=180)

PASSWORD_LINK_LASTS = timedelta(minutes=10)


def folded(text: str) -> str:
    """A username or an email as it is stored and looked up: the same in any case."""
    return text.strip().casefold()


def password_complaint(password: str, *, names: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a new password, or None. `names`: what may not serve as the password."""
    complaint = None
    if len(password) < PASSWORD_LEAST:
        complaint = lazy_gettext(
            "The password needs at least %(number)s characters.", number=PASSWORD_LEAST
        )
    elif len(password) > PASSWORD_MOST:
        complaint = lazy_gettext(
            "The password may have at most %(number)s characters.", number=PASSWORD_MOST
        )
    elif len(set(password)) == 1:
        complaint = lazy_gettext("The password may not be one character repeated.")
    elif folded(password) in {folded(name) for name in names}:
        complaint = lazy_gettext(
            "The password may not be the person’s own name, username or email."
        )
    return complaint


def may_stay(role: str) -> bool:
    """Whether this person may be remembered by a browser."""
    return role == "member"


def session_lasts(*, is_remembered: bool) -> timedelta:
    """How long a sign-in lasts at most, whatever its signs of life."""
    return REMEMBERED_LASTS if is_remembered else SESSION_LASTS


def is_idle(role: str, last_seen_at: datetime, now: datetime, *, is_remembered: bool) -> bool:
    """Whether a sign-in has ended for want of a sign of life."""
    return now - last_seen_at > _idle_limit(role, is_remembered=is_remembered)


def _idle_limit(role: str, *, is_remembered: bool) -> timedelta:
    if role != "member":
        return STAFF_IDLE
    return REMEMBERED_IDLE if is_remembered else MEMBER_IDLE
