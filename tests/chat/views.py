"""What a client shows: the last snapshot and every event since, applied as the contract says."""

from typing import Any, TypeVar

from tests.chat.stage import Agent, Payload, Visitor

# Estimates follow the clock and what others waited; they are told again with every place.
ESTIMATES = ("estimated_wait_seconds", "estimated_wait_from_seconds", "estimated_wait_basis_chats")
# Of a chat in the queue these are told to those who watch it only.
OF_WATCHERS = ("last_seq", "read_seq", "delivered_seq")


def same(shown: Any, true: Any) -> None:
    """Fails with what differs."""
    if shown != true:
        if isinstance(shown, dict) and isinstance(true, dict):
            names = {name for name in {**shown, **true} if shown.get(name) != true.get(name)}
            shown, true = ({name: one.get(name) for name in names} for one in (shown, true))
        raise AssertionError(f"shown: {shown}\n true: {true}")


def without(chat: Payload, *names: str) -> Payload:
    return {name: value for name, value in chat.items() if name not in names}


class VisitorView:
    """One tab of a visitor. `in_order`: acknowledgements and events arrive one after another."""

    def __init__(self, line: Visitor, *, in_order: bool = True) -> None:
        self.line = line
        self._in_order = in_order
        self.messages: dict[int, Payload] = {}
        self.chat: Payload = {}
        # Whether a place was shown that is further back than the one before.
        self.fell_back = False
        self._applied = 0
        self.look_anew()

    def look_anew(self) -> None:
        self.apply()
        found = self.line.sync(max(self.messages, default=0))
        self.apply(self.line.heard_when_answered)
        self._show(found["chat"])
        self.messages |= {one["seq"]: one for one in found["messages"]}

    def say(self, body: str, client_id: str) -> Payload:
        answer = self.line.says(body, client_id)
        self.apply(self.line.heard_when_answered)
        if answer["ok"]:
            message = answer["message"]
            self.messages[message["seq"]] = message
            self.chat["last_seq"] = max(self.chat["last_seq"], message["seq"])
        return answer

    def mark(self, kind: str, seq: int) -> None:
        assert self.line.ask(f"mark_{kind}", {"seq": seq})["ok"]
        self.apply(self.line.heard_when_answered)
        _move_marks(self.chat, kind, "visitor", min(seq, self.chat["last_seq"]))

    def apply(self, until: int | None = None) -> None:
        """What was heard, in order; before an answer is taken, only what came before it."""
        for name, payload in self.line.heard[self._applied : until]:
            self._applied += 1
            assert "CANARY" not in str(payload), "a note reached a visitor"
            if name == "chat_changed":
                self._show(payload["chat"])
            elif name == "message_posted":
                self._add(payload)
            elif name.startswith("message_"):
                _move_marks(self.chat, name.removeprefix("message_"), payload["by"], payload["seq"])

    def _show(self, chat: Payload) -> None:
        before, after = self.chat.get("position"), chat["position"]
        self.fell_back |= before is not None and after is not None and after > before
        self.chat = chat

    def _add(self, payload: Payload) -> None:
        message = payload["message"]
        complete = payload["previous_seq"] <= max(self.messages, default=0)
        assert complete or not self._in_order, "something was missed"
        self.messages[message["seq"]] = message
        self.chat["last_seq"] = max(self.chat["last_seq"], message["seq"])

    def compare(self) -> None:
        """What is shown is what is true."""
        self.apply()
        fresh = self.line.sync()
        assert "CANARY" not in str(fresh)
        same([*dict(sorted(self.messages.items())).values()], fresh["messages"])
        same(without(self.chat, *ESTIMATES), without(fresh["chat"], *ESTIMATES))


