"""The people of one desk, what is on their screens, and what must be true after every step."""

from abc import abstractmethod
from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chat.rules import LEASE_SECONDS
from core.text import new_token
from tests.chat.invariants import Invariants
from tests.chat.machine.achieved import achieved
from tests.chat.machine.issue_invariants import IssueInvariants
from tests.chat.machine.web import Answer
from tests.chat.stage import Payload
from tests.chat.views import AgentView, VisitorView

AGENTS = ("ana", "bea", "sam")
TEAM = (*AGENTS, "ida")
# Maya and Otto are signed in, the others hold a cookie of the form's page.
MEMBERS = ("maya", "otto")
VISITORS = (*MEMBERS, "gus", "gil", "guy")

# The second console of Ana is another screen with the same session.
CONSOLES = (*AGENTS, "ana/2")
agents = st.sampled_from(CONSOLES)
visitors = st.sampled_from(VISITORS)
# The second tab of somebody is another screen with the same chat.
tabs = st.sampled_from((*VISITORS, "maya/2", "gus/2"))
# The first ones are those that somebody can do something with.
picks = st.sampled_from((0, 0, 0, 1, 1, 2, 3, 4, 5))
words = st.sampled_from(("Hello", "Which browser?", "Safari", "é", "a\nb"))


def who(screen: str) -> str:
    """Whose tab or console it is."""
    return screen.partition("/")[0]


somebody_is_seated = precondition(lambda self: self.consoles)
somebody_is_there = precondition(lambda self: self.shown)


