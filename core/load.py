"""How busy the loop is: what can wait is put off before anybody in a running chat has to (R59).

First new chats, which become tech issues instead, then files, then what only the team looks up.
Messages are never put off.
"""

from collections import deque

from core.errors import Unavailable

# Of ten measurements a second: what lasts for a few seconds counts, a moment does not.
WEIGHT = 0.05
PUTS_OFF_CHATS_SECONDS = 0.5
PUTS_OFF_FILES_SECONDS = 1.0
PUTS_OFF_HISTORY_SECONDS = 1.5
# So long may newcomers stand in line (core/turns.py), some of them one after the other, before
# those behind become tech issues: one who was unlucky says nothing of the desk.
LINE_SECONDS = 0.2
IN_A_ROW = 8
_RETRY_AFTER_SECONDS = 10


class Load:
    """`lag`: how late the loop has been of late, in seconds."""

    def __init__(self) -> None:
        self.lag = 0.0
        self._waits: deque[float] = deque(maxlen=IN_A_ROW)

    def note(self, lag: float) -> None:
        self.lag += (lag - self.lag) * WEIGHT

    def note_wait(self, seconds: float) -> None:
        self._waits.append(seconds)

    @property
    def wait(self) -> float:
        """So many seconds at least did each of the last newcomers stand in line."""
        return min(self._waits) if len(self._waits) == IN_A_ROW else 0.0

    @property
    def puts_off_chats(self) -> bool:
        return self.lag >= PUTS_OFF_CHATS_SECONDS or self.wait >= LINE_SECONDS

    def require_calm_for_files(self) -> None:
        """Raises Unavailable when files have to wait."""
        self._require_less_than(PUTS_OFF_FILES_SECONDS)

    def require_calm_for_history(self) -> None:
        """Raises Unavailable when ended chats have to wait."""
        self._require_less_than(PUTS_OFF_HISTORY_SECONDS)

    def _require_less_than(self, lag: float) -> None:
        if self.lag >= lag:
            raise Unavailable(retry_after_seconds=_RETRY_AFTER_SECONDS)


# Of this process, as its loop is.
load = Load()
