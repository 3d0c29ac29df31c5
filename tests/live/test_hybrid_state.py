"""Old snapshot + events == new snapshot, over real sockets while everybody acts at once (R5)."""

import random
import threading
from collections.abc import Callable

import pytest

from tests.chat.views import AgentView, VisitorView
from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Guest, Payload, new_id

pytestmark = pytest.mark.server
ACTS = 60
AGENTS_ACTS = {
    "claim_next": 6, "text": 6, "note": 3, "hand_over": 3, "hand_back": 2, "close_chat": 0.3,
    "convert_to_ticket": 0.5, "set_presence": 1, "look": 1,
}  # fmt: skip
CODES = {
    "already_claimed", "not_first", "queue_empty", "at_capacity", "not_active", "forbidden",
    "not_found", "invalid",
}  # fmt: skip


@pytest.fixture
def server(shared: Desk) -> Desk:
    return shared


def visitor_acts(view: VisitorView, dice: random.Random) -> None:
    for _ in range(ACTS):
        act = dice.choices(["say", "delivered", "read", "look"], [4, 1, 1, 1])[0]
        if act == "say":
            view.say(f"word {dice.random()}", new_id())
        elif act == "look":
            view.look_anew()
        else:
            view.mark(act, dice.randint(0, view.chat["last_seq"]))
    if dice.random() < 0.3:
        assert view.line.ask("leave")["ok"]


def agent_acts(view: AgentView, chats: list[str], others: list[str], dice: random.Random) -> None:
    for _ in range(ACTS):
        act = dice.choices(list(AGENTS_ACTS), list(AGENTS_ACTS.values()))[0]
        chat_id = dice.choice(chats)
        if act in ("text", "note"):
            view.say(chat_id, "CANARY" if act == "note" else "A word", new_id(), act)
        elif act == "look":
            view.look_anew()
        elif act == "claim_next":
            answer = ask(view, act)
            if answer["ok"]:
                view.claimed(answer)
        else:
            event, wish = wishes(chat_id, dice.choice(others), dice)[act]
            ask(view, event, **wish)


def wishes(chat_id: str, other: str, dice: random.Random) -> dict[str, tuple[str, Payload]]:
    chat = {"chat_id": chat_id}
    return {
        "hand_over": ("transfer", {**chat, "agent_id": other}),
        "hand_back": ("transfer", {**chat, "to": "queue", "note": "CANARY"}),
        "close_chat": ("close_chat", chat),
        "convert_to_ticket": ("convert_to_ticket", {**chat, "close": False}),
        "set_presence": ("set_presence", {"presence": dice.choice(["online", "online", "away"])}),
    }


def ask(view: AgentView, event: str, **more: object) -> Payload:
    answer = view.line.ask(event, more)
    assert answer["ok"] or answer["error"]["code"] in CODES, answer
    return answer


@pytest.mark.parametrize("seed", [random.randrange(10**6) for _ in range(2)])
def test_what_everybody_shows_is_what_is_true(people, seed: int):
    guests: list[Guest] = [people.guest(f"Guest {number}") for number in range(5)]
    agents: list[AgentAtWork] = [people.agent(name) for name in ("ana", "bea", "sam")]
    visitors = [VisitorView(one, in_order=False) for one in guests]
    consoles = [AgentView(one, in_order=False) for one in agents]
    chats, ids = [one.chat_id for one in guests], [one.id for one in agents]
    dice = random.Random(seed)
    acting = [
        *[(visitor_acts, (view, random.Random(dice.random()))) for view in visitors],
        *[(agent_acts, (view, chats, ids, random.Random(dice.random()))) for view in consoles],
    ]
    failures: list[BaseException] = []

    def act(acts: Callable[..., None], known: tuple) -> None:
        try:
            acts(*known)
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(error)

    threads = [threading.Thread(target=act, args=one) for one in acting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    assert failures == []
    for person in (*guests, *agents):
        person.hears_nothing_for(0.8)  # The board is told at most twice a second.
    for view in (*visitors, *consoles):
        view.compare()
