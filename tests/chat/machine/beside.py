"""Reads the desk's file beside the desk, again and again."""

import sqlite3
from pathlib import Path
from typing import Any


class Beside:
    """One connection, kept: to open one costs more than what is asked of it.

    Closed before the desk is, so that the desk finds its file as if nobody had looked.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._connection: sqlite3.Connection | None = None

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        if self._connection is None:
            self._connection = sqlite3.connect(self._database, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
        return self._connection.execute(sql, values).fetchall()

    def close(self) -> None:
        """Until the next question."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
