"""Contests by the thousand: one chat and sixteen agents, one end and many words.

`CLAIM_RACES`, `FIFO_CHATS` and `END_RACES` say how many; docs/decisions/proof.md has the figures.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.live.contests import CROWD, all_ask, consoles, guest, invite_more, rows
from tests.live.desk import Desk
from tests.live.people import new_id, start_chat
from tests.torture.line import Line, Payload

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(36_000)]


def _many(option: str, *, usual: int, in_ci: int) -> int:
    return int(os.environ.get(option) or (in_ci if "CI" in os.environ else usual))


CLAIM_RACES = _many("CLAIM_RACES", usual=60, in_ci=1_000)
FIFO_CHATS = _many("FIFO_CHATS", usual=50, in_ci=300)
END_RACES = _many("END_RACES", usual=10, in_ci=100)
IN_ONE_QUEUE = 300
NOTHING = 2**31


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Desk]:
    folder = copytree(prepared, tmp_path_factory.mktemp("contests") / "desk")
    desk = Desk(folder, rate_limits="off", queue_grace_seconds="3600")
    invite_more(desk)
    yield desk.start()
    desk.kill()


@pytest.fixture
def before(desk: Desk) -> int:
    """The last line of the ledger when the contest began."""
    ((last,),) = rows(desk, "SELECT COALESCE(MAX(number), 0) FROM queue_entries")
    found: int = last
    return found


def test_of_sixteen_who_claim_the_same_chat_one_gets_it(desk: Desk, before: int) -> None:
    """The winner gives it back each time, so that the next race is for the same chat (R19, G6)."""
    with consoles(desk, *CROWD) as agents, guest(desk) as (chat_id, gus):
        winners = []
        for _ in range(CLAIM_RACES):
            answers = all_ask(agents, "claim", {"chat_id": chat_id})
            (won,) = [number for number, answer in enumerate(answers) if answer["ok"]]
            winner = answers[won]["chat"]["agent"]
            lost = [answer["error"] for answer in answers if not answer["ok"]]
            assert [(one["code"], one["agent"]) for one in lost] == [
                ("already_claimed", winner)
            ] * 15
            winners.append(winner["id"])
            assert agents[won].ask("transfer", {"chat_id": chat_id, "to": "queue"})["ok"]
            gus.ask("sync", {"after_seq": NOTHING})  # Who never reads is let go.
        claims = _claims(desk, "actor", before)
        assert claims == [(f"agent:{winner}",) for winner in winners]
        told = (
            "SELECT 1 FROM messages WHERE chat_id = ? AND kind = 'system' AND body LIKE '%joined%'"
        )
        joined = rows(desk, told, chat_id)
        assert len(joined) == CLAIM_RACES, "the visitor is told of each of them once"
        assert gus.ask("leave")["ok"]


def test_sixteen_who_take_the_next_pass_nobody(desk: Desk, before: int) -> None:
    """Each closes what it got at once and takes the next (R21, G7)."""
    waiting: list[str] = []
    while len(waiting) < FIFO_CHATS:
        coming = range(min(IN_ONE_QUEUE, FIFO_CHATS - len(waiting)))
        asked = [start_chat(desk.url)["chat"]["id"] for _ in coming]
        with consoles(desk, *CROWD) as agents:
            assert sorted(_all_taken(agents, len(asked))) == sorted(asked)
        waiting += asked
    assert _claims(desk, "chat_id", before) == [(chat_id,) for chat_id in waiting]


def _claims(desk: Desk, column: str, before: int) -> list[tuple[Any, ...]]:
    sql = f"SELECT {column} FROM queue_entries WHERE event = 'claimed' AND number > ?"  # noqa: S608
    return rows(desk, f"{sql} ORDER BY number", before)


def _all_taken(agents: list[Line], many: int) -> list[str]:
    taken: list[str] = []
    while len(taken) < many:
        answers = zip(agents, all_ask(agents, "claim_next", {}), strict=True)
        got = [(agent, answer["chat"]["id"]) for agent, answer in answers if answer["ok"]]
        assert got, "somebody waits and nobody gets them"
        taken += [chat_id for _, chat_id in got]
        closing = [(agent, agent.send("close_chat", {"chat_id": one})) for agent, one in got]
        assert all(agent.answer(number)["ok"] for agent, number in closing)
    return taken


def test_an_end_among_words_leaves_one_whole_ticket(desk: Desk) -> None:
    """Close, convert and send in one moment: a word is in the ticket or was refused (R29)."""
    with consoles(desk, "ana", "ana") as (ana, phone):
        for number in range(END_RACES):
            with guest(desk) as (chat_id, gus):
                assert ana.ask("claim_next")["ok"]
                _end_among_words(number, {"chat_id": chat_id}, gus, ana, phone)
                _is_whole(desk, chat_id)


def _end_among_words(number: int, chat: Payload, gus: Line, ana: Line, phone: Line) -> None:
    """Which of them is first differs from race to race, as the sockets are read in turn."""
    said = [_says(gus, {}, word) for word in range(number % 7)]
    ends = [(ana, ana.send("convert_to_ticket", chat)), (phone, phone.send("close_chat", chat))]
    said += [_says(phone, chat, word) for word in range(number % 3)]
    ends += [(phone, phone.send("convert_to_ticket", {**chat, "close": False}))]
    said += [_says(gus, {}, word) for word in range(number % 5)]
    accepted = {one["message"]["client_id"] for one in _answers(said, {"not_active"})}
    numbers = {one["ticket"]["number"] for one in _answers(ends, {"not_active"}) if "ticket" in one}
    assert len(numbers) <= 1
    kept = {one["client_id"] for one in gus.ask("sync", {"after_seq": 0})["messages"]}
    assert accepted <= kept


def _says(line: Line, chat: Payload, word: int) -> tuple[Line, int]:
    said = {**chat, "client_id": new_id(), "body": f"word {word}"}
    return line, line.send("send_message", said)


def _answers(asked: list[tuple[Line, int]], refusals: set[str]) -> list[Any]:
    answers = [line.answer(number) for line, number in asked]
    assert {one["error"]["code"] for one in answers if not one["ok"]} <= refusals
    return [one for one in answers if one["ok"]]


def _is_whole(desk: Desk, chat_id: str) -> None:
    tickets = rows(desk, "SELECT id FROM tickets WHERE chat_id = ?", chat_id)
    assert len(tickets) <= 1
    said = "SELECT seq, body FROM messages WHERE chat_id = ? AND kind <> 'note' ORDER BY seq"
    copied = (
        "SELECT chat_seq, body FROM ticket_entries WHERE ticket_id = ? AND chat_seq > 0"
        " ORDER BY chat_seq"
    )
    for (ticket_id,) in tickets:
        assert rows(desk, copied, ticket_id) == rows(desk, said, chat_id)
