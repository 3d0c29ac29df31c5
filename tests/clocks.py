"""A clock for tests."""

from datetime import UTC, datetime, timedelta

from core.clock import Clock, to_millis


class StoppedClock(Clock):
    """Stands at 6 March 2026, 09:30 UTC, until somebody moves it."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)

    def millis(self) -> int:
        return to_millis(self._now)

    def advance(self, **length: float) -> None:
        self._now += timedelta(**length)
