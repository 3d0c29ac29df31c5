"""Rules: people talk, once or again and again under the same id, and read."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.chat.machine.scene import (
    Scene,
    agents,
    picks,
    somebody_is_seated,
    somebody_is_there,
    tabs,
    words,
)
from tests.chat.stage import Payload
from tests.chat.views import VisitorView

# Few ids, so that they are used again.
client_ids = st.sampled_from([f"id-{number}" for number in range(30)])
epochs = st.sampled_from((None, None, None, None, 1, 2))


class Talking(Scene):
    """Messages, notes and marks."""

    @rule(tab=tabs, body=words, client_id=client_ids, times=st.integers(1, 3))
    @somebody_is_there
    def visitor_says(self, tab: str, body: str, client_id: str, times: int) -> None:
        view = self.shown[self._open(tab)]
        state = view.line.sync()["chat"]["state"]
        for _ in range(times):
            answer = view.say(f"{body} {self._secret_at(view)}", client_id)
            self._acknowledged(answer, {"id_conflict", *(["not_active"] * (state == "closed"))})

    @rule(
        name=agents, pick=picks, body=words, client_id=client_ids,
        kind=st.sampled_from(("text", "note")), epoch=epochs,
    )  # fmt: skip
    @somebody_is_seated
    def agent_says(
        self, name: str, pick: int, body: str, client_id: str, kind: str, epoch: int | None
    ) -> None:
        name, chat_id = self._seated(name), self._pick(pick, name)
        if chat_id is not None:
            said = body if kind == "text" else f"CANARY {body}"
            answer = self.consoles[name].say(chat_id, said, client_id, kind, epoch=epoch)
            self._acknowledged(answer, {"id_conflict", "not_active", "forbidden"})

    @rule(tab=tabs, body=words, client_id=client_ids)
    @somebody_is_there
    def the_answer_is_lost(self, tab: str, body: str, client_id: str) -> None:
        """The connection breaks before it comes; the same id sent anew is the same message."""
        tab = self._open(tab)
        view = self.shown[tab]
        said = f"{body} {self._secret_at(view)}"
        first = view.line.says(said, client_id)
        self._disconnect(tab)
        self._connect(tab)
        if first["ok"]:
            self.holds.acknowledged(first)
            again = self.shown[tab].say(said, client_id)
            assert again["message"] == first["message"]

    @rule(name=agents, said=st.lists(st.tuples(words, client_ids), min_size=1, max_size=4))
    @somebody_is_seated
    def they_talk(self, name: str, said: list[tuple[str, str]]) -> None:
        """One after another, in a chat that goes on."""
        name = self._seated(name)
        console, held = self.consoles[name], self._held_by(name)
        for chat_id in held[:1]:
            tabs = [view for view in self.shown.values() if view.line.chat_id == chat_id]
            for body, client_id in said:
                for view in tabs:
                    self._acknowledged(
                        view.say(self._secret_at(view), f"{client_id}-of-visitor"), {"id_conflict"}
                    )
                answer = console.say(chat_id, body, client_id, "text")
                self._acknowledged(answer, {"id_conflict"})

    @rule(tab=tabs, kind=st.sampled_from(("delivered", "read")), seq=st.integers(0, 9))
    @somebody_is_there
    def visitor_marks(self, tab: str, kind: str, seq: int) -> None:
        view = self.shown[self._open(tab)]
        view.mark(kind, min(seq, view.chat["last_seq"]))

    @rule(name=agents, pick=picks, kind=st.sampled_from(("delivered", "read")))
    @somebody_is_seated
    def agent_marks(self, name: str, pick: int, kind: str) -> None:
        name, chat_id = self._seated(name), self._pick(pick, name)
        if chat_id is not None:
            view = self.consoles[name]
            view.mark(chat_id, kind, view.chats.get(chat_id, {}).get("last_seq", 1))

    @rule(tab=tabs, seq=st.integers(0, 9))
    @somebody_is_there
    def resume(self, tab: str, seq: int) -> None:
        """From any message on, exactly what has been said since."""
        line = self.shown[self._open(tab)].line
        since = [one for one in line.sync()["messages"] if one["seq"] > seq]
        assert line.sync(seq)["messages"] == since

    def _secret_at(self, view: VisitorView) -> str:
        names = {chat_id: name for name, (chat_id, _) in self.tokens.items()}
        return self._secret(names[view.line.chat_id])

    def _acknowledged(self, answer: Payload, codes: set[str]) -> None:
        if answer["ok"]:
            self.holds.acknowledged(answer)
        else:
            assert answer["error"]["code"] in codes
