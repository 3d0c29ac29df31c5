"""What an account holds on a person, and how it forgets them."""

from typing import Any

from accounts import rules, sessions
from core import clock
from core.errors import Refused
from core.rows import plain
from core.statements import Sql

_ACCOUNT = Sql(
    "SELECT id, role, username, email, name, member_id, rank, locale, wants_mail, is_active,"
    " capacity, created_at, updated_at FROM accounts WHERE email = :email"
)
_SESSIONS = Sql(
    "SELECT browser, is_remembered, created_at, last_seen_at, expires_at, ended_at"
    " FROM sessions WHERE account_id = :account_id ORDER BY created_at"
)
# The row stays, because tickets and chats point at it; nothing in it says who it was.
_EMPTY = Sql(
    "UPDATE accounts SET username = :nobody, email = :nobody, name = :erased, member_id = NULL,"
    " rank = NULL, locale = NULL, password_hash = NULL, wants_mail = FALSE, is_active = FALSE,"
    " presence = 'offline', seen_at = NULL, updated_at = :now WHERE id = :account_id"
)
_FORGET_SESSIONS = Sql("DELETE FROM sessions WHERE account_id = :account_id")
_FORGET_LINK = Sql("DELETE FROM password_links WHERE account_id = :account_id")

ERASED = "[erased]"


class OneOfTheTeam(Refused):
    """Their name stands under answers that belong to other people."""

    message = "This is one of the team; only members and guests can be erased."


def account_with(email: str) -> Any | None:
    return _ACCOUNT.one(email=rules.folded(email))


def held(account: Any) -> dict[str, Any]:
    """The account and its sessions; no hashes and no tokens."""
    return {
        "account": plain(account),
        "sessions": [plain(one) for one in _SESSIONS.all(account_id=account.id)],
    }


def erase(account: Any) -> None:
    """End all that the person has open, and keep an account that nobody can use or recognise."""
    if account.role != "member":
        raise OneOfTheTeam
    sessions.end_all(account.id)
    _FORGET_SESSIONS.run(account_id=account.id)
    _FORGET_LINK.run(account_id=account.id)
    nobody = f"erased-{account.id}".lower()
    _EMPTY.run(account_id=account.id, nobody=nobody, erased=ERASED, now=clock.now_millis())
