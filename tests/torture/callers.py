"""Many live connections at once, each coming back on the schedule of the browser's own script."""

import asyncio
import json
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from picows import WSError, WSTransport

from bench.wire import Client
from tests.live.desk import ROOT
from tests.live.people import new_id
from tests.torture.line import Key, Payload
from tests.torture.side import Side

TRIES = 20
# As in static/js/live/connection.js.
TRY_TIMEOUT_SECONDS = 8
PAUSES_UP_TO_SECONDS = 4
SETTLES_WITHIN_SECONDS = 60
LOOKS_EVERY_SECONDS = 0.02
GONE = {"ok": False, "error": {"code": "unavailable"}}
_SCHEDULES = """
import { retryDelay } from './static/js/live/backoff.js';
const [pages, tries] = process.argv.slice(1).map(Number);
const schedule = () => Array.from({ length: tries }, (_, attempt) => (
  retryDelay({ attempt, lostForMs: 0 }) / 1_000));
console.log(JSON.stringify(Array.from({ length: pages }, schedule)));
"""


def browser_schedules(pages: int) -> Iterator[list[float]]:
    """For each page the seconds it waits before each try."""
    node = shutil.which("node") or shutil.which("node", path=ROOT / ".venv" / "bin")
    assert node is not None, "node is not installed"
    words = [node, "--input-type=module", "-e", _SCHEDULES, str(pages), str(TRIES)]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return iter(json.loads(said))


class _Wire(Client):
    """Says when it has gone, and lets nobody wait for answers that cannot come any more."""

    def __init__(self, *key: Any) -> None:
        super().__init__(*key)
        self.gone = asyncio.Event()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        super().on_ws_disconnected(transport)
        self.gone.set()
        waiting, self._waiting = self._waiting, {}
        for answered in waiting.values():
            answered(GONE)


class Caller:
    """One page. `came_at`: the tries that reached the server; `back_at`: when it knew all again."""

    def __init__(self, url: str, key: Key, schedule: list[float]) -> None:
        self._url, self._key, self._schedule = url, key, schedule
        self.came_at: list[float] = []
        self.back_at = 0.0
        self._ends = asyncio.Event()

    def end(self) -> None:
        self._ends.set()

    async def live(self) -> None:
        attempt = 0
        while not self._ends.is_set():
            wire = _Wire(self._key.namespace, self._key.auth, self._hear)
            tried_at = time.monotonic()
            with suppress(OSError, TimeoutError, WSError):
                async with asyncio.timeout(TRY_TIMEOUT_SECONDS):
                    await wire.connect(self._url, cookie=self._key.cookie)
                self.came_at.append(tried_at)
                if await self._catch_up(wire):
                    self.back_at, attempt = time.monotonic(), 0
                    await self._stay(wire)
            wire.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._schedule[attempt % TRIES]):
                    await self._ends.wait()
            attempt += 1

    async def _stay(self, wire: _Wire) -> None:
        either = [asyncio.ensure_future(one.wait()) for one in (wire.gone, self._ends)]
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        for one in either:
            one.cancel()

    async def _catch_up(self, wire: _Wire) -> bool:
        raise NotImplementedError

    def _hear(self, _client: Client, _event: str, _payload: Payload) -> None:
        """What is pushed."""


class Visitor(Caller):
    """One tab of a visitor, who talks or only listens."""

    def __init__(
        self, url: str, chat: Payload, schedule: list[float], *, talks: bool = False
    ) -> None:
        super().__init__(url, Key("/visitor", {"token": chat["token"]}), schedule)
        self.side = Side(chat["id"], f"a tab of {chat['id']}")
        self.position: int | None = None
        self._talks = talks

    async def falls_silent(self) -> None:
        """Says nothing new; returns when all that was said has been answered."""
        self._talks = False
        assert await _comes_true(lambda: not self.side.unanswered()), "never answered"

    async def hears_out(self, last_seq: int) -> None:
        """Everybody is silent: this is the last message that has to arrive."""
        await _comes_true(lambda: self.side.ear.top >= last_seq)

    async def _catch_up(self, wire: _Wire) -> bool:
        ear, more = self.side.ear, True
        ear.begin()
        while more:
            after = ear.top
            answer = await wire.ask("sync", {"after_seq": after})
            if not answer["ok"]:
                return False
            ear.hear_page(answer["messages"], after=after)
            self.position, more = answer["chat"]["position"], answer["has_more"]
        ear.has_caught_up()
        return True

    async def _stay(self, wire: _Wire) -> None:
        talking = asyncio.ensure_future(self._talk(wire))
        await super()._stay(wire)
        talking.cancel()

    async def _talk(self, wire: _Wire) -> None:
        while True:
            for message in self.side.unanswered():
                await self._say(wire, message)
            await asyncio.sleep(random.uniform(0, PAUSES_UP_TO_SECONDS))
            if self._talks:
                said = {"client_id": new_id(), "body": f"Word {len(self.side.sent)}"}
                self.side.sent.append(said)

    async def _say(self, wire: _Wire, message: Payload) -> None:
        answered = asyncio.Event()

        def hear(answer: Payload) -> None:
            self.side.hear_answer(answer)
            answered.set()

        wire.emit("send_message", message, hear)
        await answered.wait()

    def _hear(self, _client: Client, event: str, payload: Payload) -> None:
        self.side.ear.hear(event, payload)


class Agent(Caller):
    """Holds chats; `chats` are those that the last `sync` named."""

    def __init__(self, url: str, cookie: str, schedule: list[float]) -> None:
        super().__init__(url, Key("/agent", None, cookie), schedule)
        self.chats: set[str] = set()
        self.wire: _Wire | None = None

    async def _catch_up(self, wire: _Wire) -> bool:
        self.wire = wire
        here = await wire.ask("set_presence", {"presence": "online"})
        answer = await wire.ask("sync", {})
        if here["ok"] and answer["ok"]:
            self.chats = {chat["id"] for chat in answer["chats"]}
        return bool(here["ok"] and answer["ok"])

    async def claim_next(self) -> str:
        assert self.wire is not None
        answer = await self.wire.ask("claim_next", {})
        assert answer["ok"], answer
        self.chats.add(answer["chat"]["id"])
        claimed: str = answer["chat"]["id"]
        return claimed


async def _comes_true(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + SETTLES_WITHIN_SECONDS
    while not is_so():
        if time.monotonic() > until:
            return False
        await asyncio.sleep(LOOKS_EVERY_SECONDS)
    return True
