"""Agents who vanish from a served desk in real time: how long others are shown that they are there.

`ZOMBIE_KILLS` says how many die; every second one by a network that swallows everything.
"""

import os
import random
import threading
import time
from dataclasses import dataclass

import pytest

from app import create_app
from core.database import db
from core.settings import Settings
from tests.factories import make_agent
from tests.live.conftest import StartDesk
from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Payload
from tests.ports import free_port
from tests.proxy import Proxy

KILLS = int(os.environ.get("ZOMBIE_KILLS", "6"))
# Only a hang is to be cut short.
pytestmark = [pytest.mark.server, pytest.mark.timeout(300 + 5 * KILLS)]

AT_ONCE = 50
MOST_SECONDS_SHOWN = 46


@dataclass
class Watch:
    """What a supervisor is shown: since when who is offline."""

    sam: AgentAtWork

    def __post_init__(self) -> None:
        self.offline_at: dict[str, float] = {}
        self._news = threading.Condition()
        self.sam.also(self._note)

    def _note(self, event: str, payload: Payload) -> None:
        if event == "agent_changed" and payload["agent"]["presence"] == "offline":
            with self._news:
                self.offline_at.setdefault(payload["agent"]["id"], time.monotonic())
                self._news.notify_all()

    def wait_for(self, agent_ids: set[str]) -> None:
        """Until all of them are shown as offline."""
        with self._news:
            assert self._news.wait_for(
                lambda: agent_ids <= self.offline_at.keys(), 2 * MOST_SECONDS_SHOWN
            ), "somebody is shown for ever"


def hire(desk: Desk, names: list[str]) -> None:
    """Accounts, made beside the running server."""
    app = create_app(Settings(data_dir=desk.data_dir))
    with app.app_context():
        for name in names:
            make_agent(name)
        db.session.remove()
        db.engine.dispose()


def test_nobody_who_vanished_is_shown_as_available_for_long(
    start_desk: StartDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    proxy = Proxy(port := free_port()).start()
    desk = start_desk(rate_limits="off", port=str(port), public_url=proxy.url)
    hire(desk, [f"agent{number}" for number in range(min(KILLS, AT_ONCE))])
    seconds: list[float] = []
    while len(seconds) < KILLS:
        seconds += one_batch(desk, proxy, min(AT_ONCE, KILLS - len(seconds)), random.Random())
    proxy.stop()
    with capsys.disabled():
        if KILLS >= 100:
            print(f"\n{len(seconds)} kills: shown for {max(seconds):.1f} s at most")
    assert max(seconds) <= MOST_SECONDS_SHOWN


def one_batch(desk: Desk, proxy: Proxy, kills: int, dice: random.Random) -> list[float]:
    """They come one by one, so that each dies at another moment between two pings."""
    watch = Watch(AgentAtWork(desk.url, "sam", online=False))
    urls = [desk.url if number % 2 else proxy.url for number in range(kills)]
    agents = [AgentAtWork(url, f"agent{number}") for number, url in enumerate(urls)]
    time.sleep(dice.uniform(0, 15))  # That is the moment at which they die.
    died_at: dict[str, float] = {}
    proxy.black_hole = True
    for agent in agents:
        died_at[agent.id] = time.monotonic()
        if agent.url == desk.url:
            agent.die()
    watch.wait_for(set(died_at))
    proxy.heal()
    proxy.cut()
    for agent in (*agents, watch.sam):
        agent.leave()
    return [watch.offline_at[agent_id] - died_at[agent_id] for agent_id in died_at]