class Scene(RuleBasedStateMachine):
    """`shown`: the tabs of the visitors by their names, `consoles`: those of the agents."""

    capacity = 2
    # Of all plays together.
    came_to: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.stage = self.set_stage(agent_capacity=self.capacity)
        self.ids = {name: self.stage.account(name).id for name in (*TEAM, *MEMBERS)}
        self.ids |= {name: self.ids[who(name)] for name in CONSOLES}
        self.holds = Invariants(self.capacity)
        self.issues = IssueInvariants()
        self.cookies = {name: self.stage.cookie(name) for name in (*MEMBERS, *TEAM)}
        for name in ("gus", "gil", "guy"):
            self.cookies[name] = f"livedesk_visitor={new_token()}"
        # Under what the desk knows those who have asked.
        self.keys: dict[str, str] = {}
        self.tokens: dict[str, tuple[str, str]] = {}
        self.shown: dict[str, VisitorView] = {}
        self.consoles: dict[str, AgentView] = {}
        # Sent away for now; erased for ever; who came back after it, how often; their words.
        self.dismissed: set[str] = set()
        self.forgotten: set[str] = set()
        self.returned: dict[str, int] = {}
        self.secrets: list[str] = []
        # When the last console of an agent closed, by the seconds that the desk was awake.
        self.left_at: dict[str, int] = {}
        self.returns = 0
        for name in AGENTS:
            self._sit_down(name)

    @abstractmethod
    def set_stage(self, **settings: Any) -> Any:
        """The driver of this play, on a desk of its own."""

    def teardown(self) -> None:
        try:
            self.look()
            self.holds.check_at_the_end(self.stage)
            self.nobody_is_remembered()
            found = self.stage.findings()  # Of `check` and `verify-queue`.
            assert not found, found
            self.came_to.update(achieved(self.stage))
        finally:
            self.stage.strike()

    @rule()
    def look(self) -> None:
        """Old snapshot + events == new snapshot, for every open tab and console (R5)."""
        self.stage.settle()
        order = self._queue()
        returns = len(self.stage.rows("SELECT 1 FROM queue_entries WHERE event = 'returned'"))
        for tab in self.shown:
            view = self.shown[tab] = self.stage.compared(self.shown[tab])
            assert returns > self.returns or not view.fell_back, "a place grew without a return"
            view.fell_back = False
            if view.chat["state"] == "queued":
                assert view.chat["position"] == order.index(view.line.chat_id) + 1
        self.returns = returns
        for name in self.consoles:
            self.consoles[name] = self.stage.compared(self.consoles[name])
            self._nobody_is_shown_past_the_lease(self.consoles[name])

    @invariant()
    def what_must_be_true(self) -> None:
        self.holds.check(self.stage)
        self.issues.check(self.stage)

    def _nobody_is_shown_past_the_lease(self, console: AgentView) -> None:
        before = self.stage.awake_seconds - LEASE_SECONDS - 1
        names = {self.ids[name]: name for name in AGENTS}
        for one in console.agents.values():
            is_away = self.left_at.get(names.get(one["id"], ""), before) < before
            assert one["presence"] == "offline" or not is_away, "a zombie"

    def nobody_is_remembered(self) -> None:
        """Of who was erased nothing is in any row, and no byte in the files (S75)."""
        if self.secrets:
            kept = self.stage.everything()
            assert not [secret for secret in self.secrets if secret.encode() in kept]

    def _secret(self, name: str) -> str:
        """What this person writes into everything, and nobody else."""
        return f"secret-{self.returned.get(name, 0)}-of-{name}"

    def _email(self, name: str) -> str:
        """A guest who was erased comes back under another one."""
        return f"{name if name in MEMBERS else self._secret(name)}@example.com"

    def _supervises(self, name: str) -> bool:
        return self._role_of(name) == "supervisor"

    def _role_of(self, name: str) -> str:
        (row,) = self.stage.rows("SELECT role FROM accounts WHERE id = ?", self.ids[name])
        role: str = row["role"]
        return role

    def _asked(self, name: str, method: str, path: str, **fields: str) -> Answer:
        """By somebody who signs in again when their session has idled away."""
        name = who(name)
        for _ in range(2):
            web = self.stage.web(self.cookies[name])
            answer: Answer = web.get(path) if method == "GET" else web.send(path, **fields)
            if answer.status not in (302, 303, 403) or "/login" not in answer.location + (
                answer.text if answer.status == 403 else ""
            ):
                return answer
            self.cookies[name] = self.stage.cookie(name)
        raise AssertionError(f"{name} is led to the sign-in again and again")

    def _connect(self, tab: str) -> None:
        chat_id, token = self.tokens[who(tab)]
        line = self.stage.visitor(chat_id, token)
        if line.refusal is None:  # A day after its end a chat cannot be seen any more.
            self.shown[tab] = VisitorView(line, in_order=self.stage.in_order)

    def _disconnect(self, tab: str) -> None:
        if tab in self.shown:
            self.shown.pop(tab).line.cut()

    def _stand_up(self, name: str) -> Any:
        """Returns the live connection of a console that is none any more."""
        line = self.consoles.pop(name).line
        if not self._consoles_of(name):
            self.left_at[who(name)] = self.stage.awake_seconds
        return line

    def _consoles_of(self, name: str) -> list[str]:
        return [console for console in self.consoles if who(console) == who(name)]

    def _sit_down(self, name: str) -> None:
        person = who(name)
        line = self.stage.console(self.cookies[person], self.ids[name])
        if line.refusal is not None:  # The session has ended meanwhile.
            self.cookies[person] = self.stage.cookie(person)
            line = self.stage.console(self.cookies[person], self.ids[name])
        assert line.ask("set_presence", {"presence": "online"})["ok"]
        self.left_at.pop(person, None)
        self.consoles[name] = AgentView(line, in_order=self.stage.in_order)

    def _act(self, name: str, pick: int, event: str, wish: Payload) -> None:
        name, chat_id = self._seated(name), self._pick(pick, name)
        if chat_id is not None:
            answer = self.consoles[name].line.ask(event, {"chat_id": chat_id, **wish})
            codes = {"forbidden", "not_active", "not_found", "at_capacity", "invalid"}
            assert answer["ok"] or answer["error"]["code"] in codes

    def _seated(self, name: str) -> str:
        """This agent, or somebody who is there. For rules that need a console."""
        return name if name in self.consoles else sorted(self.consoles)[-1]

    def _open(self, tab: str) -> str:
        """This tab, or one that is open. For rules that need a visitor."""
        return tab if tab in self.shown else sorted(self.shown)[-1]

    def _pick(self, number: int, name: str = "") -> str | None:
        """A late chat, those first that this agent holds."""
        rows = self.stage.rows(
            "SELECT id FROM chats ORDER BY agent_id = ? DESC, place DESC LIMIT 6",
            self.ids.get(name, ""),
        )
        return rows[number % len(rows)]["id"] if rows else None

    def _held_by(self, name: str) -> list[str]:
        rows = self.stage.rows(
            "SELECT id FROM chats WHERE agent_id = ? ORDER BY place", self.ids[name]
        )
        return [row["id"] for row in rows]

    def _queue(self) -> list[str]:
        rows = self.stage.rows("SELECT id FROM chats WHERE state = 'queued' ORDER BY place")
        return [row["id"] for row in rows]

    def _open_chat_of(self, name: str) -> str | None:
        chat_id, _ = self.tokens.get(name, (None, None))
        rows = self.stage.rows("SELECT id FROM chats WHERE id = ? AND state <> 'closed'", chat_id)
        return rows[0]["id"] if rows else None
