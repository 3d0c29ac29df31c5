"""The secret that each letter about a ticket carries, so that an answer by mail finds back."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, letters, text
from core.database import UtcTime, db
from core.statements import Sql


class ReplyToken(db.Model):  # type: ignore[name-defined]
    """One letter's secret. The letter holds the token, the row its hash and whom it was sent to."""

    __tablename__ = "ticket_reply_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


_ADD = Sql(
    "INSERT INTO ticket_reply_tokens (token_hash, ticket_id, email, created_at)"
    " VALUES (:token_hash, :ticket_id, :email, :now)"
)
_FIND = Sql(
    "SELECT ticket_id FROM ticket_reply_tokens WHERE token_hash = :token_hash AND email = :email"
)


def issue(ticket_id: str, email: str) -> str:
    """A new secret of 128 bits, in signs that mail servers leave as they are."""
    token = secrets.token_hex(16)
    _ADD.run(
        token_hash=text.fingerprint(token),
        ticket_id=ticket_id,
        email=letters.folded(email),
        now=clock.now_millis(),
    )
    return token


def find_ticket(token: str, *, sender: str) -> str | None:
    """The ticket of the letter that carried this token, if it was sent to that very address."""
    ticket_id: str | None = _FIND.value(
        token_hash=text.fingerprint(token), email=letters.folded(sender)
    )
    return ticket_id
