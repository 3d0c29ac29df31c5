"""500 people and 20 agents, departures and crashes: nobody is served before an earlier one (D3)."""

import os
import random
from collections.abc import Callable

import pytest

from chat import ledger
from chat.overtaking import overtakings
from core.database import reading
from tests.chat.stage import Agent, Stage, new_id
from tests.clocks import StoppedClock
from tests.factories import make_agent

JOINS, AGENTS = 500, 20
SEED = int(os.environ.get("LEDGER_SEED", "6"))


class Day:
    """A busy day. `random` decides what happens next."""

    def __init__(self, stage: Stage, time: StoppedClock, seed: int) -> None:
        self.stage, self.time = stage, time
        self.random = random.Random(seed)
        self.names = [f"worker{number}" for number in range(AGENTS)]
        with stage.app.app_context():
            for name in self.names:
                make_agent(name)
        self.agents: dict[str, Agent] = {name: stage.agent(name) for name in self.names}
        self.tokens: list[str] = []
        self.joins = self.crashes = 0

    def pass_by(self) -> None:
        """As many moments as it takes for everybody to have joined, and some more."""
        acts = (self.join,) * 5 + (self.claim,) * 4 + (self.close,) * 3
        acts += (self.leave, self.give_back, self.hand_on, self.die, self.come_back, self.wait)
        while self.joins < JOINS:
            self.random.choice(acts)()
            if self.joins % 125 == 124 and self.crashes < self.joins // 125:
                self.crash()
        self.crash()

    def join(self) -> None:
        chat = self.stage.start_chat(f"Guest {self.joins}", client_id=new_id())["chat"]
        self.tokens.append(chat["token"])
        self.joins += 1

    def claim(self) -> None:
        self._anybody().ask("claim_next")

    def close(self) -> None:
        self._with_a_chat(lambda agent, chat_id: agent.ask("close_chat", {"chat_id": chat_id}))

    def give_back(self) -> None:
        back = {"to": "queue", "note": "Not my field"}
        self._with_a_chat(lambda one, chat_id: one.ask("transfer", {"chat_id": chat_id, **back}))

    def hand_on(self) -> None:
        other = self._anybody()
        self._with_a_chat(
            lambda one, chat_id: one.ask("transfer", {"chat_id": chat_id, "agent_id": other.id})
        )

    def leave(self) -> None:
        if self.tokens:
            token = self.tokens.pop(self.random.randrange(len(self.tokens)))
            self.stage.app.test_client().post(f"/api/v1/chats/{token}/leave", json={})
            self.stage.loopback.settle()

    def die(self) -> None:
        """A browser vanishes; once the grace is over, its chats are back in the queue."""
        if len(self.agents) > AGENTS // 2:
            name = self.random.choice(list(self.agents))
            self.agents.pop(name).cut()

    def come_back(self) -> None:
        away = [name for name in self.names if name not in self.agents]
        if away:
            name = self.random.choice(away)
            self.agents[name] = self.stage.agent(name)

    def wait(self) -> None:
        self.time.advance(seconds=self.random.randint(5, 40))
        self.stage.sweep()

    def crash(self) -> None:
        """The server is gone with all its memory; everybody comes back."""
        self.crashes += 1
        self.stage.restart()
        self.agents = {name: self.stage.agent(name) for name in self.agents}

    def _anybody(self) -> Agent:
        return self.random.choice(list(self.agents.values()))

    def _with_a_chat(self, act: Callable[[Agent, str], object]) -> None:
        agent = self._anybody()
        held = self.stage.rows("SELECT id FROM chats WHERE agent_id = ?", agent.id)
        if held:
            act(agent, self.random.choice(held)["id"])


@pytest.mark.slow
def test_500_joins_20_agents_departures_and_crashes_leave_nobody_overtaken(
    time: StoppedClock, stage: Stage
) -> None:
    day = Day(stage, time, SEED)
    day.pass_by()
    with stage.app.app_context(), reading():
        lines = list(ledger.lines())
        assert ledger.first_broken_line() is None
    events = [line.event for line in lines]
    assert events.count("joined") == JOINS
    assert {"claimed", "returned", "transferred", "left", "abandoned"} <= set(events)
    assert events.count("claimed") > 100
    assert list(overtakings(lines)) == []
    answer = stage.app.test_cli_runner().invoke(args=["verify-queue"])
    assert answer.output.startswith("no violation\n")
    assert stage.app.test_cli_runner().invoke(args=["check"]).exit_code == 0

    changed = day.random.choice(lines)
    stage.write("UPDATE queue_entries SET at = at + 1 WHERE number = ?", changed.number)
    answer = stage.app.test_cli_runner().invoke(args=["verify-queue"])
    assert f"Line {changed.number} of the ledger was changed" in answer.output
