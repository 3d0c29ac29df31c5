"""Chats under load: a side writes when the message before it was acknowledged and heard.

Such a closed loop keeps the server as busy as it can be, so the CPU time per message is its price.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bench.dialects import Dialect
from bench.servers import Server
from bench.wire import Client

HEARD_WITHIN_SECONDS = 10
TEXT = ("The quick brown fox jumps over the lazy dog. " * 3)[:120]


@dataclass
class Tally:
    """What became of the messages; all but `done` and `waits` should stay 0."""

    done: int = 0
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    lost: int = 0
    duplicate: int = 0
    out_of_order: int = 0

    @property
    def faults(self) -> int:
        return self.refused + self.lost + self.duplicate + self.out_of_order


@dataclass(frozen=True)
class Figure:
    """One measurement of one server."""

    cpu_micros_per_message: float
    tally: Tally


@dataclass
class _UnderWay:
    """A message that one side has sent: not yet acknowledged, not yet heard by the other."""

    sent_at: float
    taken_as: int | None = None
    heard_as: int | None = None


class Talk:
    """One chat between two sides, each a connection and the name it has for the chat."""

    def __init__(self, name: str, *sides: tuple[Client, str]) -> None:
        self.name = name
        self.sides = sides
        self.turn = 0
        self.sent = [0, 0]
        self.heard = [0, 0]
        self.last_number = [0, 0]
        self.under_way: dict[str, _UnderWay] = {}


class Load:
    """All chats of one server."""

    def __init__(self, server: Server, dialect: Dialect) -> None:
        self._server, self._dialect = server, dialect
        self._talks: dict[str, Talk] = {}
        self._tally = Tally()
        self._running = False
        self._quiet = asyncio.Event()

    async def connect(self, namespace: str, auth: Any, *, cookie: str = "") -> Client:
        client = Client(namespace, auth, self._hear)
        await client.connect(self._server.url, cookie=cookie)
        return client

    def add_talk(self, visitor: tuple[Client, str], agent: tuple[Client, str]) -> None:
        name = str(len(self._talks))
        self._talks[name] = Talk(name, visitor, agent)

    async def measure(self, *, warm_up_seconds: float, seconds: float) -> Figure:
        """Let all talk for a while, and measure in the later part of it."""
        self._running = True
        self._quiet.clear()
        for talk in self._talks.values():
            self._speak(talk)
        await asyncio.sleep(warm_up_seconds)
        done_before, cpu_before = self._tally.done, self._server.cpu_seconds()
        await asyncio.sleep(seconds)
        cpu = self._server.cpu_seconds() - cpu_before
        done = self._tally.done - done_before
        self._running = False
        await self._wait_for_the_last()
        tally, self._tally = self._tally, Tally()
        return Figure(cpu / max(1, done) * 1e6, tally)

    def close(self) -> None:
        for client in {client for talk in self._talks.values() for client, _ in talk.sides}:
            client.close()

    async def _wait_for_the_last(self) -> None:
        """What does not come any more is lost."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARD_WITHIN_SECONDS):
                await self._quiet.wait()
        for talk in self._talks.values():
            self._tally.lost += len(talk.under_way)
            talk.under_way.clear()

    def _speak(self, talk: Talk) -> None:
        side = talk.turn
        client, chat = talk.sides[side]
        talk.sent[side] += 1
        client_id = f"{talk.name}.{side}.{talk.sent[side]}"
        message = talk.under_way[client_id] = _UnderWay(time.perf_counter())

        def answered(answer: Any) -> None:
            message.taken_as = self._dialect.acknowledged(answer)
            self._tally.waits.append(time.perf_counter() - message.sent_at)
            if message.taken_as is None:
                self._tally.refused += 1
            self._finish(talk, client_id, message)

        client.emit(*self._dialect.message(chat, client_id, TEXT), answered)

    def _hear(self, client: Client, event: str, payload: Any) -> None:
        if event != self._dialect.delivery:
            return
        client_id, number = self._dialect.delivered(payload)
        if client_id is None or client_id.count(".") != 2:
            return  # What the system says, and the question that began the chat.
        name, sender, count = client_id.split(".")
        talk, side = self._talks[name], 1 - int(sender)
        if talk.sides[side][0] is not client:
            raise RuntimeError(f"message {client_id} went astray")
        self._check_order(talk, side, int(count), number)
        message = talk.under_way.get(client_id)
        if message is not None:
            message.heard_as = number
            self._finish(talk, client_id, message)

    def _check_order(self, talk: Talk, side: int, count: int, number: int) -> None:
        """The sender's own count has no gap and no repeat; the server's numbers only grow."""
        if count <= talk.heard[side]:
            self._tally.duplicate += 1
        elif count > talk.heard[side] + 1 or number <= talk.last_number[side]:
            self._tally.out_of_order += 1
        talk.heard[side] = max(count, talk.heard[side])
        talk.last_number[side] = max(number, talk.last_number[side])

    def _finish(self, talk: Talk, client_id: str, message: _UnderWay) -> None:
        if message.taken_as is None or message.heard_as is None:
            return
        if message.taken_as != message.heard_as:
            self._tally.out_of_order += 1
        del talk.under_way[client_id]
        self._tally.done += 1
        if self._running:
            talk.turn = 1 - talk.turn
            self._speak(talk)
        elif not any(other.under_way for other in self._talks.values()):
            self._quiet.set()
