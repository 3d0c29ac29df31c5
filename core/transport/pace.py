"""Limits that protect everybody from one client: how fast it may send, how much it may log."""

import logging
import time
from threading import Lock

from core import figures

log = logging.getLogger("livedesk.transport")

# A person's page sends a few frames a second; after an outage it resends what waits, perhaps 50
# messages of 16 KB and their marks at once. Reading rubbish at this pace costs 1 % of a core.
FRAMES_PER_SECOND = 200
FRAMES_AT_ONCE = 400
BYTES_PER_SECOND = 128 * 1024
BYTES_AT_ONCE = 1024 * 1024

QUIET_SECONDS = 10


class Allowance:
    """A token bucket as one number: the moment at which it would be full again."""

    __slots__ = ("_burst_seconds", "_full_at", "_second")

    def __init__(self, per_second: float, at_once: float) -> None:
        self._second = 1 / per_second
        self._burst_seconds = at_once / per_second
        self._full_at = 0.0

    def take(self, amount: int, now: float) -> float:
        """Take `amount`; returns how many seconds to wait before taking more."""
        self._full_at = max(self._full_at, now) + amount * self._second
        return max(0.0, self._full_at - now - self._burst_seconds)


class Complaints:
    """One short line per kind of trouble and ten seconds, however often it happens (R66)."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._next_at: dict[str, float] = {}
        self._lock = Lock()

    def note(self, kind: str) -> None:
        now = time.monotonic()
        figures.complaints.inc()
        with self._lock:
            count = self._counts.get(kind, 0) + 1
            due = now >= self._next_at.get(kind, 0.0)
            self._counts[kind] = 0 if due else count
            if due:
                self._next_at[kind] = now + QUIET_SECONDS
        if due:
            log.warning("live connections: %s (%d times)", kind, count)


complaints = Complaints()
