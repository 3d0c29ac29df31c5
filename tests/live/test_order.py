"""What is sent in a row is stored in a row, once, whatever is repeated and however it arrives."""

import random
import threading
from typing import Any

import pytest

from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Guest, Payload, Person, new_id

pytestmark = pytest.mark.server
ROUNDS, BURST = 20, 50


@pytest.fixture
def server(shared: Desk) -> Desk:
    return shared


class Acknowledged:
    """Acknowledgements as they come, and a way to wait for all of them."""

    def __init__(self, awaited: int) -> None:
        self.answers: list[Payload] = []
        self._awaited = awaited
        self._all = threading.Event()

    def __call__(self, answer: Payload) -> None:
        self.answers.append(answer)
        if len(self.answers) == self._awaited:
            self._all.set()

    def wait(self) -> list[Payload]:
        assert self._all.wait(60), f"{len(self.answers)} of {self._awaited} were acknowledged"
        return self.answers


def burst(person: Person, said: list[Payload]) -> Acknowledged:
    heard = Acknowledged(len(said))
    for payload in said:
        person.send("send_message", payload, heard)
    return heard


def messages(words: list[str], **more: Any) -> list[Payload]:
    return [{"client_id": new_id(), "body": body, **more} for body in words]


def everything(guest: Guest) -> list[Payload]:
    found: list[Payload] = []
    while True:
        page = guest.sync(found[-1]["seq"] if found else 0)
        found += page["messages"]
        if not page["has_more"]:
            return found


def test_bursts_from_both_sides_are_stored_and_heard_in_the_order_of_sending(people):
    gus, ana = people.guest(), people.agent("ana")
    assert ana.ask("claim_next")["ok"]
    for number in range(ROUNDS):
        of_gus = [f"gus {number} {index}" for index in range(BURST)]
        of_ana = [f"ana {number} {index}" for index in range(BURST)]
        answers = [
            burst(gus, messages(of_gus)),
            burst(ana, messages(of_ana, chat_id=gus.chat_id)),
        ]
        for heard, words in zip(answers, (of_gus, of_ana), strict=True):
            stored = [answer["message"] for answer in heard.wait()]
            assert [one["body"] for one in stored] == words
            seqs = [one["seq"] for one in stored]
            assert seqs == sorted(seqs)
    assert_whole(gus, ana)


def assert_whole(gus: Guest, ana: AgentAtWork) -> None:
    stored = everything(gus)
    last = stored[-1]["seq"]
    assert [one["seq"] for one in stored] == [*range(1, last + 1)]
    for person, other in ((gus, "agent"), (ana, "visitor")):
        person.hears("message_posted", such=lambda told: told["message"]["seq"] > last - BURST * 2)
        spoken = [one for one in stored if one["author"]["kind"] == other and one["seq"] > 2]
        assert_heard(person, [one["seq"] for one in spoken])


def assert_heard(person: Person, seqs: list[int]) -> None:
    person.hears("message_posted", such=lambda told: told["message"]["seq"] == seqs[-1])
    told = [one["message"] for one in person.all_heard("message_posted")]
    assert [one["seq"] for one in told if one["kind"] == "text"] == seqs


def test_nobody_who_writes_believes_to_have_missed_something(people):
    """`previous_seq` is greater than what a receiver holds exactly when something is missing."""
    gus, ana = people.guest(), people.agent("ana")
    assert ana.ask("claim_next")["ok"]
    gus.hears("message_posted")
    told = [Told(gus, 2), Told(ana, 2)]
    said = [
        messages([f"gus {index}" for index in range(200)]),
        messages([f"ana {index}" for index in range(200)], chat_id=gus.chat_id),
    ]
    for one, payloads in zip(told, said, strict=True):
        for payload in payloads:
            one.person.send("send_message", payload, one.hear_answer)
    for one, payloads in zip(told, reversed(said), strict=True):
        last = payloads[-1]["body"]
        one.person.hears(
            "message_posted", such=lambda heard, last=last: heard["message"]["body"] == last
        )
    assert [one.missed for one in told] == [[], []]


class Told:
    """What one sender holds while acknowledgements and messages of the other side arrive."""

    def __init__(self, person: Person, held: int) -> None:
        self.person, self.held, self.missed = person, held, []
        person.also(self._hear)

    def hear_answer(self, answer: Payload) -> None:
        self.held = max(self.held, answer["message"]["seq"])

    def _hear(self, event: str, payload: Payload) -> None:
        if event == "message_posted" and payload["message"]["seq"] > 2:
            if payload["previous_seq"] > self.held:
                self.missed.append((self.held, payload["previous_seq"]))
            self.held = max(self.held, payload["message"]["seq"])


def test_what_is_sent_again_over_two_connections_is_stored_once(people):
    gus, ana = people.guest(), people.agent("ana")
    assert ana.ask("claim_next")["ok"]
    tab = Person(people.url, "/visitor")
    tab.connect(auth={"token": gus.token})
    people.present.append(tab)
    said = messages([f"message {number}" for number in range(30)])
    again = [payload for payload in said for _ in range(random.randint(1, 5))]
    random.shuffle(again)
    half = len(again) // 2
    answers = [burst(gus, again[:half]), burst(tab, again[half:])]
    by_id: dict[str, list[Payload]] = {}
    for answer in [one for heard in answers for one in heard.wait()]:
        by_id.setdefault(answer["message"]["client_id"], []).append(answer["message"])
    assert by_id.keys() == {payload["client_id"] for payload in said}
    assert all(one == copies[0] for copies in by_id.values() for one in copies)
    stored = everything(gus)
    assert [one["seq"] for one in stored] == [*range(1, 33)]
    assert len({one["client_id"] for one in stored if one["kind"] == "text"}) == 31
    assert_heard(ana, [*range(3, 33)])


def test_two_who_use_one_id_for_different_words_get_one_message_and_one_refusal(people):
    gus = people.guest()
    tab = Person(people.url, "/visitor")
    tab.connect(auth={"token": gus.token})
    people.present.append(tab)
    for _ in range(20):
        client_id = new_id()
        answers = [
            burst(person, [{"client_id": client_id, "body": body}])
            for person, body in ((gus, "yes"), (tab, "no"))
        ]
        first, second = (heard.wait()[0] for heard in answers)
        assert {first["ok"], second["ok"]} == {True, False}
        lost = second if first["ok"] else first
        assert lost["error"]["code"] == "id_conflict"
    assert len(everything(gus)) == 21
