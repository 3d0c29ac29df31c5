"""A sync that fails: nobody can know any more what the disk holds, so the process ends (R45).

The kernel may have dropped what it could not write, and says so only once: a later sync would
succeed over the gap. A new process reads what is really there; the supervisor starts it. A write
that fails is another thing, as on a full disk: it is known, and the transaction is taken back.
"""

import logging
import os
import sqlite3

log = logging.getLogger("livedesk.disk")

EXIT_CODE = os.EX_IOERR
_LOST = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC})


def end_if_lost(error: BaseException) -> None:
    """Ends the process at once if this driver's error is one: nothing more is acknowledged."""
    if getattr(error, "sqlite_errorcode", None) in _LOST:
        log.critical("disk: it did not take what was written; this process ends, start a new one")
        os._exit(EXIT_CODE)
