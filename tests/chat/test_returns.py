"""Visitors who close their tabs while they wait: whoever is back in time stands where they stood.

The clock is a fast one, so that a thousand returns take a minute: `RETURNS` says how many.
"""

import os
import random
import time as real_time
from dataclasses import dataclass, field

import pytest

from chat import jobs
from core.transport.engine import PING_INTERVAL_SECONDS
from tests.chat.stage import Stage, Visitor
from tests.clocks import StoppedClock

RETURNS = int(os.environ.get("RETURNS", "30"))
WAITING = 12
GRACE_SECONDS = 120


@dataclass
class Wait:
    """One visitor with some tabs, none while they are away. Seconds are those of the play."""

    chat_id: str
    token: str
    number: int
    tabs: list[Visitor] = field(default_factory=list)
    pong_at: int = 0
    left_at: int = 0
    back_at: int | None = None


@dataclass
class Play:
    """Everybody leaves and comes back again and again; some stay away."""

    stage: Stage
    clock: StoppedClock
    dice: random.Random
    second: int = 0
    returns: int = 0
    came: int = 0
    longest_listed: int = 0
    line: list[Wait] = field(default_factory=list)

    def pass_a_second(self) -> None:
        self.second += 1
        self.clock.advance(seconds=1)
        while len(self.line) < WAITING:
            self._join()
        for wait in self.line:
            self._live_on(wait)
        if self.second % jobs.LEASE_EVERY_SECONDS == 1:
            self.stage.loopback.sweeper.write_leases()
        if self.second % jobs.SWEEP_EVERY_SECONDS == 3:
            self.stage.loopback.sweeper.sweep()
            self.stage.loopback.settle()
        self._look()

    def _join(self) -> None:
        chat = self.stage.start_chat(f"Guest {self.came}")["chat"]
        wait = Wait(chat["id"], chat["token"], self.came)
        self.came += 1
        self.line.append(wait)
        self._open_tabs(wait)

    def _open_tabs(self, wait: Wait) -> None:
        wait.pong_at, wait.back_at = self.second, None
        for _ in range(self.dice.randint(1, 3)):
            wait.tabs.append(self.stage.visitor(wait.chat_id, wait.token))

    def _live_on(self, wait: Wait) -> None:
        if wait.tabs:
            if self.second - wait.pong_at >= PING_INTERVAL_SECONDS:
                wait.pong_at = self.second
            for tab in wait.tabs:
                tab.last_pong_at = real_time.monotonic() - (self.second - wait.pong_at)
            if self.dice.random() < 0.05:
                self._close_a_tab(wait)
        elif wait.back_at == self.second:
            self.returns += 1
            self._open_tabs(wait)
            chat = wait.tabs[0].sync()["chat"]
            assert (chat["state"], chat["position"]) == ("queued", self.line.index(wait) + 1)

    def _close_a_tab(self, wait: Wait) -> None:
        wait.tabs.pop(self.dice.randrange(len(wait.tabs))).cut()
        if not wait.tabs:
            wait.left_at = self.second
            stays_away = self.dice.random() < 0.1
            away = self.dice.choice((self.dice.randint(1, GRACE_SECONDS), GRACE_SECONDS))
            wait.back_at = None if stays_away else self.second + away

    def _look(self) -> None:
        """The queue holds those who are expected, in the order in which they came."""
        rows = self.stage.rows("SELECT id FROM chats WHERE state = 'queued' ORDER BY place")
        listed = [row["id"] for row in rows]
        gone = [wait for wait in self.line if wait.chat_id not in listed]
        for wait in gone:
            assert not wait.tabs, f"{wait.number} is here"
            assert wait.back_at is None, f"{wait.number} would have been back in time"
            self.line.remove(wait)
        assert [wait.chat_id for wait in self.line] == listed
        away = [self.second - wait.left_at for wait in self.line if not wait.tabs]
        self.longest_listed = max(self.longest_listed, *away, 0)


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """The desk is started when the clock stands already."""


def test_who_is_back_within_the_grace_stands_where_they_stood(
    stage: Stage, time: StoppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    play = Play(stage, time, random.Random(RETURNS))
    while play.returns < RETURNS:
        play.pass_a_second()
    for _ in range(2 * GRACE_SECONDS):
        play.pass_a_second()
    with capsys.disabled():
        if RETURNS >= 1_000:
            print(
                f"\n{play.returns} returns within the grace, {play.came} visitors:"
                f" off the list after {play.longest_listed} s at most"
            )
    assert play.longest_listed <= GRACE_SECONDS + jobs.SWEEP_EVERY_SECONDS
