"""What has to happen after an erasure, so that nothing of it is left on the disk (S75)."""

from typing import Any

from core.database import db


def empty_log() -> bool:
    """Write SQLite's write-ahead log into the file, and empty it: it keeps pages as they were.

    False when somebody read meanwhile, so that it could not be emptied yet. Call it outside of any
    transaction. Freed pages are overwritten at once (`secure_delete`).
    """
    if db.engine.dialect.name != "sqlite":
        return True  # PostgreSQL does so by itself, with VACUUM.
    connection: Any = db.engine.raw_connection()
    try:
        busy, _in_log, _written = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return not busy