class AgentView:
    """One console of an agent."""

    def __init__(self, line: Agent, *, in_order: bool = True) -> None:
        self.line = line
        self._in_order = in_order
        self.queue: Payload = {"revision": 0}
        self.chats: dict[str, Payload] = {}
        self.messages: dict[str, dict[int, Payload]] = {}
        self.agents: dict[str, Payload] = {}
        self.watched: set[str] = set()
        self._followed: set[str] = set()
        self._applied = 0
        self.look_anew()

    def look_anew(self) -> Payload:
        """A sync as consoles send it: every held or watched chat with the last seq held of it."""
        self.apply()
        named = {chat_id: self._last(chat_id) for chat_id in self._followed | self.watched}
        fresh = self.line.sync(**named)
        self.apply(self.line.heard_when_answered)
        assert fresh["ok"], fresh
        self._take_messages(fresh["messages"])
        self.queue = fresh["queue"]
        self.chats |= {chat["id"]: chat for chat in fresh["chats"]}
        self.agents = {one["id"]: one for one in fresh["agents"]}
        self._followed = {chat["id"] for chat in fresh["chats"]}
        return fresh

    def claimed(self, answer: Payload) -> None:
        """`answer` is the last one of the line."""
        self.apply(self.line.heard_when_answered)
        self.chats[answer["chat"]["id"]] = answer["chat"]
        self._take_messages(answer["messages"])
        self._followed.add(answer["chat"]["id"])

    def say(self, chat_id: str, body: str, client_id: str, kind: str, **more: Any) -> Payload:
        answer = self.line.says(chat_id, body, client_id=client_id, kind=kind, **more)
        self.apply(self.line.heard_when_answered)
        if answer["ok"]:
            self._take_messages([answer["message"]])
            self._stretch(chat_id, answer["message"]["seq"])
        return answer

    def mark(self, chat_id: str, kind: str, seq: int) -> Payload:
        answer = self.line.ask(f"mark_{kind}", {"chat_id": chat_id, "seq": seq})
        self.apply(self.line.heard_when_answered)
        chat = self.chats.get(chat_id)
        if answer["ok"] and chat is not None and self.holds(chat_id):
            _move_marks(chat, kind, "agent", min(seq, chat["last_seq"]))
        return answer

    def holds(self, chat_id: str) -> bool:
        chat = self.chats.get(chat_id, {})
        return chat.get("state") == "active" and chat["agent"]["id"] == self.line.id

    def apply(self, until: int | None = None) -> None:
        """What was heard, in order; before an answer is taken, only what came before it."""
        for name, payload in self.line.heard[self._applied : until]:
            self._applied += 1
            getattr(self, f"_{name}", lambda _: None)(payload)

    def _queue_changed(self, payload: Payload) -> None:
        assert payload["queue"]["revision"] >= self.queue["revision"], "the revision only grows"
        self.queue = payload["queue"]

    def _chat_changed(self, payload: Payload) -> None:
        chat = payload["chat"]
        self.chats[chat["id"]] = chat
        if not self.holds(chat["id"]):
            self._followed.discard(chat["id"])

    def _agent_changed(self, payload: Payload) -> None:
        self.agents[payload["agent"]["id"]] = payload["agent"]

    def _message_posted(self, payload: Payload) -> None:
        message = payload["message"]
        chat_id = message["chat_id"]
        if payload["previous_seq"] > self._last(chat_id):
            assert not (self._in_order and chat_id in self._followed), "something was missed"
        self._take_messages([message])
        self._stretch(chat_id, message["seq"])

    def _message_read(self, payload: Payload) -> None:
        self._marked("read", payload)

    def _message_delivered(self, payload: Payload) -> None:
        self._marked("delivered", payload)

    def _marked(self, kind: str, payload: Payload) -> None:
        chat = self.chats.get(payload["chat_id"])
        if chat is not None:
            _move_marks(chat, kind, payload["by"], payload["seq"])

    def compare(self) -> None:
        """What is shown is what is true: the board, the colleagues, the own chats."""
        self.apply()
        queue, agents = self.queue, self.agents
        chats = {chat_id: dict(chat) for chat_id, chat in self.chats.items()}
        known = set(self._followed)
        fresh = self.look_anew()
        same(_board(queue), _board(fresh["queue"]))
        same(_there(agents, self.agents), self.agents)
        for chat in fresh["chats"]:
            if chat["agent"] and chat["agent"]["id"] == self.line.id and chat["state"] == "active":
                shown = chats.get(chat["id"])
                assert shown is not None, "a held chat was never told"
                ignored = () if chat["id"] in known else OF_WATCHERS
                same(without(shown, *ignored), without(chat, *ignored))
                held = sorted(self.messages[chat["id"]])
                same(held, [*range(held[0], chat["last_seq"] + 1)])

    def _last(self, chat_id: str) -> int:
        return max(self.messages.get(chat_id, {}), default=0)

    def _take_messages(self, messages: list[Payload]) -> None:
        for one in messages:
            self.messages.setdefault(one["chat_id"], {})[one["seq"]] = one

    def _stretch(self, chat_id: str, seq: int) -> None:
        chat = self.chats.get(chat_id)
        if chat is not None:
            chat["last_seq"] = max(chat["last_seq"], seq)


View = TypeVar("View", VisitorView, AgentView)


def _move_marks(chat: Payload, kind: str, by: str, seq: int) -> None:
    """What is told may lie past the last message that a visitor sees: agents mark notes, too."""
    for one in ("delivered", "read") if kind == "read" else (kind,):
        marks = chat[f"{one}_seq"]
        marks[by] = max(marks[by], seq)


def _there(shown: dict[str, Payload], true: dict[str, Payload]) -> dict[str, Payload]:
    """A colleague who was sent away is shown as offline until the next sync names none."""
    return {
        agent_id: one
        for agent_id, one in shown.items()
        if agent_id in true or one["presence"] != "offline"
    }


def _board(queue: Payload) -> tuple[Any, ...]:
    chats = [without(chat, *OF_WATCHERS) for chat in queue["chats"]]
    return queue["length"], chats
