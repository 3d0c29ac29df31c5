"""A full house whose server is killed, and everybody comes back as browsers do (G8, G22).

500 wait, 200 talk, most of those in two tabs: 900 connections. Who waits has to find the same place
and the same words, who talks misses nothing, and agents hold the chats that they held.
"""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from tests.concurrency import run_apart
from tests.live.desk import AGENTS, Desk
from tests.live.people import QUESTION, cookie_of, sign_in, start_chat
from tests.torture.callers import Agent, Caller, Visitor, browser_schedules
from tests.torture.play import findings, said_too_much
from tests.torture.report import Row
from tests.torture.tally import compare

BACK_WITHIN_SECONDS = 120
TALKS_BEFORE_SECONDS = 3
SERVED_AFTERWARDS = 8
QUEUE = "SELECT id, place, created_at, question FROM chats WHERE state = 'queued' ORDER BY place"
ACTIVE = "SELECT id, agent_id FROM chats WHERE state = 'active' ORDER BY id"


@dataclass(frozen=True)
class House:
    """How many are there. `tabs` are second ones of those who talk."""

    waiting: int = 500
    talking: int = 200
    tabs: int = 192

    @property
    def capacity(self) -> int:
        """What each agent has to hold."""
        return -(-(self.talking + SERVED_AFTERWARDS) // len(AGENTS))

    @property
    def pages(self) -> int:
        return self.waiting + self.talking + self.tabs + len(AGENTS)


class Evening:
    """One house on one desk."""

    def __init__(self, desk: Desk, house: House, row: Row) -> None:
        self._desk, self._house, self._row = desk, house, row
        self._schedules: Iterator[list[float]] = browser_schedules(house.pages)
        self._agents: list[Agent] = []
        self._visitors: list[Visitor] = []
        self._lives: list[asyncio.Task[None]] = []

    async def play(self) -> None:
        await self._fill()
        for _ in range(self._row.cycles):
            await asyncio.sleep(TALKS_BEFORE_SECONDS)
            await self._kill()
        await self._go_home()
        await self._serve_the_first()

    async def _fill(self) -> None:
        url = self._desk.url
        self._desk.rows("UPDATE accounts SET capacity = ?", self._house.capacity)
        for name in AGENTS:
            cookie = cookie_of(sign_in(url, f"{name}@desk.example"))
            self._agents.append(Agent(url, cookie, next(self._schedules)))
        await self._come(self._agents)
        talking = [await self._asks(number) for number in range(self._house.talking)]
        for number, chat in enumerate(talking):
            claimed = await self._agents[number % len(self._agents)].claim_next()
            assert claimed == chat["id"]
        waiting = [await self._asks(len(talking) + number) for number in range(self._house.waiting)]
        self._visitors = [
            *(Visitor(url, chat, next(self._schedules), talks=True) for chat in talking),
            *(Visitor(url, chat, next(self._schedules)) for chat in waiting),
            *(Visitor(url, chat, next(self._schedules)) for chat in talking[: self._house.tabs]),
        ]
        await self._come(self._visitors)

    async def _asks(self, number: int) -> dict[str, str]:
        """A desk that cannot keep up takes nobody for a moment; then one asks again."""
        said = {"name": f"Gus {number}", "question": f"{QUESTION} It is number {number}."}
        until = time.monotonic() + BACK_WITHIN_SECONDS
        while (answer := start_chat(self._desk.url, **said)).get("outcome") != "queued":
            assert time.monotonic() < until, answer
            await asyncio.sleep(0.2)
        found: dict[str, str] = answer["chat"]
        return found

    async def _come(self, callers: list[Agent] | list[Visitor]) -> None:
        self._lives += [asyncio.create_task(caller.live()) for caller in callers]
        await _all_back(callers, time.monotonic())

    async def _kill(self) -> None:
        before = self._held()
        line = [tuple(row) for row in self._desk.rows(QUEUE)]
        killed_at = time.monotonic()
        self._desk.kill()
        await asyncio.to_thread(self._desk.start)
        ready = time.monotonic() - killed_at
        everybody = [*self._agents, *self._visitors]
        await _all_back(everybody, killed_at)
        self._row.notes.append(_account(everybody, killed_at, ready))
        self._row.seconds.append(max(one.back_at for one in everybody) - killed_at)
        if self._held() != before:
            self._row.findings.append("an agent holds other chats than before")
        if [tuple(row) for row in self._desk.rows(QUEUE)] != line:
            self._row.findings.append("the queue is not what it was")
        places = {chat_id: place for place, (chat_id, *_) in enumerate(line, 1)}
        for one in self._visitors:
            if one.position != places.get(one.side.chat_id):
                self._row.tally.disordered += 1

    def _held(self) -> list[Any]:
        """Which agent holds which chats: as stored, and as their consoles show it."""
        return [
            [tuple(row) for row in self._desk.rows(ACTIVE)],
            [set(agent.chats) for agent in self._agents],
        ]

    async def _go_home(self) -> None:
        """Nobody says anything new; all that was said is heard, and the accounts are settled."""
        for visitor in self._visitors:
            await visitor.falls_silent()
        for visitor in self._visitors:
            (chat,) = self._desk.rows(
                "SELECT last_seq FROM chats WHERE id = ?", visitor.side.chat_id
            )
            await visitor.hears_out(chat["last_seq"])
        with closing(sqlite3.connect(self._desk.database)) as connection:
            connection.row_factory = sqlite3.Row
            for visitor in self._visitors:
                compare(visitor.side, connection, self._row.tally)
        self._row.findings += self._row.tally.said

    async def _serve_the_first(self) -> None:
        first = [row["id"] for row in self._desk.rows(QUEUE)][:SERVED_AFTERWARDS]
        served = [await agent.claim_next() for agent in self._agents[:SERVED_AFTERWARDS]]
        if served != first:
            self._row.findings.append(f"served {served}, but the first were {first}")
        for caller in (*self._agents, *self._visitors):
            caller.end()
        await asyncio.gather(*self._lives)


def play(desk: Desk, house: House, *, cycles: int) -> Row:
    """Kill the server so often."""
    row = Row("full_house", cycles)
    run_apart(Evening(desk, house, row).play())
    row.findings += findings(desk) + said_too_much(desk)
    return row


async def _all_back(callers: list[Agent] | list[Visitor] | list[Caller], since: float) -> None:
    until = time.monotonic() + BACK_WITHIN_SECONDS
    while any(caller.back_at <= since for caller in callers):
        assert time.monotonic() < until, "somebody never came back"
        await asyncio.sleep(0.02)


def _account(everybody: list[Caller], killed_at: float, ready: float) -> str:
    """How long it took, and how evenly they came."""
    back = sorted(one.back_at - killed_at for one in everybody)
    came = sorted(at for one in everybody for at in one.came_at if at > killed_at)
    came = came[: int(len(came) * 0.99)]
    bins = Counter(int((at - came[0]) / 0.1) for at in came)
    mean = len(came) / (max(bins) + 1)
    return (
        f"{len(everybody)} connections: ready {ready:.1f} s after the kill; back 50 % after"
        f" {back[len(back) // 2]:.1f} s, 99 % after {back[int(len(back) * 0.99)]:.1f} s,"
        f" all after {back[-1]:.1f} s; at most {max(bins.values())} came in 0.1 s,"
        f" {max(bins.values()) / mean:.1f} times the mean"
    )
