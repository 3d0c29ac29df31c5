"""The audit trail: who of the team did what, to whom or what, when and from where (S69).

It is only ever added to, line by line, chained by hashes like the queue ledger. What happens to a
chat in the queue stands in that ledger; everything else that the team may have to answer for
stands here. No line holds words of a member or guest.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from flask import has_request_context, request
from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import chain, clock
from core.counters import last_number, next_number
from core.database import UtcTime, db
from core.statements import Sql

# Who acts when nobody is signed in: a command on the machine, the desk by itself, a stranger.
COMMAND, DESK, NOBODY = "command", "desk", "nobody"
_COUNTER = "audit"


class AuditEntry(db.Model):  # type: ignore[name-defined]
    """One line. `detail` is JSON; `actor` is an account's id, or one of those above."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("audit_entries_by_actor", "actor", "number"),
        Index("audit_entries_by_act", "act", "number"),
    )

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor: Mapped[str] = mapped_column(String(32))
    act: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(String(45))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


_LAST = Sql("SELECT hash FROM audit_entries ORDER BY number DESC LIMIT 1")
_APPEND = Sql(
    "INSERT INTO audit_entries"
    " (number, at, actor, act, object, detail, address, previous_hash, hash)"
    " VALUES (:number, :at, :actor, :act, :object, :detail, :address, :previous_hash, :hash)"
)
_PAGE = Sql(
    "SELECT number, at, actor, act, object, detail, address, previous_hash, hash"
    " FROM audit_entries WHERE number > :after ORDER BY number LIMIT 5000"
)


def record(act: str, *, actor: str, object: str = "", **detail: Any) -> None:  # noqa: A002
    """Write one line in the open transaction; whoever rolls back has not done it.

    `act` is what happened (`role_changed`), `actor` the account's id, `object` a kind and an id
    (`account:…`, `setting:ranks`), `detail` what else is to be known, such as before and after.
    """
    # The counter is taken first: on PostgreSQL its row lock is what keeps the chain single.
    number = next_number(_COUNTER)
    line = {
        "number": number,
        "at": clock.now_millis(),
        "actor": actor,
        "act": act,
        "object": object,
        "detail": msgspec.json.encode(detail).decode(),
        "address": request.remote_addr if has_request_context() else None,
        "previous_hash": _LAST.value() or chain.START,
    }
    _APPEND.run(**line, hash=chain.digest(*line.values()))


def first_broken_line() -> int | None:
    """The number of the first line that was changed or is missing. Needs an open transaction."""
    return chain.first_broken(_lines(), last=last_number(_COUNTER))


def _lines() -> Iterator[Any]:
    after = 0
    while page := _PAGE.all(after=after):
        yield from page
        after = page[-1].number
