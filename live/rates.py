"""Token buckets: how often one connection may do something (S11)."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """`per_second` on the long run, `burst` at once."""

    per_second: float
    burst: int


MESSAGES = Rate(5, 10)
TYPING = Rate(1, 4)
SYNCS = Rate(2, 10)
MARKS = Rate(10, 40)
ACTS = Rate(3, 15)


@dataclass(slots=True)
class Bucket:
    """What one connection has left of one rate."""

    rate: Rate
    left: float = -1.0
    filled_at: float = field(default_factory=time.monotonic)

    def take(self) -> float:
        """Take one; returns 0, or the seconds to wait when the bucket is empty."""
        now = time.monotonic()
        if self.left < 0:
            self.left = self.rate.burst
        gained = (now - self.filled_at) * self.rate.per_second
        self.left, self.filled_at = min(self.rate.burst, self.left + gained), now
        if self.left >= 1:
            self.left -= 1
            return 0.0
        return (1 - self.left) / self.rate.per_second
