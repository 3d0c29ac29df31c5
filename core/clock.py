"""The only source of time: aware UTC, carried on by the monotonic clock."""

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """The wall time at its start plus monotonic time: a step of the wall clock ends nothing."""

    def __init__(self) -> None:
        self._ahead_of_monotonic = datetime.now(UTC).timestamp() - time.monotonic()

    def now(self) -> datetime:
        return from_millis(self.millis())

    def millis(self) -> int:
        """Milliseconds since 1970 UTC."""
        return int((self._ahead_of_monotonic + time.monotonic()) * 1000)


_clock = Clock()


def now() -> datetime:
    """The present moment, aware, UTC, cut to whole milliseconds as the database keeps them."""
    return _clock.now()


def use(clock: Clock) -> Clock:
    """Put another clock in place (tests do); returns the one that was there."""
    global _clock
    before, _clock = _clock, clock
    return before


def now_millis() -> int:
    """The present moment as the database stores it: milliseconds since 1970 UTC."""
    return _clock.millis()


def to_millis(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_millis(millis: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=millis)


def iso(moment: datetime) -> str:
    """As the contract has it: `2026-03-06T09:30:00.000Z`."""
    return iso_millis(to_millis(moment))


def iso_millis(millis: int) -> str:
    return f"{_to_the_second(millis // 1000)}.{millis % 1000:03d}Z"


@lru_cache(maxsize=64)
def _to_the_second(seconds: int) -> str:
    # Every message of a moment asks for the same one.
    return from_millis(seconds * 1000).strftime("%Y-%m-%dT%H:%M:%S")
