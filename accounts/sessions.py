"""Signed-in sessions: rows that a browser's token opens, and that end for certain (S23)."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from accounts import rules
from accounts.models import Account, SignInSession
from core import clock
from core.database import db
from core.statements import Sql
from core.text import fingerprint, new_token
from live import delivery

_TOUCHED_EVERY = timedelta(seconds=60)

_ROLE = Sql(
    "SELECT a.role, s.last_seen_at FROM sessions s JOIN accounts a ON a.id = s.account_id"
    " WHERE s.id = :session_id AND s.ended_at IS NULL AND s.expires_at > :now AND a.is_active"
)
_TOUCH = Sql("UPDATE sessions SET last_seen_at = :now WHERE id = :session_id AND ended_at IS NULL")
_END = Sql(
    "UPDATE sessions SET ended_at = :now WHERE token_hash = :token_hash AND ended_at IS NULL"
    " RETURNING id"
)
_END_ALL = Sql(
    "UPDATE sessions SET ended_at = :now WHERE account_id = :account_id AND ended_at IS NULL"
)


class SignedIn(NamedTuple):
    """Who is signed in, in which session. `account` is read only: no database session holds it."""

    account: Account
    session_id: str
    needs_touch: bool


def begin(account: Account) -> str:
    """A new session; returns its token, which is kept nowhere else."""
    token, now = new_token(), clock.now()
    db.session.add(
        SignInSession(
            token_hash=fingerprint(token),
            account_id=account.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + rules.SESSION_LASTS,
        )
    )
    db.session.flush()
    return token


def find(token: str) -> SignedIn | None:
    """Who holds this token, unless the session has ended, run out or idled away."""
    now = clock.now()
    row = db.session.execute(
        select(Account, SignInSession)
        .join(SignInSession, SignInSession.account_id == Account.id)
        .where(
            SignInSession.token_hash == fingerprint(token),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            Account.is_active,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    account, session = row
    for loaded in row:
        db.session.expunge(loaded)
    if rules.is_idle(account.role, session.last_seen_at, now):
        return None
    return SignedIn(account, session.id, now - session.last_seen_at >= _TOUCHED_EVERY)


def role_in(session_id: str) -> str | None:
    """The role in which a connection of this session may act now; None: not at all (S6)."""
    # In whole numbers, as every event of an agent asks this.
    now = clock.now_millis()
    row = _ROLE.one(session_id=session_id, now=now)
    if row is None or timedelta(milliseconds=now - row.last_seen_at) > rules.idle_limit(row.role):
        return None
    role: str = row.role
    return role


def touch(session_id: str) -> None:
    """A sign of life: a request, or a socket that has answered its ping."""
    _TOUCH.run(session_id=session_id, now=clock.now_millis())


def end(token: str) -> None:
    """End one session and, after the commit, the connections that it opened (S7)."""
    session_id = _END.value(token_hash=fingerprint(token), now=clock.now_millis())
    if session_id is not None:
        delivery.disconnect_session(session_id)


def end_all(account_id: str) -> None:
    """End every session of a person, and all their connections."""
    _END_ALL.run(account_id=account_id, now=clock.now_millis())
    delivery.disconnect_account(account_id)
