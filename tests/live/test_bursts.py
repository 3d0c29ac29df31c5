"""Bursts of 50 messages from both sides, and handlers of random length: nothing overtakes (G3).

`BURSTS=50000` plays so many instead of a small share.
"""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.wire import Client
from tests.concurrency import run_apart
from tests.live.dawdling import DawdlingDesk
from tests.live.desk import Desk
from tests.live.people import Payload, cookie_of, new_id, sign_in, start_chat

BURSTS = int(os.environ.get("BURSTS", "48"))
BURST = 50
AT_WORK = ("ana", "bea", "cleo", "dan")

pytestmark = [pytest.mark.server, pytest.mark.timeout(300 + BURSTS)]


@pytest.fixture
def desk(tmp_path: Path, prepared: Path) -> Iterator[Desk]:
    desk = DawdlingDesk(Path(shutil.copytree(prepared, tmp_path / "desk")), rate_limits="off")
    yield desk.start()
    desk.kill()


class Side:
    """One connection: sends bursts, and notes what the other side hears of them."""

    def __init__(self) -> None:
        self.client: Client
        self.to: Payload = {}
        self.heard: list[tuple[int, str]] = []
        self.inversions: list[str] = []
        self.messages = 0
        self.all_heard = asyncio.Event()

    def hear(self, _client: Client, event: str, payload: Payload) -> None:
        message = payload["message"] if event == "message_posted" else {"kind": event}
        if message["kind"] == "text":
            self.heard.append((message["seq"], message["body"]))
            if len(self.heard) == BURST:
                self.all_heard.set()

    async def burst(self, other: "Side") -> None:
        """Send 50 at once; returns when all are acknowledged and heard."""
        words = [f"{self.messages + number}" for number in range(BURST)]
        self.messages += BURST
        answers: list[Payload] = []
        all_answered = asyncio.Event()

        def hear(answer: Payload) -> None:
            answers.append(answer["message"])
            if len(answers) == BURST:
                all_answered.set()

        for body in words:
            payload = {"client_id": new_id(), "body": body, **self.to}
            self.client.emit("send_message", payload, hear)
        await asyncio.wait_for(all_answered.wait(), 60)
        stored = [(one["seq"], one["body"]) for one in answers]
        await asyncio.wait_for(other.all_heard.wait(), 60)
        heard, other.heard = other.heard, []
        other.all_heard.clear()
        if stored != heard or [body for _, body in stored] != words or stored != sorted(stored):
            self.inversions.append(f"sent {words}, stored {stored}, heard {heard}")


async def at_work(desk: Desk, first_name: str) -> Side:
    """An agent with a connection of her own: more than 256 packets may wait for nobody."""
    agent = Side()
    cookie = cookie_of(await asyncio.to_thread(sign_in, desk.url, f"{first_name}@desk.example"))
    agent.client = Client("/agent", None, agent.hear)
    await agent.client.connect(desk.url, cookie=cookie)
    assert (await agent.client.ask("set_presence", {"presence": "online"}))["ok"]
    return agent


async def joined(desk: Desk, agent: Side) -> Side:
    """A new visitor whom this agent has claimed."""
    chat = (await asyncio.to_thread(start_chat, desk.url))["chat"]
    assert (await agent.client.ask("claim_next", {}))["chat"]["id"] == chat["id"]
    agent.to = {"chat_id": chat["id"]}
    visitor = Side()
    visitor.client = Client("/visitor", {"token": chat["token"]}, visitor.hear)
    await visitor.client.connect(desk.url)
    return visitor


async def talk(visitor: Side, agent: Side, bursts: int) -> list[str]:
    """So many bursts from both sides at once."""
    for _ in range(bursts // 2):
        await asyncio.gather(visitor.burst(agent), agent.burst(visitor))
    return visitor.inversions + agent.inversions


async def everybody_talks(desk: Desk) -> list[str]:
    """First all come, then all talk: a desk in full use lets newcomers wait."""
    agents = [await at_work(desk, name) for name in AT_WORK]
    visitors = [await joined(desk, agent) for agent in agents]
    pairs = zip(visitors, agents, strict=True)
    found = [talk(visitor, agent, BURSTS // len(agents)) for visitor, agent in pairs]
    inversions = [one for several in await asyncio.gather(*found) for one in several]
    for side in (*visitors, *agents):
        side.client.close()
    return inversions


def test_nothing_overtakes_in_bursts_whatever_time_each_handler_takes(desk: Desk) -> None:
    assert run_apart(everybody_talks(desk)) == []
    (sent,) = desk.rows("SELECT COUNT(*) AS count FROM messages WHERE kind = 'text' AND seq > 1")
    assert sent["count"] == BURSTS * BURST
