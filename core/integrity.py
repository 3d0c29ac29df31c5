"""Whether the database as such is sound: its pages and indexes, and rows that name others (R50)."""

from collections.abc import Iterator

from core.database import current
from core.statements import Sql

# One damaged page can be complained of thousands of times.
MOST = 20

_PAGES = Sql(f"SELECT integrity_check AS said FROM pragma_integrity_check({MOST})")  # noqa: S608
_ROWS = Sql(
    'SELECT "table" AS holder, parent, COUNT(*) AS count FROM pragma_foreign_key_check'
    ' GROUP BY "table", parent'
)


def findings() -> Iterator[str]:
    """One sentence for everything. PostgreSQL looks after all of this by itself."""
    if current().dialect == "sqlite":
        said = [row.said for row in _PAGES.all()]
        yield from (f"the database file: {one}" for one in said if one != "ok")
        for row in _ROWS.all():
            yield f"{row.count} rows of {row.holder} name rows of {row.parent} that are not there"
