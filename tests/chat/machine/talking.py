"""Rules: people talk, once or again and again under the same id, and read."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.chat.machine.scene import Scene, agents, picks, tabs, words
from tests.chat.stage import Payload

# Few ids, so that they are used again.
client_ids = st.sampled_from([f"id-{number}" for number in range(12)])


class Talking(Scene):
    """Messages, notes and marks."""

    @rule(tab=tabs, body=words, client_id=client_ids, times=st.integers(1, 3))
    @precondition(lambda self: self.shown)
    def visitor_says(self, tab: str, body: str, client_id: str, times: int) -> None:
        if tab in self.shown:
            view = self.shown[tab]
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

    @rule(tab=tabs, kind=st.sampled_from(("delivered", "read")), seq=st.integers(0, 9))
    @precondition(lambda self: self.shown)
    def visitor_marks(self, tab: str, kind: str, seq: int) -> None:
        if tab in self.shown:
            view = self.shown[tab]
            view.mark(kind, min(seq, view.chat["last_seq"]))

    @rule(name=agents, pick=picks, kind=st.sampled_from(("delivered", "read")))
    def agent_marks(self, name: str, pick: int, kind: str) -> None:
        chat_id = self._pick(pick)
        if name in self.consoles and chat_id is not None:
            view = self.consoles[name]
            view.mark(chat_id, kind, view.chats.get(chat_id, {}).get("last_seq", 1))

    @rule(tab=tabs, seq=st.integers(0, 9))
    @precondition(lambda self: self.shown)
    def resume(self, tab: str, seq: int) -> None:
        """From any message on, exactly what has been said since."""
        if tab in self.shown:
            line = self.shown[tab].line
            since = [one for one in line.sync()["messages"] if one["seq"] > seq]
            assert line.sync(seq)["messages"] == since

    def _acknowledged(self, answer: Payload, codes: set[str]) -> None:
        if answer["ok"]:
            self.holds.acknowledged(answer)
        else:
            assert answer["error"]["code"] in codes
