"""The only source of time: aware UTC, carried on by the monotonic clock."""

import time
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """The wall time at its start plus monotonic time: a step of the wall clock ends nothing."""

    def __init__(self) -> None:
        self._wall_at_start = datetime.now(UTC)
        self._monotonic_at_start = time.monotonic()

    def now(self) -> datetime:
        return self._wall_at_start + timedelta(seconds=time.monotonic() - self._monotonic_at_start)


_clock = Clock()


def now() -> datetime:
    """The present moment, aware, UTC, cut to whole milliseconds as the database keeps them."""
    return from_millis(to_millis(_clock.now()))


def use(clock: Clock) -> Clock:
    """Put another clock in place (tests do); returns the one that was there."""
    global _clock
    before, _clock = _clock, clock
    return before


def now_millis() -> int:
    """The present moment as the database stores it: milliseconds since 1970 UTC."""
    return to_millis(_clock.now())


def to_millis(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_millis(millis: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=millis)


def iso(moment: datetime) -> str:
    """As the contract has it: `2026-03-06T09:30:00.000Z`."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


def iso_millis(millis: int) -> str:
    return iso(from_millis(millis))
