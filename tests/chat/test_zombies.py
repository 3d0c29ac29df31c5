"""Agents who are killed at random moments: how long they are shown as available, and keep chats.

The clock is a fast one, so that a thousand deaths take a minute: `ZOMBIE_KILLS` says how many.
"""

import os
import random
import time as real_time
from dataclasses import dataclass, field

import pytest

from chat import jobs
from core.transport.engine import PING_INTERVAL_SECONDS, PING_TIMEOUT_SECONDS
from tests.chat.stage import Agent, Payload, Stage, Visitor
from tests.clocks import StoppedClock

KILLS = int(os.environ.get("ZOMBIE_KILLS", "30"))
KILLS_BETWEEN_CRASHES = 20
NAMES = ("ana", "bea", "cleo", "dan", "eve", "fred", "gina")
MOST_SECONDS_SHOWN = PING_INTERVAL_SECONDS + PING_TIMEOUT_SECONDS + jobs.SWEEP_EVERY_SECONDS
MOST_SECONDS_HELD = 60 + jobs.SWEEP_EVERY_SECONDS


@dataclass
class Life:
    """One agent's browser, alive or not. Seconds are those of the play."""

    name: str
    line: Agent
    pong_at: int
    killed_at: int | None = None
    back_at: int = 0
    is_shown: bool = True


@dataclass
class Play:
    """A supervisor watches, everybody else is killed and comes back."""

    stage: Stage
    clock: StoppedClock
    dice: random.Random
    second: int = 0
    kills: int = 0
    crashes: int = 0
    started_at: int = 0
    longest_shown: int = 0
    longest_held: int = 0
    lives: list[Life] = field(default_factory=list)
    guests: list[Visitor] = field(default_factory=list)

    def begin(self) -> None:
        self.sam = self.stage.agent("sam", online=False)
        for name in NAMES:
            self.guests.append(self.stage.guest(name))
            line = self.stage.agent(name)
            assert line.ask("claim_next")["ok"]
            self.lives.append(Life(name, line, self.second))
        self.lease_phase = self.dice.randrange(jobs.LEASE_EVERY_SECONDS)
        self.sweep_phase = self.dice.randrange(jobs.SWEEP_EVERY_SECONDS)

    def pass_a_second(self) -> None:
        self.second += 1
        self.clock.advance(seconds=1)
        for life in self.lives:
            self._live_on(life)
        if self.second % jobs.LEASE_EVERY_SECONDS == self.lease_phase:
            self.stage.loopback.sweeper.write_leases()
        if self.second % jobs.SWEEP_EVERY_SECONDS == self.sweep_phase:
            self.stage.loopback.sweeper.sweep()
            self.stage.loopback.settle()
        self._look()

    def kill(self) -> None:
        """Somebody's browser is gone, at any moment between two answered pings."""
        life = self.dice.choice(self.lives)
        if life.killed_at is None and life.is_shown:
            life.line.cut()
            life.killed_at = self.second
            life.back_at = self.second + self.dice.randint(1, 120)
            self.kills += 1

    def crash(self) -> None:
        """The server is killed as well; whoever lives comes back to the new one."""
        self.crashes += 1
        self.started_at = self.second
        self.stage.restart()
        for guest in self.guests:
            self.stage.visitor(guest.chat_id, guest.token)
        self.sam = self.stage.agent("sam", online=False)
        for life in self.lives:
            if life.killed_at is None:
                self._come(life)
        for agent in self.sam.ask("sync")["agents"]:
            self._show(agent)

    def _live_on(self, life: Life) -> None:
        if life.killed_at is None:
            if self.second - life.pong_at >= PING_INTERVAL_SECONDS:
                life.pong_at = self.second
            life.line.last_pong_at = real_time.monotonic() - (self.second - life.pong_at)
        elif self.second >= life.back_at:
            life.killed_at = None
            self._come(life)
            life.line.ask("claim_next")

    def _come(self, life: Life) -> None:
        life.line = self.stage.agent(life.name, online=False)
        life.pong_at = self.second

    def _look(self) -> None:
        """What the supervisor's console shows now, and who holds a chat."""
        for told in self.sam.all_heard("agent_changed"):
            self._show(told["agent"])
        self.sam.heard.clear()
        rows = self.stage.rows("SELECT agent_id FROM chats WHERE state = 'active'")
        holders = {row["agent_id"] for row in rows}
        for life in self.lives:
            if life.killed_at is not None and life.is_shown:
                self.longest_shown = max(self.longest_shown, self.second - life.killed_at)
            if life.killed_at is not None and life.line.id in holders:
                # Nobody could come back before the server's start, so the grace begins there.
                since = max(life.killed_at, self.started_at)
                self.longest_held = max(self.longest_held, self.second - since)
            if life.killed_at is None:
                assert life.is_shown, f"{life.name} is here and not shown"

    def _show(self, agent: Payload) -> None:
        for life in self.lives:
            if life.line.id == agent["id"]:
                life.is_shown = agent["presence"] != "offline"


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """The desk is started when the clock stands already."""


def test_nobody_who_was_killed_is_shown_as_available_or_keeps_a_chat_for_long(
    stage: Stage, time: StoppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    play = Play(stage, time, random.Random(KILLS))
    play.begin()
    while play.kills < KILLS:
        play.pass_a_second()
        if play.dice.random() < 0.1:
            play.kill()
        if play.kills > (play.crashes + 1) * KILLS_BETWEEN_CRASHES:
            play.crash()
    for _ in range(MOST_SECONDS_HELD + 10):
        play.pass_a_second()
    with capsys.disabled():
        if KILLS >= 1_000:
            print(
                f"\n{play.kills} kills, {play.crashes} crashes: shown for {play.longest_shown} s"
                f" at most, chats held for {play.longest_held} s at most"
            )
    assert play.longest_shown <= MOST_SECONDS_SHOWN
    assert play.longest_held <= MOST_SECONDS_HELD
