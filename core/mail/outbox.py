"""The letters that wait: taken by one postman at a time, and what has become of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from cryptography.fernet import InvalidToken

from core import clock
from core.letters import REMEMBERED, WrittenLetter
from core.sealing import unseal
from core.statements import Sql

# A postman who vanishes leaves the letter to others after this; no attempt takes so long.
CLAIM_LASTS = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)

_WAITING = Sql("SELECT COUNT(*) FROM letters WHERE state = 'waiting'")
_STUCK = Sql("SELECT COUNT(*) FROM letters WHERE state = 'waiting' AND attempts > 1")
_DUE = Sql("SELECT 1 FROM letters WHERE state = 'waiting' AND due_at <= :now LIMIT 1")
_CLAIM = Sql(
    "UPDATE letters SET due_at = :until, attempts = attempts + 1"
    " WHERE id = (SELECT id FROM letters WHERE state = 'waiting' AND due_at <= :now"
    " ORDER BY due_at, created_at LIMIT 1) AND state = 'waiting' AND due_at <= :now"
    " RETURNING id, kind, sealed, attempts, created_at"
)
_END = Sql(
    "UPDATE letters SET state = :state, sealed = NULL, ended_at = :now"
    " WHERE id = :id AND state = 'waiting'"
)
_PUT_BACK = Sql(
    "UPDATE letters SET due_at = :due_at"
    " WHERE id = :id AND state = 'waiting' AND attempts = :attempts"
)
_FORGET = Sql("DELETE FROM letters WHERE ended_at < :before")


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A letter in a postman's hands. `content` is None when the seal no longer opens."""

    id: str
    kind: str
    content: WrittenLetter | None
    attempts: int
    written_at: datetime


def is_due() -> bool:
    return _DUE.value(now=clock.now_millis()) is not None


def waiting() -> int:
    return int(_WAITING.value())


def stuck() -> int:
    """How many wait because no server has taken them yet."""
    return int(_STUCK.value())


def claim() -> Claimed | None:
    """The letter that has been due longest, for nobody else until the claim runs out."""
    now = clock.now()
    row = _CLAIM.one(now=clock.to_millis(now), until=clock.to_millis(now + CLAIM_LASTS))
    if row is None:
        return None
    return Claimed(
        id=row.id,
        kind=row.kind,
        content=_opened(row.sealed),
        attempts=row.attempts,
        written_at=clock.from_millis(row.created_at),
    )


def mark_sent(letter: Claimed) -> None:
    """It is on its way; its words are forgotten."""
    _END.run(id=letter.id, state="sent", now=clock.now_millis())


def give_up(letter: Claimed) -> None:
    _END.run(id=letter.id, state="given_up", now=clock.now_millis())


def put_back(letter: Claimed, pause: timedelta) -> None:
    """Let it be tried again after the pause."""
    due_at = clock.to_millis(clock.now() + pause)
    _PUT_BACK.run(id=letter.id, attempts=letter.attempts, due_at=due_at)


def forget_old() -> int:
    """Forget what was sent or given up long ago."""
    return _FORGET.run(before=clock.to_millis(clock.now() - REMEMBERED))


def pause_after(attempts: int) -> timedelta:
    """How long a letter rests that was not taken: one minute, two, four … up to an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)


def is_too_old(letter: Claimed) -> bool:
    return clock.now() - letter.written_at > GIVEN_UP_AFTER


def _opened(sealed: str) -> WrittenLetter | None:
    try:
        return msgspec.json.decode(unseal(sealed), type=WrittenLetter)
    except (InvalidToken, msgspec.DecodeError, msgspec.ValidationError):
        return None
