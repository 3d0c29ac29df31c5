"""A sync that fails: nobody can know any more what the disk holds, so the process ends (R45).

The kernel may have dropped what it could not write, and says so only once: a later sync would
succeed over the gap. Worse, what was dropped can still be read, from memory, until the power goes.
So the next process, which the supervisor starts, writes the whole log anew before it tells anybody
what is in it; the same makes durable what a killed process had written but not yet synced. A write
that fails is another thing, as on a full disk: it is known, and the transaction is taken back.
"""

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from core.storage import StorageError, sync

log = logging.getLogger("livedesk.disk")

EXIT_CODE = os.EX_IOERR
# A command beside us may be writing.
WAITS_SECONDS = 5.0
_LOST = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC})
_PIECE_BYTES = 1024 * 1024


class DiskFailed(StorageError):
    """The disk does not take what is written: nobody may be told what can be read there."""

    start_ends_with = EXIT_CODE


class DatabaseBusy(StorageError):
    """Somebody else writes for longer than we wait; it is worth another try."""

    start_ends_with = os.EX_TEMPFAIL


def end_if_lost(error: BaseException) -> None:
    """Ends the process at once if this driver's error is one: nothing more is acknowledged."""
    if getattr(error, "sqlite_errorcode", None) in _LOST:
        log.critical("disk: it did not take what was written; this process ends, start a new one")
        os._exit(EXIT_CODE)


def make_sure(database: Path) -> None:
    """Put everything that can be read in this database on the disk. Before anybody is answered.

    Pages of the file itself need nothing: the log holds them until a sync of theirs has succeeded.
    Raises DiskFailed, DatabaseBusy, and StorageError for a database that cannot be used.
    """
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, WAITS_SECONDS, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")  # Commands may run; none writes meanwhile.
            _write_anew(database.with_name(database.name + "-wal"))
            sync(database.parent)
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
        kind = DatabaseBusy if busy else StorageError
        raise kind(f"the database cannot be used: {error}") from None
    except OSError as error:
        raise DiskFailed(f"the disk does not take what is written: {error.strerror}") from None


def _write_anew(file: Path) -> None:
    """The same bytes at the same places, as new to the kernel as if they had never been there."""
    if not file.exists():
        return
    handle = os.open(file, os.O_RDWR)
    try:
        at = 0
        while piece := os.pread(handle, _PIECE_BYTES, at):
            at += os.pwrite(handle, piece, at)
        os.fsync(handle)
    finally:
        os.close(handle)
