"""Many want the same at once: one wins, the others are told, and nothing is done twice."""

import os
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
import requests

from tests.live.desk import AGENTS, Desk
from tests.live.people import QUESTION, AgentAtWork, Guest, Payload, new_id, sign_in, start_chat

pytestmark = pytest.mark.server
# `START_RACES=200` for more.
START_RACES = int(os.environ.get("START_RACES") or 3)
FORM = {"name": "Gus", "email": "gus@example.com", "question": QUESTION}
Result = TypeVar("Result")


@pytest.fixture
def server(shared: Desk) -> Desk:
    return shared


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """Let all of them begin at the same moment; what each answered."""
    gate = threading.Barrier(len(acts))

    def act(number: int) -> Result:
        gate.wait(10)
        return acts[number]()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, range(len(acts))))


def posts(url: str, count: int, cookie: str = "", **said: Any) -> list[requests.Response]:
    def post() -> requests.Response:
        headers = {"Cookie": cookie} if cookie else {}
        return requests.post(
            f"{url}/api/v1/chats", json={**FORM, **said}, headers=headers, timeout=20
        )

    return at_once(*[post] * count)


def assert_one_chat(answers: list[requests.Response]) -> str:
    """Whom a busy desk puts off (503) has begun nothing."""
    served = [answer for answer in answers if answer.status_code != 503]
    assert Counter(answer.status_code for answer in served) == {201: 1, 200: len(served) - 1}
    (chat_id,) = {answer.json()["chat"]["id"] for answer in served}
    assert len({answer.json()["chat"]["token"] for answer in served}) == len(served)
    found: str = chat_id
    return found


def leave(url: str, answers: list[requests.Response]) -> None:
    token = next(one.json()["chat"]["token"] for one in answers if one.status_code != 503)
    assert requests.post(f"{url}/api/v1/chats/{token}/leave", json={}, timeout=10).ok


@pytest.mark.parametrize("round_number", range(START_RACES))
def test_50_parallel_questions_of_one_guest_are_one_chat(server: Desk, round_number: int):
    browser = requests.Session()
    browser.get(f"{server.url}/chat", timeout=10)
    cookie = f"livedesk_visitor={browser.cookies['livedesk_visitor']}"
    answers = posts(server.url, 50, cookie)
    chat_id = assert_one_chat(answers)
    assert len(server.rows("SELECT id FROM chats WHERE id = ?", chat_id)) == 1
    leave(server.url, answers)


def test_50_parallel_questions_of_one_member_are_one_chat(server: Desk):
    browser = sign_in(server.url, "maya")
    cookie = f"livedesk_session={browser.cookies['livedesk_session']}"
    answers = posts(server.url, 50, cookie)
    assert_one_chat(answers)
    leave(server.url, answers)


def test_50_parallel_repeats_of_a_program_without_cookie_are_one_chat(server: Desk):
    answers = posts(server.url, 50, client_id=new_id())
    assert_one_chat(answers)
    leave(server.url, answers)


def test_agents_who_want_the_same_chat_get_one_winner_and_the_others_its_name(people):
    agents: list[AgentAtWork] = [people.agent(name) for name in AGENTS]
    names = {agent.id: name.title() for agent, name in zip(agents, AGENTS, strict=True)}
    for _ in range(50):
        guest = people.guest()
        claims = [_claims(agent, guest) for agent in agents]
        answers = at_once(*claims)
        (winner,) = [one["chat"]["agent"] for one in answers if one["ok"]]
        lost = [one["error"] for one in answers if not one["ok"]]
        assert [(one["code"], one["agent"]) for one in lost] == [("already_claimed", winner)] * 7
        assert winner["name"] == names[winner["id"]]
        joined = [one["body"] for one in guest.sync()["messages"] if one["kind"] == "system"]
        assert joined == [f"{winner['name']} joined the chat."]
        guest.ask("leave")
        guest.leave()


def _claims(agent: AgentAtWork, guest: Guest) -> Callable[[], Payload]:
    return lambda: agent.ask("claim", {"chat_id": guest.chat_id})


