"""Letters: mail that is written in the open transaction and sent later, by a job (core.mail).

`queue` needs nothing but the transaction, so every use case may call it, those of the writer too.
What a letter says is kept sealed, because it may hold a private link, and only until it is sent.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import CheckConstraint, Index, Integer, String, Text
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, text
from core.database import UtcTime, db
from core.sealing import seal
from core.settings import settings
from core.statements import Sql

SUBJECT_LIMIT = 200
# What was sent or given up is remembered for so long, without its words.
REMEMBERED = timedelta(days=30)

_ADDRESS = re.compile(r'[^@\s<>(),:;"\\]+@[^@\s<>(),:;"\\]+')


class QueuedLetter(db.Model):  # type: ignore[name-defined]
    """One letter on its way. `due_at` is when to try next, or when a claim on it runs out."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'given_up')", name="letter_state"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="letter_ended_at"),
        CheckConstraint("(state = 'waiting') = (sealed IS NOT NULL)", name="letter_sealed"),
        Index(
            "letters_due",
            "due_at",
            sqlite_where=sql_text("state = 'waiting'"),
            postgresql_where=sql_text("state = 'waiting'"),
        ),
        Index("letters_by_recipient", "recipient", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    sealed: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


_ADD = Sql(
    "INSERT INTO letters (id, kind, recipient, once, state, sealed, attempts, created_at, due_at)"
    " VALUES (:id, :kind, :recipient, :once, 'waiting', :sealed, 0, :now, :due_at)"
    " ON CONFLICT DO NOTHING"
)
_LATELY = Sql(
    "SELECT COUNT(*) FROM letters"
    " WHERE recipient = :recipient AND kind = :kind AND created_at > :since"
)
_SENT = Sql(
    "SELECT kind, state, created_at, ended_at FROM letters WHERE recipient = :recipient"
    " ORDER BY created_at"
)
_FORGET = Sql("DELETE FROM letters WHERE recipient = :recipient")
_WITHDRAW = Sql("DELETE FROM letters WHERE state = 'waiting' AND once > :after AND once <= :last")


@dataclass(frozen=True)
class Thread:
    """What a letter is about, so that mail programs show such letters as one conversation.

    `name` is the same in all of them (`IT-1001`). `reply_token` is this letter's own secret, which
    an answer brings back.
    """

    name: str
    reply_token: str | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """`kind` is a word for logs and counts; a letter with a known `once` is not queued again.

    `held`: it waits so long at least, and may be withdrawn by its `once` until then.
    """

    to: str
    kind: str
    locale: str
    subject: str
    text: str
    html: str | None = None
    thread: Thread | None = None
    once: str | None = None
    held: timedelta = timedelta(0)


class WrittenLetter(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed: all that the message is made of, its id too, which a retry keeps."""

    to: str
    locale: str
    subject: str
    text: str
    html: str | None
    message_id: str
    thread_id: str | None
    reply_token: str | None


def queue(letter: Letter) -> bool:
    """Write the letter down in the open transaction; False when its `once` was known.

    Raises ValueError for a recipient that is not exactly one address.
    """
    now = clock.now()
    added = _ADD.run(
        id=text.new_id(),
        kind=letter.kind,
        recipient=folded(letter.to),
        once=letter.once,
        sealed=seal(msgspec.json.encode(_written(letter)).decode()),
        now=clock.to_millis(now),
        due_at=clock.to_millis(now + letter.held),
    )
    return added == 1


def withdraw(*, after: str, last: str) -> int:
    """Take back what still waits under a `once` beyond the one and up to the other."""
    return _WITHDRAW.run(after=after, last=last)


def lately(to: str, kind: str, *, within: timedelta) -> int:
    """How many letters of this kind an address was sent, so that nobody is flooded (S80)."""
    since = clock.now_millis() - int(within.total_seconds() * 1000)
    return int(_LATELY.value(recipient=folded(to), kind=kind, since=since))


def sent_to(address: str) -> list[Any]:
    """What an address was sent lately, or will be: the kinds and times, never the words."""
    return _SENT.all(recipient=folded(address))


def forget(address: str) -> int:
    """Take back what waits for an address, and forget what it was sent (S75)."""
    return _FORGET.run(recipient=folded(address))


def folded(address: str) -> str:
    """An address as the outbox knows it, whatever its case."""
    return address.strip().lower()


def host() -> str:
    """The name of this desk in message ids."""
    return urlsplit(settings().url).hostname or "localhost"


def header_text(line: str) -> str:
    """Text for a header: without line ends and other control characters (S42).

    Nor may it be taken for an encoded word: what that stands for may hold a line end.
    """
    return "".join(char if char.isprintable() else " " for char in line).replace("=?", "= ?")


def _written(letter: Letter) -> WrittenLetter:
    thread = letter.thread
    token = thread.reply_token if thread else None
    return WrittenLetter(
        to=_one_address(letter.to.strip()),
        locale=letter.locale,
        subject=text.cut(header_text(letter.subject), SUBJECT_LIMIT),
        text=letter.text,
        html=letter.html,
        message_id=f"<{token or text.new_token()}@{host()}>",
        thread_id=f"<{thread.name}@{host()}>" if thread else None,
        reply_token=token,
    )


def _one_address(to: str) -> str:
    if not to.isprintable() or not _ADDRESS.fullmatch(to):
        raise ValueError("a letter goes to exactly one address")
    return to
