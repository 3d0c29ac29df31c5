"""What the palette finds: members, tickets and ended chats, for the team only."""

from typing import Any

import pytest
from flask import Flask

from tests.browsing import Browser
from tests.factories import make_agent, make_member, make_ticket


@pytest.fixture
def ana(site: Flask, browser: Browser) -> Browser:
    with site.app_context():
        maya = make_member("maya", name="Maya Lind", member_id="5821904")
        make_member("otto", name="Otto_Weber")
        make_ticket(maya, title="English - cart empties")
        make_ticket(title="Norsk - kan ikke logge inn")
        account = make_agent("ana")
    return browser.sign_in(account)


def find(browser: Browser, words: str) -> dict[str, Any]:
    answer = browser.client.get("/console/api/find", query_string={"q": words})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def names(browser: Browser, words: str) -> list[str]:
    return [one["name"] for one in find(browser, words)["people"]]


def test_members_are_found_by_name_number_and_address(ana: Browser) -> None:
    for words in ("may", "LIND", "5821", "maya@", "maya lind"):
        assert names(ana, words) == ["Maya Lind"], words
    assert names(ana, "aya") == []
    assert names(ana, "%%") == names(ana, "o%") == []
    assert names(ana, "otto_") == ["Otto_Weber"]


def test_tickets_are_found_by_number_text_and_person(ana: Browser) -> None:
    for words in ("IT-1001", "empties", "Maya"):
        tickets = find(ana, words)["tickets"]
        assert [one["number"] for one in tickets] == ["IT-1001"], words
    assert find(ana, "IT-1001")["tickets"] == [
        {
            "number": "IT-1001",
            "title": "English - cart empties",
            "status": "open",
            "person": "Maya Lind",
        }
    ]


def test_one_letter_is_too_little_to_look_for(ana: Browser) -> None:
    assert find(ana, " m ") == find(ana, "") == {"people": [], "tickets": [], "chats": []}


def test_members_find_nothing(site: Flask, browser: Browser) -> None:
    assert browser.client.get("/console/api/find?q=maya").status_code == 401
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya)
    assert browser.client.get("/console/api/find?q=maya").status_code == 403
