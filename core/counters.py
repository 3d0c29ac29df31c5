"""Numbers without gaps or repeats, taken inside the transaction that uses them."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import db
from core.statements import Sql


class Counter(db.Model):  # type: ignore[name-defined]
    """One named number, the last one given out."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


_NEXT = Sql(
    "INSERT INTO counters (name, value) VALUES (:name, :start)"
    " ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
)
_LAST = Sql("SELECT value FROM counters WHERE name = :name")


def next_number(name: str, *, start: int = 1) -> int:
    """The next number of this name, beginning with `start`; given back on a rollback."""
    return int(_NEXT.value(name=name, start=start))


def last_number(name: str) -> int:
    """The one given out last, 0 for none. Needs an open transaction."""
    return int(_LAST.value(name=name) or 0)
