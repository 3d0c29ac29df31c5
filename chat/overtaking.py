"""Replaying the queue ledger: who was served before an earlier one, and why. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_LEAVES = frozenset({"left", "abandoned", "converted", "redirected"})
_WAITS = frozenset({"joined", "returned"})


@dataclass(frozen=True)
class Overtaking:
    """Line `number` served `place` while `passed` waited; `reason` None: unexplained."""

    number: int
    chat_id: str
    place: int
    passed: tuple[int, ...]
    actor: str
    reason: str | None

    def __str__(self) -> str:
        places = ", ".join(map(str, self.passed[:5])) + (" …" if len(self.passed) > 5 else "")
        why = f"reason: {self.reason}" if self.reason else "NO REASON RECORDED"
        return (
            f"line {self.number}: {self.actor} served place {self.place} (chat {self.chat_id})"
            f" before {len(self.passed)} who came earlier ({places}); {why}"
        )


def overtakings(lines: Iterable[Any]) -> Iterator[Overtaking]:
    """Every claim that was not of the first in line. `lines` have the columns of the ledger."""
    waiting: set[int] = set()
    for line in lines:
        if line.event in _WAITS:
            waiting.add(line.place)
        elif line.event in _LEAVES:
            waiting.discard(line.place)
        elif line.event == "claimed":
            waiting.discard(line.place)
            passed = sorted(place for place in waiting if place < line.place)
            if passed:
                yield Overtaking(
                    line.number, line.chat_id, line.place, tuple(passed), line.actor, line.reason
                )
