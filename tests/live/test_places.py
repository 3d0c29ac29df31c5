"""Whoever waits hears of a better place at once, and of a worse one only after a return (R22, D9).

`WAITING` says how many wait; the times count from the press of the button that moves the line.
"""

import os
import random
import threading
import time
from collections.abc import Iterator

import pytest

from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Guest, Payload

WAITING = int(os.environ.get("WAITING", "12"))
MOST_SECONDS = 2.0
pytestmark = [pytest.mark.server, pytest.mark.timeout(300 + 10 * WAITING)]


class Place:
    """One who waits, and when which place was told."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.told: list[tuple[float, int]] = []
        self._news = threading.Condition()
        guest.also(self._note)
        self._note("chat_changed", guest.hears("chat_changed"))

    def _note(self, event: str, payload: Payload) -> None:
        if event == "chat_changed" and payload["chat"]["position"] is not None:
            with self._news:
                self.told.append((time.monotonic(), payload["chat"]["position"]))
                self._news.notify_all()

    def seconds_until(self, position: int, since: float) -> float:
        """How long it took until this place was told."""
        with self._news:
            assert self._news.wait_for(lambda: self.told[-1:] and self.told[-1][1] == position, 60)
            return max(0.0, next(at for at, place in self.told if place == position) - since)


@pytest.fixture
def line(server: Desk) -> Iterator[list[Place]]:
    places = [Place(Guest(server.url, f"Guest {number}")) for number in range(WAITING)]
    everybody = list(places)
    yield places
    for place in everybody:
        place.guest.leave()


def test_everybody_hears_of_a_better_place_at_once_and_of_no_worse_one(
    server: Desk, line: list[Place], capsys: pytest.CaptureFixture[str]
) -> None:
    ana, dice, seconds = AgentAtWork(server.url, "ana"), random.Random(22), []
    while len(line) > 1:
        began = time.monotonic()
        if dice.random() < 0.5:
            gone = line.pop(0)
            assert ana.ask("claim_next")["chat"]["id"] == gone.guest.chat_id
            assert ana.ask("close_chat", {"chat_id": gone.guest.chat_id})["ok"]
        else:
            gone = line.pop(dice.randrange(len(line)))
            assert gone.guest.ask("leave")["ok"]
        seconds += [
            place.seconds_until(number, began)
            for number, place in enumerate(line, start=1)
            if place.told[-1][1] != number or place.told[-1][0] > began
        ]
        for place in line:
            told = [position for _, position in place.told]
            assert told == sorted(told, reverse=True), "a place got worse"
    ana.leave()
    if WAITING >= 100:  # A measurement, for a machine that does nothing else.
        with capsys.disabled():
            print(f"\n{WAITING} who wait, {len(seconds)} moves: {max(seconds):.2f} s at most")
        assert max(seconds) <= MOST_SECONDS
