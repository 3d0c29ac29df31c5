"""How good the waits were that visitors were told on joining: for supervisors (D9)."""

from dataclasses import dataclass

from core.statements import Sql

LAST_CHATS = 1_000

# Whoever left before the time was up proves nothing; a chat that came back waited twice.
_KEPT = Sql(
    "SELECT COUNT(CASE WHEN waited < least THEN 1 END) AS shorter,"
    " COUNT(CASE WHEN waited BETWEEN least AND most THEN 1 END) AS kept,"
    " COUNT(CASE WHEN waited > most THEN 1 END) AS longer FROM"
    " (SELECT COALESCE(claimed_at, closed_at) - created_at AS waited, claimed_at, returned_at,"
    " promised_from_seconds * 1000 AS least, promised_seconds * 1000 AS most FROM chats"
    " ORDER BY place DESC LIMIT :most) AS told"
    " WHERE most IS NOT NULL AND returned_at IS NULL AND (claimed_at IS NOT NULL OR waited > most)"
)


@dataclass(frozen=True)
class Forecasts:
    """How many of the waits that were told came out shorter, as told and longer."""

    shorter: int
    kept: int
    longer: int

    @property
    def told(self) -> int:
        return self.shorter + self.kept + self.longer

    @property
    def percent_kept(self) -> int:
        return round(100 * self.kept / self.told)


def lately() -> Forecasts:
    """Of the last 1,000 chats. Needs an open transaction."""
    return Forecasts(*_KEPT.one(most=LAST_CHATS))  # type: ignore[misc]
