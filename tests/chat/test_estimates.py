"""How often the wait that was promised holds, on simulated days of several kinds."""

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import pytest

from chat import rules
from chat.rules import Claim

HOUR = 3_600
# (one visitor in so many seconds, chats that the team holds at once), by the second of the day.
Staffing = Callable[[float], tuple[float, int]]
DAYS: dict[str, Staffing] = {
    "steady": lambda _: (60, 9),
    "too busy": lambda _: (55, 9),
    "two peaks": lambda at: (
        (120, 6) if at < 2 * HOUR else (45, 9) if at < 5 * HOUR
        else (90, 9) if at < 8 * HOUR else (50, 7)
    ),
    "quiet": lambda _: (600, 3),
    "one agent": lambda _: (260, 2),
    "half the team at lunch": lambda at: (60, 4 if 3.5 * HOUR < at < 5 * HOUR else 9),
}  # fmt: skip
OPEN_SECONDS = 12 * HOUR
USUAL_SECONDS, SPREAD = 480, 0.6
REACTION_SECONDS = 8
COMES, GOES, CHANGES = 1, 2, 0


@dataclass
class Chat:
    created_at: float
    position: int
    known: list[Claim]
    claimed_at: float = math.inf


@dataclass
class Day:
    """One day of a desk: visitors come by chance and are served in order."""

    staffing: Staffing
    chance: Random
    served: list[Chat] = field(default_factory=list)
    _queue: list[Chat] = field(default_factory=list)
    _events: list[tuple[float, int]] = field(default_factory=list)
    _held: int = 0
    _most: int = 0

    def play(self) -> list[Chat]:
        self._events = [(half * HOUR / 2, CHANGES) for half in range(24)]
        self._events += [(at, COMES) for at in self._arrivals()]
        heapq.heapify(self._events)
        while self._events:
            now, event = heapq.heappop(self._events)
            if event == COMES:
                self._queue.append(Chat(now, len(self._queue) + 1, self._claims_before(now)))
            elif event == GOES:
                self._held -= 1
            else:
                self._most = self.staffing(now)[1]
            self._serve(now)
        return self.served

    def _arrivals(self) -> Iterator[float]:
        at = 0.0
        while at < OPEN_SECONDS:
            at += self.chance.expovariate(1 / self.staffing(at)[0])
            yield at

    def _serve(self, now: float) -> None:
        while self._queue and self._held < self._most:
            chat = self._queue.pop(0)
            chat.claimed_at = now + self.chance.expovariate(1 / REACTION_SECONDS)
            lasts = self.chance.lognormvariate(math.log(USUAL_SECONDS) - SPREAD**2 / 2, SPREAD)
            heapq.heappush(self._events, (chat.claimed_at + lasts, GOES))
            self._held += 1
            self.served.append(chat)

    def _claims_before(self, now: float) -> list[Claim]:
        claims = [
            Claim(int(one.created_at * 1_000), int(one.claimed_at * 1_000))
            for one in self.served[-2 * rules.CLAIMS_FOR_AN_ESTIMATE :]
            if one.claimed_at <= now
        ]
        claims.sort(key=lambda claim: claim.claimed_at)
        return claims[-rules.CLAIMS_FOR_AN_ESTIMATE - 1 :]


def promises(staffing: Staffing, seed: int) -> Iterator[tuple[bool, int]]:
    """Whether each promise held, and to which place it was given."""
    for chat in Day(staffing, Random(seed)).play():
        promised = rules.estimate(chat.known, position=chat.position)
        if promised is not None:
            waited = chat.claimed_at - chat.created_at
            yield promised.least_seconds <= waited <= promised.most_seconds, chat.position


@pytest.mark.parametrize("kind", DAYS)
def test_four_of_five_waits_are_as_long_as_was_promised(kind: str) -> None:
    kept = [held for seed in range(3) for held, _ in promises(DAYS[kind], seed)]
    assert len(kept) > 100
    assert sum(kept) / len(kept) >= 0.8


@pytest.mark.parametrize("kind", [kind for kind in DAYS if kind != "quiet"])
def test_so_are_those_of_people_with_others_ahead(kind: str) -> None:
    found = promises(DAYS[kind], seed=4)
    kept = [held for held, position in found if position > 1]
    assert sum(kept) / len(kept) >= 0.8


def test_nearly_everybody_is_promised_something() -> None:
    chats = Day(DAYS["steady"], Random(9)).play()
    silent = [chat for chat in chats if rules.estimate(chat.known, position=1) is None]
    assert len(silent) <= 10
