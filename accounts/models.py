"""The people who have an account, the sessions in which they are signed in, and new passwords."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, text
from core.database import UtcTime, db


class Account(UserMixin, db.Model):  # type: ignore[name-defined]
    """One person. `username` and `email` are kept folded, so that they are unique in any case.

    `presence` is what an agent wishes to be; whether the agent really is there is told by
    `seen_at`, the last ping that was answered.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("role IN ('member', 'agent', 'supervisor', 'admin')", name="account_role"),
        CheckConstraint("presence IN ('online', 'away', 'offline')", name="account_presence"),
        CheckConstraint("(role = 'member') = (username IS NOT NULL)", name="account_username"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=text.new_id)
    role: Mapped[str] = mapped_column(String(16))
    username: Mapped[str | None] = mapped_column(String(100), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    member_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    rank: Mapped[str | None] = mapped_column(String(100))
    locale: Mapped[str | None] = mapped_column(String(35))
    # Of what happens to the own issues; what concerns the account itself is always mailed.
    wants_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    password_hash: Mapped[str | None] = mapped_column(Text)
    capacity: Mapped[int | None] = mapped_column(Integer)
    is_active: Mapped[bool] = mapped_column(default=True)
    presence: Mapped[str] = mapped_column(String(16), default="offline")
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # When a page of this agent was last touched, if it tells; and since when it was not, once that
    # has made the agent away.
    active_at: Mapped[datetime | None] = mapped_column(UtcTime)
    idle_since: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now, onupdate=clock.now)

    @property
    def is_staff(self) -> bool:
        """Whether this is an agent, a supervisor or an admin."""
        return self.role != "member"


class SignInSession(db.Model):  # type: ignore[name-defined]
    """One browser in which somebody is signed in. The cookie holds the token, the row its hash."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=text.new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Kept on the wish of a member, for weeks instead of hours.
    is_remembered: Mapped[bool] = mapped_column(default=False, server_default=false())
    # "Firefox on Windows": so that a person knows which browser it is, and nobody else does.
    browser: Mapped[str | None] = mapped_column(String(60))


class PasswordRequest(db.Model):  # type: ignore[name-defined]
    """Somebody has asked for a new password. Whose it would be is looked up later, by a job (S19).

    The name typed is sealed, because people type their password into the wrong field.
    """

    __tablename__ = "password_requests"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealed_name: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(35))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class PasswordLink(db.Model):  # type: ignore[name-defined]
    """The one link with which a person may choose a password now; only its hash is kept (S25)."""

    __tablename__ = "password_links"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
