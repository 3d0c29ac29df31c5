"""Chats that have ended: found by words and filters, and read with their record."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from chat import history
from core import clock
from tests.chat.console import Console
from tests.chat.stage import Agent, Stage, Visitor

PATH = "/console/history"


def ended(stage: Stage, name: str = "Gus", **said: Any) -> Visitor:
    guest = stage.guest(name, **said)
    guest.ask("leave")
    return guest


def names(console: Console, query: str = "") -> list[str]:
    """Whose chats the list shows, in its order."""
    page = console.get(f"{PATH}?{query}")
    assert console.status == 200
    return re.findall(r'href="/console/history/[^"?]+">([^<]*)<', page.html)


@pytest.fixture
def console(stage: Stage) -> Console:
    return Console(stage, "bea")


def test_the_last_to_end_comes_first_and_open_chats_are_not_there(
    stage: Stage, console: Console
) -> None:
    assert "No chat has ended yet." in console.get(PATH).text
    ended(stage, "Gus")
    ended(stage, "Gil")
    stage.guest("Still waiting")
    assert names(console) == ["Gil", "Gus"]


@pytest.mark.parametrize(
    "typed",
    ["Vermeer", "vérmeer gus", "GUS@example.com", "4711", "cart points", "canary-note", "thank"],
)
def test_a_chat_is_found_by_name_address_number_and_what_was_said(
    stage: Stage, console: Console, typed: str
) -> None:
    ana = stage.agent("ana")
    gus = stage.guest("Gus Vermeer", member_id="4711", question="My cart loses its points, why?")
    ana.ask("claim_next")
    ana.note(gus.chat_id, "canary-note of the team")
    ana.ask("close_chat", {"chat_id": gus.chat_id})
    gus.ask("rate", {"score": 5, "comment": "Thanks a lot"})
    ended(stage, "Gil", email="gil@example.org")
    assert names(console, f"q={quote(typed)}") == ["Gus Vermeer"]


def test_a_chat_is_found_by_its_number_and_its_ticket(stage: Stage, console: Console) -> None:
    ana = stage.agent("ana")
    gus = stage.guest("Gus")
    ana.ask("claim_next")
    ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})
    ended(stage, "Gil", email="gil@example.org")
    assert names(console, "q=IT-1001") == ["Gus"]
    assert names(console, "q=2") == ["Gil"]


def test_filters_leave_what_fits_all_of_them(stage: Stage, console: Console) -> None:
    ana, bea = stage.agent("ana"), stage.agent("bea")
    for agent, name, score in ((ana, "Gus", 5), (bea, "Gil", 1), (bea, "Gerda", None)):
        guest = stage.guest(name)
        agent.ask("claim_next")
        agent.ask("close_chat", {"chat_id": guest.chat_id})
        if score:
            guest.ask("rate", {"score": score})
    ended(stage, "Greta")
    assert names(console, f"agent={ana.id}") == ["Gus"]
    assert names(console, f"agent={bea.id}") == ["Gerda", "Gil"]
    assert names(console, "outcome=visitor") == ["Greta"]
    assert names(console, "rating=any") == ["Gil", "Gus"]
    assert names(console, "rating=1") == ["Gil"]
    assert names(console, "rating=none") == ["Greta", "Gerda"]
    assert names(console, f"agent={bea.id}&rating=none&outcome=agent&q=gus@example") == ["Gerda"]
    today, day = clock.now().date(), timedelta(days=1)
    assert len(names(console, f"from={today}&to={today}")) == 4
    assert names(console, f"from={today + day}") == names(console, f"to={today - day}") == []
    assert "No ended chat matches." in console.get(f"{PATH}?rating=3").text


@pytest.mark.parametrize(
    "query",
    ["from=yesterday&to=9999-12-31", "rating=9&outcome=won", "page=-3", "page=x", "agent='"],
)
def test_what_is_no_choice_is_no_error(stage: Stage, console: Console, query: str) -> None:
    ended(stage)
    console.get(f"{PATH}?{query}")
    assert console.status == 200


def test_words_with_signs_of_the_search_language_are_words(stage: Stage, console: Console) -> None:
    ended(stage, question='Please help: "NEAR" AND chat_index OR cart* (really)')
    for typed in ("%22near%22", "AND", "cart*", "-cart", "(really)", "words:cart"):
        console.get(f"{PATH}?q={typed}")
        assert console.status == 200
    assert names(console, "q=%22near%22+cart*") == ["Gus"]
    assert names(console, "q=%E2%80%A6") == [], "nothing but a sign finds nothing"


def test_words_that_are_everywhere_find_the_latest_and_say_so(
    stage: Stage, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_FOUND", 2)
    for number in range(3):
        ended(stage, f"Guest {number}")
    assert names(console, "q=guest") == ["Guest 2", "Guest 1"]
    assert "One word more finds less." in console.page.text
    assert names(console, "q=guest+0") == ["Guest 0"]
    assert "One word more" not in console.page.text


def test_a_list_has_pages(stage: Stage, console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE_SIZE", 2)
    for number in range(3):
        ended(stage, f"Guest {number}")
    assert names(console) == ["Guest 2", "Guest 1"]
    assert console.page.link(f"{PATH}?page=2")
    assert names(console, "page=2") == ["Guest 0"]
    assert names(console, "page=3") == []
    names(console, "q=guest")
    assert console.page.link(f"{PATH}?q=guest&page=2")


def test_one_chat_tells_what_was_said_and_why_it_was_its_turn(
    stage: Stage, console: Console, gus: Visitor, sam: Agent
) -> None:
    gil = stage.guest("Gil", question="Hello <b>team</b>, where is my order?")
    sam.ask("claim", {"chat_id": gil.chat_id, "reason": "He has called twice"})
    sam.note(gil.chat_id, "A note of the team")
    sam.ask("close_chat", {"chat_id": gil.chat_id})
    gil.ask("rate", {"score": 2, "comment": "Too slow"})
    page = console.get(f"{PATH}/{gil.chat_id}")
    assert console.status == 200
    for told in (
        "Gil joined the queue. 1 person had come earlier.",
        "out of order: before 1 person who had waited longer",
        "He has called twice",
        "Hello <b>team</b>, where is my order?",
        "A note of the team",
        "2 · Poor",
        "Too slow",
    ):
        assert told in page.text, told
    assert "<b>team</b>" not in page.html
    gus.ask("leave")


def test_only_the_team_reads_it(stage: Stage, gus: Visitor) -> None:
    gus.ask("leave")
    for name, status in (("maya", 403), ("bea", 200), ("sam", 200)):
        console = Console(stage, name)
        for path in (PATH, f"{PATH}/{gus.chat_id}"):
            console.get(path)
            assert console.status == status, (name, path)
    nobody = Console(stage, "maya")
    nobody.client.delete_cookie("livedesk_session")
    nobody.get(f"{PATH}/{gus.chat_id}")
    assert nobody.location is not None
    assert nobody.location.startswith("/login")


def test_an_open_or_unknown_chat_is_not_history(stage: Stage, gus: Visitor) -> None:
    bea = Console(stage, "bea")
    for chat_id in (gus.chat_id, "unknown"):
        bea.get(f"{PATH}/{chat_id}")
        assert bea.status == 404


def test_a_supervisor_reads_why_a_chat_is_served_now(
    stage: Stage, gus: Visitor, sam: Agent
) -> None:
    gil = stage.guest("Gil")
    sam.ask("claim", {"chat_id": gil.chat_id, "reason": "He has called twice"})
    console = Console(stage, "sam")
    served = console.get(f"{PATH}/{gil.chat_id}").text
    assert "out of order: before 1 person who had waited longer" in served
    assert "He has called twice" in served
    assert "Goes on" in served
    waits = console.get(f"{PATH}/{gus.chat_id}").text
    assert "Why it waits" in waits
    assert "Gus joined the queue. Nobody else was waiting." in waits
    console.get(f"{PATH}/unknown")
    assert console.status == 404
