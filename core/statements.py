"""Hot-path SQL: written once with :name parameters, run straight on the driver's cursor.

SQLAlchemy Core costs several times what the statement itself costs (docs/decisions); ids, messages
and queue moves are written with these, everything else may use the ORM.
"""

import re
from collections import namedtuple
from typing import Any

from core.database import current

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


class Sql:
    """One statement. Its rows are named tuples of the selected columns.

    `locking` is what PostgreSQL needs at the end to hold the rows (`FOR UPDATE …`); SQLite has one
    writer at a time and needs nothing.
    """

    def __init__(self, text: str, *, locking: str = "") -> None:
        self._texts = {
            "sqlite": text,
            "postgresql": _PARAMETER.sub(r"%(\1)s", text.replace("%", "%%")) + " " + locking,
        }
        self._writes = not text.lstrip().upper().startswith("SELECT")
        self._row: Any = None

    def run(self, **values: Any) -> int:
        """Run it on the open transaction; returns how many rows it touched."""
        opened = current()
        touched: int = opened.execute(self._texts[opened.dialect], values).rowcount
        if self._writes and touched:
            opened.writes += 1
        return touched

    def one(self, **values: Any) -> Any | None:
        """The first row, or None."""
        rows = self.all(**values)
        return rows[0] if rows else None

    def all(self, **values: Any) -> list[Any]:
        opened = current()
        cursor = opened.execute(self._texts[opened.dialect], values)
        if self._row is None:
            self._row = _row_of(cursor.description)
        rows = [self._row._make(found) for found in cursor.fetchall()]
        if self._writes and rows:
            opened.writes += 1
        return rows

    def value(self, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.one(**values)
        return row[0] if row else None


def _row_of(description: Any) -> Any:
    columns = [column[0] for column in description]
    return namedtuple("Row", columns, rename=True)
