"""Rules: people come, go, are kept out, and come back."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from core import clock
from tests.chat.machine.queueing import Queueing
from tests.chat.machine.scene import MEMBERS, agents, picks, tabs, visitors, who
from tests.chat.machine.talking import Talking
from tests.chat.stage import QUESTION

_STANDING = "SELECT id FROM blocks WHERE visitor_key = ? AND lifted_at IS NULL AND ends_at > ?"


class Coming(Talking, Queueing):
    """Visitors, consoles, blocks."""

    @initialize(names=st.lists(visitors, min_size=2, unique=True), served=st.booleans())
    def some_have_asked(self, names: list[str], served: bool) -> None:
        """An empty desk would let most of what people do come to nothing."""
        for name in names:
            self.start_chat(name, times=1)
        if served:
            for name in ("ana", "ana", "ana", "bea", "bea", "sam"):  # More than Ana may hold.
                self.claim_next(name)
                self.they_talk(name, [("Hello", "id-0"), ("Which browser?", "id-1")])

    @rule(name=visitors, times=st.integers(1, 3))
    def start_chat(self, name: str, times: int) -> None:
        if name in self.forgotten:
            return
        before, is_blocked = self._open_chat_of(name), self._is_blocked(name)
        if name in MEMBERS:  # Their sessions may have idled away.
            self.cookies[name] = self.stage.cookie(name)
        answers = [
            self.stage.start_chat(name.title(), cookie=self.cookies[name], **self._form(name))
            for _ in range(times)
        ]
        (outcome,) = {answer["outcome"] for answer in answers}
        assert outcome == "queued" or is_blocked
        assert outcome == "blocked" or before or not is_blocked, "a block that kept nobody out"
        if outcome == "queued":
            (chat_id,) = {answer["chat"]["id"] for answer in answers}
            assert before in (None, chat_id), "a second open chat"
            for tab in (name, f"{name}/2"):
                self._disconnect(tab)
            self.tokens[name] = (chat_id, answers[-1]["chat"]["token"])
            (row,) = self.stage.rows("SELECT visitor_key FROM chats WHERE id = ?", chat_id)
            self.keys[name] = row["visitor_key"]
            self._connect(name)

    def _form(self, name: str) -> dict[str, str]:
        question = f"{QUESTION} This is my {self._secret(name)}"
        return {"email": self._email(name), "question": question}

    @rule(tab=tabs, for_once=st.integers(0, 2))
    def visitor_goes(self, tab: str, for_once: int) -> None:
        if for_once == 0:
            self._disconnect(tab)

    @rule(tab=tabs)
    def visitor_comes(self, tab: str) -> None:
        """Back, or in one more tab."""
        if who(tab) in self.tokens and tab not in self.shown:
            self._connect(tab)

    @rule(name=agents, for_once=st.integers(0, 2))
    def browser_dies(self, name: str, for_once: int) -> None:
        if name in self.consoles and for_once == 0:
            self._stand_up(name).cut()

    @rule(name=agents)
    def agent_comes_back(self, name: str) -> None:
        if name not in self.consoles and who(name) not in self.dismissed:
            self._sit_down(name)

    @rule(name=agents, for_once=st.integers(0, 3))
    def log_out(self, name: str, for_once: int) -> None:
        """Nothing runs any more for whoever has logged out (S3)."""
        if name in self.consoles and for_once == 0:
            cookie = self.cookies[who(name)]
            old = [self._stand_up(one) for one in self._consoles_of(name)]
            assert self.stage.web(cookie).send("/logout").status == 303
            assert all(line.is_disconnected() for line in old)
            self.came_to["sessions ended"] += 1
            again = self.stage.console(cookie, self.ids[name])
            assert again.refusal is not None, "a session that has ended opened a console"

    @rule(name=agents, presence=st.sampled_from((*["online"] * 4, "away", "offline")))
    def set_presence(self, name: str, presence: str) -> None:
        if name in self.consoles:
            assert self.consoles[name].line.ask("set_presence", {"presence": presence})["ok"]

    @rule(name=agents, idle_seconds=st.sampled_from((0, 0, 200, 400)))
    def touch(self, name: str, idle_seconds: int) -> None:
        if name in self.consoles:
            answer = self.consoles[name].line.ask("activity", {"idle_seconds": idle_seconds})
            assert answer["ok"]

    @rule(name=agents, pick=picks, for_once=st.integers(0, 5))
    def block(self, name: str, pick: int, for_once: int) -> None:
        chat_id = self._pick(pick, name)
        if name in self.consoles and chat_id is not None and for_once == 0:
            ends_at = clock.iso(clock.now() + timedelta(hours=6))
            sent = {"reason": "CANARY: insults", "ends_at": ends_at}
            web = self.stage.web(self.cookies[who(name)])
            answer = web.api("POST", f"/chats/{chat_id}/block", sent)
            assert answer.status in (201, 404)
            assert answer.status == 201 or not self._supervises(name), (
                "supervisors block whom they will"
            )
            (row,) = self.stage.rows("SELECT visitor_key FROM chats WHERE id = ?", chat_id)
            assert answer.status == 404 or self._blocks(row["visitor_key"])

    @rule(name=agents, visitor=visitors)
    def lift_block(self, name: str, visitor: str) -> None:
        """Supervisors only."""
        standing = self._blocks(self.keys.get(visitor, ""))
        if name in self.consoles and standing:
            web = self.stage.web(self.cookies[who(name)])
            answer = web.api("DELETE", f"/blocks/{standing[0]}")
            assert answer.status == (200 if self._supervises(name) else 403)
            assert self._is_blocked(visitor) != self._supervises(name)

    def _is_blocked(self, name: str) -> bool:
        return bool(self._blocks(self.keys.get(name, "")))

    def _blocks(self, visitor_key: str) -> list[str]:
        """The blocks that stand against this visitor; one at most."""
        found = [row["id"] for row in self.stage.rows(_STANDING, visitor_key, clock.now_millis())]
        assert len(found) <= 1
        return found
