"""Signed-in sessions: rows that a browser's token opens, and that end for certain (S23)."""

from datetime import datetime, timedelta
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
_KEPT_AFTER_THE_END = timedelta(days=30)

_ROLE = Sql(
    "SELECT a.role, s.last_seen_at, s.is_remembered"
    " FROM sessions s JOIN accounts a ON a.id = s.account_id"
    " WHERE s.id = :session_id AND s.ended_at IS NULL AND s.expires_at > :now AND a.is_active"
)
_TOUCH = Sql("UPDATE sessions SET last_seen_at = :now WHERE id = :session_id AND ended_at IS NULL")
_END = Sql(
    "UPDATE sessions SET ended_at = :now WHERE token_hash = :token_hash AND ended_at IS NULL"
    " RETURNING id, account_id"
)
_END_ONE = Sql(
    "UPDATE sessions SET ended_at = :now"
    " WHERE id = :session_id AND account_id = :account_id AND ended_at IS NULL"
)
_END_OTHERS = Sql(
    "UPDATE sessions SET ended_at = :now"
    " WHERE account_id = :account_id AND id <> :kept AND ended_at IS NULL RETURNING id"
)
_END_ALL = Sql(
    "UPDATE sessions SET ended_at = :now WHERE account_id = :account_id AND ended_at IS NULL"
)
_FORGET_OLD = Sql("DELETE FROM sessions WHERE expires_at < :before")


class SignedIn(NamedTuple):
    """Who is signed in, in which session. `account` is read only: no database session holds it."""

    account: Account
    session_id: str
    needs_touch: bool
    is_remembered: bool


def begin(account: Account, *, is_remembered: bool = False, browser: str | None = None) -> str:
    """A new session; returns its token, which is kept nowhere else."""
    token, now = new_token(), clock.now()
    db.session.add(
        SignInSession(
            token_hash=fingerprint(token),
            account_id=account.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + rules.session_lasts(is_remembered=is_remembered),
            is_remembered=is_remembered,
            browser=browser,
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
    if _has_idled_away(account.role, session, now):
        return None
    needs_touch = now - session.last_seen_at >= _TOUCHED_EVERY
    return SignedIn(account, session.id, needs_touch, session.is_remembered)


def of(account_id: str) -> list[SignInSession]:
    """The sessions in which a person is signed in now, the latest used first. Read only."""
    now = clock.now()
    rows = db.session.execute(
        select(SignInSession, Account.role)
        .join(Account, SignInSession.account_id == Account.id)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
        )
        .order_by(SignInSession.last_seen_at.desc())
        .execution_options(populate_existing=True)
    ).all()
    return [session for session, role in rows if not _has_idled_away(role, session, now)]


def role_in(session_id: str) -> str | None:
    """The role in which a connection of this session may act now; None: not at all (S6)."""
    now = clock.now()
    row = _ROLE.one(session_id=session_id, now=clock.to_millis(now))
    if row is None:
        return None
    last_seen_at = clock.from_millis(row.last_seen_at)
    if rules.is_idle(row.role, last_seen_at, now, is_remembered=bool(row.is_remembered)):
        return None
    role: str = row.role
    return role


def touch(session_id: str) -> None:
    """A sign of life: a request, or a socket that has answered its ping."""
    _TOUCH.run(session_id=session_id, now=clock.now_millis())


def end(token: str) -> str | None:
    """End one session and, after the commit, the connections that it opened (S7).

    Returns whose it was, None when it had ended before.
    """
    ended = _END.one(token_hash=fingerprint(token), now=clock.now_millis())
    if ended is None:
        return None
    delivery.disconnect_session(ended.id)
    account_id: str = ended.account_id
    return account_id


def end_one(account_id: str, session_id: str) -> bool:
    """End a session of this very person; False when there is none of that id."""
    ended = _END_ONE.run(account_id=account_id, session_id=session_id, now=clock.now_millis())
    if ended:
        delivery.disconnect_session(session_id)
    return ended == 1


def end_others(account_id: str, *, kept: str) -> int:
    """End all sessions of a person but one; returns how many."""
    ended = _END_OTHERS.all(account_id=account_id, kept=kept, now=clock.now_millis())
    for row in ended:
        delivery.disconnect_session(row.id)
    return len(ended)


def end_all(account_id: str) -> None:
    """End every session of a person, and all their connections."""
    _END_ALL.run(account_id=account_id, now=clock.now_millis())
    delivery.disconnect_account(account_id)


def forget_old() -> int:
    """Forget sessions that ran out long ago; returns how many."""
    return _FORGET_OLD.run(before=clock.to_millis(clock.now() - _KEPT_AFTER_THE_END))


def _has_idled_away(role: str, session: SignInSession, now: datetime) -> bool:
    return rules.is_idle(role, session.last_seen_at, now, is_remembered=session.is_remembered)
