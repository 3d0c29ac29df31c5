"""Rules: the queue moves, and chats end."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.chat.machine.scene import (
    AGENTS,
    Scene,
    agents,
    picks,
    somebody_is_seated,
    somebody_is_there,
    tabs,
)
from tests.chat.stage import Payload


class Queueing(Scene):
    """Claims, transfers, ends, tickets instead of chats."""

    @rule(name=agents)
    @somebody_is_seated
    def claim_next(self, name: str) -> None:
        name, first = self._seated(name), self._queue()[:1]
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
        names = [name for name in order if name in self.consoles]
        claims = [self._claims(name, first) for name in names]
        answers = dict(zip(names, self.stage.at_once(*claims), strict=True))
        won = [name for name, answer in answers.items() if answer["ok"]]
        assert len(won) <= 1
        for name in won:
            self.consoles[name].claimed(answers[name])
        for answer in answers.values():
            if not answer["ok"]:
                expected = {"forbidden", "at_capacity"} | ({"already_claimed"} if won else set())
                assert answer["error"]["code"] in expected

    def _claims(self, name: str, chat_id: str) -> Callable[[], Payload]:
        return lambda: self.consoles[name].line.ask("claim", {"chat_id": chat_id})

    @rule(name=agents, pick=picks, reason=st.sampled_from((None, "Has called")))
    @somebody_is_seated
    def claim(self, name: str, pick: int, reason: str | None) -> None:
        name, chat_id = self._seated(name), self._pick(pick)
        if chat_id is not None:
            before = self._queue()
            answer = self.consoles[name].line.ask("claim", {"chat_id": chat_id, "reason": reason})
            if answer["ok"]:
                passes = chat_id in before and before[0] != chat_id
                assert not passes or (self._supervises(name) and reason)
                self.consoles[name].claimed(answer)

    @rule(name=agents, pick=picks, to=st.sampled_from((*AGENTS, "queue")), note=st.booleans())
    @somebody_is_seated
    def transfer(self, name: str, pick: int, to: str, note: bool) -> None:
        wish: Payload = {"note": "CANARY"} if note else {}
        wish |= {"to": "queue"} if to == "queue" else {"agent_id": self.ids[to]}
        self._act(name, pick, "transfer", wish)

    @rule(name=agents, pick=picks)
    @somebody_is_seated
    def close_chat(self, name: str, pick: int) -> None:
        self._act(name, pick, "close_chat", {})

    @rule(name=agents, pick=picks, close=st.booleans())
    @somebody_is_seated
    def convert(self, name: str, pick: int, close: bool) -> None:
        self._act(name, pick, "convert_to_ticket", {"close": close})

    @rule(name=agents, pick=picks)
    @somebody_is_seated
    def redirect(self, name: str, pick: int) -> None:
        self._act(name, pick, "redirect_to_ticket", {"language": "nb"})

    @rule(tab=tabs, for_once=st.integers(0, 2))
    @somebody_is_there
    def leave(self, tab: str, for_once: int) -> None:
        if for_once == 0:
            assert self.shown[self._open(tab)].line.ask("leave")["ok"]
