"""Ranks of members, lowest first, and what a rank opens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ranks:
    """The ranks that there are; `minimum` is the lowest that may use Technical Issues."""

    names: tuple[str, ...]
    minimum: str

    def named(self, text: str) -> str | None:
        """The rank as it is written in the settings, whatever the case of `text`."""
        wanted = text.strip().casefold()
        return next((name for name in self.names if name.casefold() == wanted), None)

    def at_least(self, rank: str | None, minimum: str) -> bool:
        """Whether `rank` is `minimum` or above. An unknown rank, or none, is below all others."""
        if rank not in self.names or minimum not in self.names:
            return False
        return self.names.index(rank) >= self.names.index(minimum)

    def opens_technical_issues(self, rank: str | None) -> bool:
        return self.at_least(rank, self.minimum)
