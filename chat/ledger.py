"""The append-only record of every queue event, each line chained to the one before (D3)."""

from collections.abc import Iterator
from typing import Any

from chat import board
from core import chain, clock, figures
from core.counters import last_number, next_number
from core.statements import Sql
from live.delivery import afterwards

JOINED, CLAIMED, RETURNED, TRANSFERRED = "joined", "claimed", "returned", "transferred"
LEFT, ABANDONED, CONVERTED, REDIRECTED = "left", "abandoned", "converted", "redirected"

_COUNTER = "queue_ledger"

_LAST = Sql("SELECT hash FROM queue_entries ORDER BY number DESC LIMIT 1")
_APPEND = Sql(
    "INSERT INTO queue_entries"
    " (number, chat_id, event, place, actor, reason, at, previous_hash, hash)"
    " VALUES (:number, :chat_id, :event, :place, :actor, :reason, :at, :previous_hash, :hash)"
)
_PAGE = Sql(
    "SELECT number, chat_id, event, place, actor, reason, at, previous_hash, hash"
    " FROM queue_entries WHERE number > :after ORDER BY number LIMIT 5000"
)


def append(chat_id: str, event: str, place: int, *, actor: str, reason: str | None = None) -> None:
    """Write one line in the open transaction, and let the board be told after the commit."""
    # The counter is taken first: on PostgreSQL its row lock is what keeps the chain single.
    number = next_number(_COUNTER)
    previous_hash = _LAST.value() or chain.START
    at = clock.now_millis()
    line = chain.digest(number, chat_id, event, place, actor, reason, at, previous_hash)
    _APPEND.run(
        number=number, chat_id=chat_id, event=event, place=place, actor=actor,
        reason=reason, at=at, previous_hash=previous_hash, hash=line,
    )  # fmt: skip
    afterwards(board.stir)
    afterwards(figures.queue_events.labels(event).inc)


def lines() -> Iterator[Any]:
    """Every line in its order, a few thousand at a time. Needs an open transaction."""
    after = 0
    while page := _PAGE.all(after=after):
        yield from page
        after = page[-1].number


def first_broken_line() -> int | None:
    """The number of the first line whose hash does not fit, or None. Needs an open transaction."""
    return chain.first_broken(lines(), last=last_number(_COUNTER))
