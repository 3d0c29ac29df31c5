"""Roles, passwords, and how long a sign-in lasts. Pure."""

from datetime import datetime, timedelta

from core.languages import lazy_gettext

STAFF_ROLES = ("agent", "supervisor", "admin")

PASSWORD_LEAST = 12
PASSWORD_MOST = 256

SESSION_LASTS = timedelta(hours=12)
MEMBER_IDLE = timedelta(minutes=30)
STAFF_IDLE = timedelta(minutes=60)

TRIES_WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 30


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


def idle_limit(role: str) -> timedelta:
    """How long a sign-in stays alive without a sign of life."""
    return MEMBER_IDLE if role == "member" else STAFF_IDLE


def is_idle(role: str, last_seen_at: datetime, now: datetime) -> bool:
    return now - last_seen_at > idle_limit(role)
