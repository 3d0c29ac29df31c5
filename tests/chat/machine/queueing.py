"""Rules: the queue moves, and chats end."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.chat.machine.scene import AGENTS, Scene, agents, picks, tabs
from tests.chat.stage import Payload


class Queueing(Scene):
    """Claims, transfers, ends, tickets instead of chats."""

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

    @rule(tab=tabs)
    @precondition(lambda self: self.shown)
    def leave(self, tab: str) -> None:
        if tab in self.shown:
            assert self.shown[tab].line.ask("leave")["ok"]
