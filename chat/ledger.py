"""The append-only record of every queue event, each line chained to the one before (D3).

A line's hash covers a digest of its reason, salted, so that the words can be erased and the line
still be proven (S75).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from accounts.personal import ERASED
from chat import board
from core import chain, clock, figures
from core.counters import last_number, next_number
from core.statements import Sql
from core.text import new_token
from live.delivery import afterwards

JOINED, CLAIMED, RETURNED, TRANSFERRED = "joined", "claimed", "returned", "transferred"
LEFT, ABANDONED, CONVERTED, REDIRECTED = "left", "abandoned", "converted", "redirected"

_COUNTER = "queue_ledger"

_LAST = Sql("SELECT hash FROM queue_entries ORDER BY number DESC LIMIT 1")
_APPEND = Sql(
    "INSERT INTO queue_entries"
    " (number, chat_id, event, place, actor, reason, reason_salt, at, previous_hash, hash)"
    " VALUES"
    " (:number, :chat_id, :event, :place, :actor, :reason, :salt, :at, :previous_hash, :hash)"
)
_PAGE = Sql(
    "SELECT q.number, q.chat_id, q.event, q.place, q.actor, q.reason, q.reason_salt,"
    " q.reason_digest, q.at, q.previous_hash, q.hash, c.question = :erased AS is_erased"
    " FROM queue_entries q LEFT JOIN chats c ON c.id = q.chat_id"
    " WHERE q.number > :after ORDER BY q.number LIMIT 5000"
)
# A transfer's reason is the id of the receiver, and what the desk did itself has no words in it.
_WORDS = Sql(
    "SELECT number, reason, reason_salt, at FROM queue_entries WHERE chat_id = :chat_id"
    " AND event <> 'transferred' AND actor LIKE 'agent:%' AND reason_salt IS NOT NULL"
    " ORDER BY number"
)
_ERASE = Sql(
    "UPDATE queue_entries SET reason = :erased, reason_salt = NULL, reason_digest = :digest"
    " WHERE number = :number"
)


class _Hashed(NamedTuple):
    """What the hash of a line covers, and the hash itself."""

    number: int
    chat_id: str
    event: str
    place: int
    actor: str
    reason: str | None
    at: int
    previous_hash: str
    hash: str


def append(chat_id: str, event: str, place: int, *, actor: str, reason: str | None = None) -> None:
    """Write one line in the open transaction, and let the board be told after the commit."""
    # The counter is taken first: on PostgreSQL its row lock is what keeps the chain single.
    number = next_number(_COUNTER)
    previous_hash = _LAST.value() or chain.START
    at = clock.now_millis()
    salt = new_token() if reason else None
    covered = chain.digest(salt, reason) if reason else None
    line = chain.digest(number, chat_id, event, place, actor, covered, at, previous_hash)
    _APPEND.run(
        number=number, chat_id=chat_id, event=event, place=place, actor=actor,
        reason=reason, salt=salt, at=at, previous_hash=previous_hash, hash=line,
    )  # fmt: skip
    afterwards(board.stir)
    afterwards(figures.queue_events.labels(event).inc)


def words_about(chat_id: str) -> list[Any]:
    """The lines of this chat with a reason that an agent gave: `reason`, `at` (ms)."""
    return _WORDS.all(chat_id=chat_id)


def forget_words(chat_id: str) -> None:
    """Erase what agents gave as reasons; together with the chat itself."""
    for line in words_about(chat_id):
        digest = chain.digest(line.reason_salt, line.reason)
        _ERASE.run(number=line.number, erased=ERASED, digest=digest)


def lines() -> Iterator[Any]:
    """Every line in its order, a few thousand at a time. Needs an open transaction."""
    after = 0
    while page := _PAGE.all(after=after, erased=ERASED):
        yield from page
        after = page[-1].number


def first_broken_line() -> int | None:
    """The number of the first line whose hash does not fit, or None. Needs an open transaction."""
    return chain.first_broken(map(_hashed, lines()), last=last_number(_COUNTER))


def _hashed(line: Any) -> _Hashed:
    return _Hashed(
        line.number, line.chat_id, line.event, line.place, line.actor,
        _covered(line), line.at, line.previous_hash, line.hash,
    )  # fmt: skip


def _covered(line: Any) -> Any:
    """What stands for the reason in the hash; something that fits no hash when it was tampered
    with. Lines of before migration 0012 have neither salt nor digest.
    """
    if line.reason_digest is not None:
        is_gone = line.reason == ERASED and line.reason_salt is None and line.is_erased
        return line.reason_digest if is_gone else ""
    return line.reason if line.reason_salt is None else chain.digest(line.reason_salt, line.reason)
