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
from tests.live.dawdling import DawdlingDesk
from tests.live.desk import Desk
from tests.live.people import Payload, cookie_of, new_id, sign_in, start_chat

BURSTS = int(os.environ.get("BURSTS", "48"))
BURST = 50
# New ones now and then, so that a long run does not measure long conversations.
BURSTS_PER_CHAT = 400
CHATS = 4

pytestmark = [pytest.mark.server, pytest.mark.timeout(300 + BURSTS)]


@pytest.fixture
def desk(tmp_path: Path, prepared: Path) -> Iterator[Desk]:
    desk = DawdlingDesk(Path(shutil.copytree(prepared, tmp_path / "desk")), rate_limits="off")
    yield desk.start()
    desk.kill()


class Side:
    """One connection: sends bursts, and notes what the other side hears of them."""

    def __init__(self, chat_id: str, to: Payload) -> None:
        self.chat_id, self.to = chat_id, to
        self.client: Client
        self.heard: list[tuple[int, str]] = []
        self.inversions: list[str] = []
        self.messages = 0
        self.all_heard = asyncio.Event()

    def hear(self, _client: Client, event: str, payload: Payload) -> None:
        message = payload["message"] if event == "message_posted" else {"kind": event}
        if message["kind"] == "text" and message["chat_id"] == self.chat_id:
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


async def chat_of(desk: Desk, agent: Client, listeners: dict[str, Side]) -> tuple[Side, Side]:
    """A visitor and the agent in one chat, each connected."""
    chat = (await asyncio.to_thread(start_chat, desk.url))["chat"]
    visitor, answering = Side(chat["id"], {}), Side(chat["id"], {"chat_id": chat["id"]})
    listeners[chat["id"]] = answering
    assert (await agent.ask("claim_next", {}))["ok"]
    visitor.client = Client("/visitor", {"token": chat["token"]}, visitor.hear)
    await visitor.client.connect(desk.url)
    answering.client = agent
    return visitor, answering


async def talk(desk: Desk, agent: Client, listeners: dict[str, Side], bursts: int) -> list[str]:
    """So many bursts from both sides at once, in one chat after another."""
    inversions: list[str] = []
    while bursts > 0:
        visitor, answering = await chat_of(desk, agent, listeners)
        for _ in range(min(bursts, BURSTS_PER_CHAT) // 2):
            await asyncio.gather(visitor.burst(answering), answering.burst(visitor))
        bursts -= BURSTS_PER_CHAT
        inversions += visitor.inversions + answering.inversions
        visitor.client.close()
        assert (await agent.ask("close_chat", {"chat_id": visitor.chat_id}))["ok"]
        del listeners[visitor.chat_id]
    return inversions


async def everybody_talks(desk: Desk) -> list[str]:
    listeners: dict[str, Side] = {}

    def hear(client: Client, event: str, payload: Payload) -> None:
        for listener in list(listeners.values()):
            listener.hear(client, event, payload)

    cookie = cookie_of(await asyncio.to_thread(sign_in, desk.url, "ana@desk.example"))
    agent = Client("/agent", None, hear)
    await agent.connect(desk.url, cookie=cookie)
    assert (await agent.ask("set_presence", {"presence": "online"}))["ok"]
    found = [talk(desk, agent, listeners, BURSTS // CHATS) for _ in range(CHATS)]
    inversions = [one for several in await asyncio.gather(*found) for one in several]
    agent.close()
    return inversions


def test_nothing_overtakes_in_bursts_whatever_time_each_handler_takes(desk: Desk) -> None:
    assert asyncio.run(everybody_talks(desk)) == []
    (sent,) = desk.rows("SELECT COUNT(*) AS count FROM messages WHERE kind = 'text' AND seq > 1")
    assert sent["count"] == BURSTS * BURST
