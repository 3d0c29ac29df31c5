"""Chats that run at the pace of people, and an agent at work, while something else goes on."""

import asyncio
import time
from contextlib import suppress
from itertools import count, cycle
from typing import Any

from bench.dialects import DeskDialect
from bench.servers import Server
from bench.wire import Client

A_SIDE_WRITES_EVERY_SECONDS = 4.0
AN_ACT_EVERY_SECONDS = 0.25
LAST_ANSWER_WITHIN_SECONDS = 20


class Running:
    """Filled as a `bench.load.Load` is. `acks`: waits of messages, `acts`: waits of an agent."""

    def __init__(self, desk: Server) -> None:
        self._desk = desk
        self._dialect = DeskDialect()
        self._sides: list[tuple[Client, str]] = []
        self._numbers = count()
        self._tasks: list[asyncio.Task[None]] = []
        self.acks: list[float] = []
        self.acts: list[float] = []
        self.refused = self.unanswered = 0
        self._quiet = asyncio.Event()

    async def connect(self, namespace: str, auth: Any, *, cookie: str = "") -> Client:
        client = Client(namespace, auth, lambda *_: None)
        await client.connect(self._desk.url, cookie=cookie)
        return client

    def add_talk(self, visitor: tuple[Client, str], agent: tuple[Client, str]) -> None:
        self._sides += [visitor, agent]

    def start(self) -> None:
        agent, chat = self._sides[1]
        doings = (self._talk(), self._work(agent, chat))
        self._tasks = [asyncio.create_task(doing) for doing in doings]

    async def stop(self) -> None:
        """Returns when the last answer has come, or does not come any more."""
        for task in self._tasks:
            task.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), LAST_ANSWER_WITHIN_SECONDS)

    def forget(self) -> None:
        """What was measured until now."""
        self.acks.clear()
        self.acts.clear()

    async def _talk(self) -> None:
        for client, chat in cycle(self._sides):
            said = f"talk.{next(self._numbers)}"
            self._measure(client, self._dialect.message(chat, said, "Hello"), self.acks)
            await asyncio.sleep(A_SIDE_WRITES_EVERY_SECONDS / len(self._sides))

    async def _work(self, agent: Client, chat: str) -> None:
        """The agent reads a chat again, and claims the next one."""
        for act in cycle((("sync", {"after": {chat: 0}}), ("claim_next", {}))):
            self._measure(agent, act, self.acts)
            await asyncio.sleep(AN_ACT_EVERY_SECONDS)

    def _measure(self, client: Client, said: tuple[str, Any], waits: list[float]) -> None:
        began = time.monotonic()
        self.unanswered += 1
        self._quiet.clear()

        def answered(answer: Any) -> None:
            self.unanswered -= 1
            if not self.unanswered:
                self._quiet.set()
            waits.append(time.monotonic() - began)
            # An agent may hear that nobody waits, or that there is no room for one more.
            self.refused += not answer["ok"] and waits is self.acks

        client.emit(*said, answered)


def worst(waits: list[float], share: float = 0.99) -> float:
    """The wait that this share of all does not exceed."""
    return sorted(waits)[int(len(waits) * share)] if waits else 0.0
