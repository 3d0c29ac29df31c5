"""How often somebody may do something within a time, counted in the database for all processes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import UtcTime, db
from core.errors import RateLimited
from core.settings import settings
from core.statements import Sql
from core.text import fingerprint

_FORGET_OLD = Sql("DELETE FROM brakes WHERE ends_at <= :now")
_COUNT = Sql(
    "INSERT INTO brakes (subject, uses, ends_at) VALUES (:subject, 1, :ends_at)"
    " ON CONFLICT (subject) DO UPDATE SET uses = brakes.uses + 1 RETURNING uses, ends_at"
)
_FORGET = Sql("DELETE FROM brakes WHERE subject = :subject")
_GIVE_BACK = Sql("UPDATE brakes SET uses = uses - 1 WHERE subject = :subject AND uses > 0")


class BrakeCount(db.Model):  # type: ignore[name-defined]
    """How often one subject has done it; forgotten at `ends_at`. Who it is cannot be read here."""

    __tablename__ = "brakes"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    uses: Mapped[int] = mapped_column(Integer)
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


@dataclass(frozen=True, kw_only=True)
class Brake:
    """At most `most` times in `seconds`. `sentence` is asked for when somebody is refused."""

    name: str
    most: int
    seconds: int
    sentence: Callable[[], str]

    def count(self, who: str) -> None:
        """Count one more, in the open transaction. Raises RateLimited after it has counted."""
        if not settings().rate_limits:
            return
        now = clock.now_millis()
        _FORGET_OLD.run(now=now)
        [counted] = _COUNT.all(subject=self._subject(who), ends_at=now + self.seconds * 1000)
        if counted.uses > self.most:
            raise RateLimited((counted.ends_at - now) / 1000, self.sentence())

    def forget(self, who: str) -> None:
        """Let them start afresh."""
        _FORGET.run(subject=self._subject(who))

    def give_back(self, who: str) -> None:
        """Take one back that turned out to be harmless."""
        _GIVE_BACK.run(subject=self._subject(who))

    def _subject(self, who: str) -> str:
        return f"{self.name}:{fingerprint(who)}"[:80]