def test_50_chats_and_8_agents_who_take_the_next(server: Desk, people):
    tokens = [start_chat(server.url)["chat"] for _ in range(50)]
    agents: list[AgentAtWork] = [people.agent(name) for name in AGENTS]
    answers = at_once(*[_takes_all(agent) for agent in agents])
    for agent, taken in zip(agents, answers, strict=True):
        claimed = [one["chat"]["id"] for one in taken if one["ok"]]
        refused = {one["error"]["code"] for one in taken if not one["ok"]}
        assert len(claimed) == 4, "the capacity"
        assert refused == {"at_capacity"}
        held = server.rows("SELECT id FROM chats WHERE state = 'active' AND agent_id = ?", agent.id)
        assert sorted(row["id"] for row in held) == sorted(claimed)
    everybody = [one["chat"]["id"] for taken in answers for one in taken if one["ok"]]
    assert len(set(everybody)) == 32
    assert set(everybody) == {chat["id"] for chat in tokens[:32]}, "strictly first in, first out"
    places = [
        row["place"]
        for row in server.rows(
            "SELECT place FROM queue_entries WHERE event = 'claimed' ORDER BY number DESC LIMIT 32"
        )
    ]
    assert places == sorted(places, reverse=True)
    for chat in tokens:
        requests.post(f"{server.url}/api/v1/chats/{chat['token']}/leave", json={}, timeout=10)


def _takes_all(agent: AgentAtWork) -> Callable[[], list[Payload]]:
    return lambda: [agent.ask("claim_next") for _ in range(10)]


def test_one_agent_on_two_devices_never_holds_more_than_the_capacity(server: Desk, people):
    chats = [start_chat(server.url)["chat"] for _ in range(10)]
    # More at once than the agent may hold, and no multiple of it.
    devices = [people.agent("bea") for _ in range(7)]
    answers = [
        one for taken in at_once(*[_takes_all(device) for device in devices]) for one in taken
    ]
    assert len([one for one in answers if one["ok"]]) == 4
    for chat in chats:
        requests.post(f"{server.url}/api/v1/chats/{chat['token']}/leave", json={}, timeout=10)


def test_closing_converting_and_writing_at_once_leave_one_whole_ticket(server: Desk, people):
    ana = people.agent("ana")
    phone = people.agent("ana")
    for number in range(20):
        guest = people.guest()
        chat = {"chat_id": guest.chat_id}
        assert ana.ask("claim_next")["ok"]
        said = at_once(
            lambda guest=guest: [guest.says(f"message {index}") for index in range(15)],
            lambda chat=chat: [ana.ask("convert_to_ticket", chat) for _ in range(2)],
            lambda chat=chat: [phone.ask("convert_to_ticket", chat)],
            lambda chat=chat: [phone.says(chat["chat_id"], "one moment")],
            lambda chat=chat, number=number: [ana.ask("close_chat", chat)] if number % 2 else [],
        )
        assert_whole_ticket(server, guest, said)


def assert_whole_ticket(server: Desk, guest: Guest, said: list[list[Payload]]) -> None:
    messages = guest.sync()["messages"]
    (ticket,) = server.rows("SELECT id, number FROM tickets WHERE chat_id = ?", guest.chat_id)
    copied = server.rows(
        "SELECT chat_seq, body FROM ticket_entries WHERE ticket_id = ? AND chat_seq > 0"
        " ORDER BY chat_seq",
        ticket["id"],
    )
    assert [tuple(row) for row in copied] == [(one["seq"], one["body"]) for one in messages]
    written = [one for answers in (said[0], said[3]) for one in answers]
    stored = {one["message"]["client_id"] for one in written if one["ok"]}
    assert stored <= {one["client_id"] for one in messages}
    assert {one["error"]["code"] for one in written if not one["ok"]} <= {"not_active"}
    numbers = {one["ticket"]["number"] for answers in said[1:3] for one in answers if one["ok"]}
    assert numbers == {f"IT-{ticket['number']}"}
