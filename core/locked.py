"""Another process is writing, a command perhaps: it is waited for on the loop (R9).

SQLite itself would wait in C, where everybody stands still.
"""

import sqlite3
import time
from collections.abc import Callable

from sqlalchemy.exc import OperationalError

from core import figures, loop
from core.errors import Unavailable

PATIENCE_SECONDS = 4.0
ASK_AGAIN_SECONDS = 0.02


class Locked(Unavailable):
    """It took too long; nothing was begun."""


def begin_when_free(begin: Callable[[], None], *, since: float) -> None:
    """Begins, or raises Locked when it could not within the time from `since` on."""
    while True:
        try:
            return begin()
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            if time.monotonic() - since >= PATIENCE_SECONDS:
                figures.storage_failures.inc()
                raise Locked from error
        loop.sleep(ASK_AGAIN_SECONDS)
