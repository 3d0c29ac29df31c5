"""Anything that people can do, in any order: queue and conversation keep their promises.

`HYPOTHESIS_PROFILE=long` plays a hundred times as much, and other plays each time.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core import clock
from core.text import new_token
from tests.chat.conftest import PROFILE
from tests.chat.invariants import Invariants
from tests.chat.stage import Agent, Payload, Stage, set_stage
from tests.chat.views import AgentView, VisitorView
from tests.clocks import StoppedClock

STEPS = 50
PLAYS = {"normal": 100, "long": 10_000}
CAPACITY = 2
AGENTS = ("ana", "bea", "sam")
# Maya and Otto are signed in, the others hold a cookie of the form's page.
VISITORS = ("maya", "otto", "gus", "gil", "guy")

agents = st.sampled_from(AGENTS)
visitors = st.sampled_from(VISITORS)
picks = st.integers(0, 5)
words = st.sampled_from(("Hello", "Which browser?", "Safari", "é", "a\nb"))
# Few ids, so that they are used again.
client_ids = st.sampled_from([f"id-{number}" for number in range(12)])


class Machine(RuleBasedStateMachine):
    """The people of one desk. `shown` and `consoles` are what is on their screens."""

    cast: Path
    folder: Path
    # Undone after the last play whatever happens, like the clock, so that no other test feels it.
    patch: pytest.MonkeyPatch
    played = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).played += 1
        self.clock = StoppedClock()
        clock.use(self.clock)
        place = self.folder / f"play-{self.played}"
        self.stage: Stage = set_stage(
            place, self.cast, self.patch, agent_capacity=CAPACITY, idle_close_seconds=300
        )
        self.ids = {name: self.stage.account(name).id for name in AGENTS}
        self.holds = Invariants(CAPACITY)
        self.cookies = {name: self.stage.cookie(name) for name in ("maya", "otto", *AGENTS)}
        for name in ("gus", "gil", "guy"):
            self.cookies[name] = f"livedesk_visitor={new_token()}"
        self.tokens: dict[str, tuple[str, str]] = {}
        self.shown: dict[str, VisitorView] = {}
        self.consoles: dict[str, AgentView] = {}
        self.returns = 0
        for name in AGENTS:
            self._sit_down(name)

    def teardown(self) -> None:
        try:
            self.look()
            self.holds.check_at_the_end(self.stage)
        finally:
            self.stage.close()
            self.patch.undo()
            shutil.rmtree(self.stage.folder)

    # People come and go.

    @rule(name=visitors, times=st.integers(1, 3))
    def start_chat(self, name: str, times: int) -> None:
        before = self._open_chat_of(name)
        if name in ("maya", "otto"):  # Their sessions may have idled away.
            self.cookies[name] = self.stage.cookie(name)
        answers = [
            self.stage.start_chat(name.title(), cookie=self.cookies[name]) for _ in range(times)
        ]
        assert {answer["outcome"] for answer in answers} == {"queued"}
        (chat_id,) = {answer["chat"]["id"] for answer in answers}
        assert before in (None, chat_id), "a second open chat"
        self._disconnect(name)
        self.tokens[name] = (chat_id, answers[-1]["chat"]["token"])
        self._connect(name)

    @rule(name=visitors)
    def visitor_goes(self, name: str) -> None:
        self._disconnect(name)

    @rule(name=visitors)
    def visitor_comes_back(self, name: str) -> None:
        if name in self.tokens and name not in self.shown:
            self._connect(name)

    @rule(name=agents)
    def browser_dies(self, name: str) -> None:
        if name in self.consoles:
            self.consoles.pop(name).line.cut()

    @rule(name=agents)
    def agent_comes_back(self, name: str) -> None:
        if name not in self.consoles:
            self._sit_down(name)

    @rule(name=agents, presence=st.sampled_from(("online", "online", "away", "offline")))
    def set_presence(self, name: str, presence: str) -> None:
        if name in self.consoles:
            assert self.consoles[name].line.ask("set_presence", {"presence": presence})["ok"]

    @rule(name=agents, idle_seconds=st.sampled_from((0, 0, 200, 400)))
    def touch(self, name: str, idle_seconds: int) -> None:
        if name in self.consoles:
            answer = self.consoles[name].line.ask("activity", {"idle_seconds": idle_seconds})
            assert answer["ok"]

    @rule(seconds=st.sampled_from((1, 20, 40, 70, 130, 310)))
    def time_passes(self, seconds: int) -> None:
        while seconds > 0:
            step = min(seconds, 20)
            self.clock.advance(seconds=step)
            seconds -= step
            self.stage.sweep()

    @rule(for_once=st.integers(0, 2))
    def restart(self, for_once: int) -> None:
        if for_once == 0:
            self._start_again()

    @rule(hours=st.sampled_from((2, 30)), for_once=st.integers(0, 9))
    def the_desk_is_closed_for_a_while(self, hours: int, for_once: int) -> None:
        if for_once == 0:
            self.stage.close()
            self.clock.advance(hours=hours)
            self._start_again()

    def _start_again(self) -> None:
        self.stage.restart()
        names = list(self.shown)
        self.shown.clear()
        self.consoles.clear()
        for name in AGENTS:
            self._sit_down(name)
        for name in names:
            self._connect(name)

    # They talk.

    @rule(name=visitors, body=words, client_id=client_ids, times=st.integers(1, 3))
    def visitor_says(self, name: str, body: str, client_id: str, times: int) -> None:
        if name in self.shown:
            view = self.shown[name]
            state = view.line.sync()["chat"]["state"]
            for _ in range(times):
                answer = view.say(body, client_id)
                self._acknowledged(answer, {"id_conflict", *(["not_active"] * (state == "closed"))})

    @rule(
        name=agents, pick=picks, body=words, client_id=client_ids,
        kind=st.sampled_from(("text", "note")), epoch=st.sampled_from((None, None, 1, 2)),
    )  # fmt: skip
    def agent_says(
        self, name: str, pick: int, body: str, client_id: str, kind: str, epoch: int | None
    ) -> None:
        chat_id = self._pick(pick)
        if name in self.consoles and chat_id is not None:
            said = body if kind == "text" else f"CANARY {body}"
            answer = self.consoles[name].say(chat_id, said, client_id, kind, epoch=epoch)
            self._acknowledged(answer, {"id_conflict", "not_active", "forbidden"})

    @rule(name=visitors, kind=st.sampled_from(("delivered", "read")), seq=st.integers(0, 9))
    def visitor_marks(self, name: str, kind: str, seq: int) -> None:
        if name in self.shown:
            view = self.shown[name]
            view.mark(kind, min(seq, view.chat["last_seq"]))

    @rule(name=agents, pick=picks, kind=st.sampled_from(("delivered", "read")))
    def agent_marks(self, name: str, pick: int, kind: str) -> None:
        chat_id = self._pick(pick)
        if name in self.consoles and chat_id is not None:
            view = self.consoles[name]
            view.mark(chat_id, kind, view.chats.get(chat_id, {}).get("last_seq", 1))

    # The queue moves.

    @rule(name=agents)
    def claim_next(self, name: str) -> None:
        if name in self.consoles:
            first = self._queue()[:1]
            answer = self.consoles[name].line.ask("claim_next")
            if answer["ok"]:
                assert [answer["chat"]["id"]] == first, "strictly first in, first out"
                self.consoles[name].claimed(answer)
            elif first:
                assert answer["error"]["code"] in ("at_capacity", "forbidden")
            else:
                assert answer["error"]["code"] in ("queue_empty", "at_capacity", "forbidden")

    @rule(order=st.permutations(AGENTS))
    @precondition(lambda self: self._queue())
    def all_want_the_first(self, order: list[str]) -> None:
        first = self._queue()[0]
        answers = {
            name: self.consoles[name].line.ask("claim", {"chat_id": first})
            for name in order
            if name in self.consoles
        }
        won = [name for name, answer in answers.items() if answer["ok"]]
        assert len(won) <= 1
        for name in won:
            self.consoles[name].claimed(answers[name])
        for answer in answers.values():
            if not answer["ok"]:
                expected = {"forbidden", "at_capacity"} | ({"already_claimed"} if won else set())
                assert answer["error"]["code"] in expected

    @rule(name=agents, pick=picks, reason=st.sampled_from((None, "Has called")))
    def claim(self, name: str, pick: int, reason: str | None) -> None:
        chat_id = self._pick(pick)
        if name in self.consoles and chat_id is not None:
            before = self._queue()
            answer = self.consoles[name].line.ask("claim", {"chat_id": chat_id, "reason": reason})
            if answer["ok"]:
                passes = chat_id in before and before[0] != chat_id
                assert not passes or (name == "sam" and reason)
                self.consoles[name].claimed(answer)

    @rule(name=agents, pick=picks, to=st.sampled_from((*AGENTS, "queue")), note=st.booleans())
    def transfer(self, name: str, pick: int, to: str, note: bool) -> None:
        wish: Payload = {"note": "CANARY"} if note else {}
        wish |= {"to": "queue"} if to == "queue" else {"agent_id": self.ids[to]}
        self._act(name, pick, "transfer", wish)

    @rule(name=agents, pick=picks)
    def close_chat(self, name: str, pick: int) -> None:
        self._act(name, pick, "close_chat", {})

    @rule(name=agents, pick=picks, close=st.booleans())
    def convert(self, name: str, pick: int, close: bool) -> None:
        self._act(name, pick, "convert_to_ticket", {"close": close})

    @rule(name=agents, pick=picks)
    def redirect(self, name: str, pick: int) -> None:
        self._act(name, pick, "redirect_to_ticket", {"language": "nb"})

    @rule(name=visitors)
    def leave(self, name: str) -> None:
        if name in self.shown:
            assert self.shown[name].line.ask("leave")["ok"]

    # And everybody looks.

    @rule()
    def look(self) -> None:
        """Old snapshot + events == new snapshot, for every open tab and console (R5)."""
        self.stage.sweep()
        if self.stage.loopback.board.stirred:
            self.stage.loopback.publish()
        order = self._queue()
        returns = len(self.stage.rows("SELECT 1 FROM queue_entries WHERE event = 'returned'"))
        for view in self.shown.values():
            view.compare()
            assert returns > self.returns or not view.fell_back, "a place grew without a return"
            view.fell_back = False
            if view.chat["state"] == "queued":
                assert view.chat["position"] == order.index(view.line.chat_id) + 1
        self.returns = returns
        for console in self.consoles.values():
            console.compare()

    @invariant()
    def what_must_be_true(self) -> None:
        self.holds.check(self.stage)

    # How it is done.

    def _act(self, name: str, pick: int, event: str, wish: Payload) -> None:
        chat_id = self._pick(pick)
        if name in self.consoles and chat_id is not None:
            answer = self.consoles[name].line.ask(event, {"chat_id": chat_id, **wish})
            codes = {"forbidden", "not_active", "not_found", "at_capacity", "invalid"}
            assert answer["ok"] or answer["error"]["code"] in codes

    def _acknowledged(self, answer: Payload, codes: set[str]) -> None:
        if answer["ok"]:
            self.holds.acknowledged(answer)
        else:
            assert answer["error"]["code"] in codes

    def _connect(self, name: str) -> None:
        chat_id, token = self.tokens[name]
        line = self.stage.visitor(chat_id, token)
        if line.refusal is None:  # A day after its end a chat cannot be seen any more.
            self.shown[name] = VisitorView(line)

    def _disconnect(self, name: str) -> None:
        if name in self.shown:
            self.shown.pop(name).line.cut()

    def _sit_down(self, name: str) -> None:
        line = Agent(self.stage.loopback, "/agent", self.cookies[name])
        line.id = self.ids[name]
        line.connect()
        if line.refusal is not None:  # The session has idled away meanwhile.
            self.cookies[name] = self.stage.cookie(name)
            self._sit_down(name)
        else:
            assert line.ask("set_presence", {"presence": "online"})["ok"]
            self.consoles[name] = AgentView(line)

    def _pick(self, number: int) -> str | None:
        rows = self.stage.rows("SELECT id FROM chats ORDER BY place DESC LIMIT 6")
        return rows[number % len(rows)]["id"] if rows else None

    def _queue(self) -> list[str]:
        rows = self.stage.rows("SELECT id FROM chats WHERE state = 'queued' ORDER BY place")
        return [row["id"] for row in rows]

    def _open_chat_of(self, name: str) -> str | None:
        chat_id, _ = self.tokens.get(name, (None, None))
        rows = self.stage.rows("SELECT id FROM chats WHERE id = ? AND state <> 'closed'", chat_id)
        return rows[0]["id"] if rows else None


@pytest.mark.slow
@pytest.mark.timeout(36_000)
@pytest.mark.usefixtures("time")
def test_whatever_people_do_the_desk_keeps_its_promises(
    cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Played(Machine):
        pass

    Played.cast, Played.folder, Played.patch = cast, tmp_path, monkeypatch
    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=PLAYS[PROFILE],
            stateful_step_count=STEPS,
            deadline=None,
            # The usual plays are the same each time, so that a change is judged by itself.
            derandomize=PROFILE == "normal",
            database=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
