"""The first page and Contact."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.opening_hours import parse_week
from core.statements import Sql
from core.writer import writer
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling

NOTICE = (
    "This service desk is for IT support issues. If you have any other support requests"
    " please contact your account manager"
)


def choose(site: Flask, **settings: Any) -> None:
    site.config["LIVEDESK"] = replace(site.config["LIVEDESK"], **settings)


def come_online(site: Flask, first_name: str = "ana") -> None:
    with site.app_context():
        agent = make_agent(first_name)
        set_presence = Sql("UPDATE accounts SET presence = 'online', seen_at = :now WHERE id = :id")
        writer().run(set_presence.run, id=agent.id, now=clock.now_millis())


def test_home_leads_to_issues_chat_and_contact(browser: Browser) -> None:
    page = browser.get("/")
    assert page.link("/issues")
    chat = page.link("/chat")
    assert (chat["target"], chat["rel"]) == ("_blank", "noopener")
    assert page.link("/contact")
    assert NOTICE in page.text
    assert "Open to rank Silver and above" in page.text


def test_a_member_sees_what_waits_and_how_much_is_open(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana")
        make_ticket(maya, title="English - still open")
        asked = make_ticket(maya, title="English - a question from IT")
        committed(handling.set_status, asked, ana, "awaiting_feedback")
        committed(handling.close, make_ticket(maya, title="English - over"), maya)
        make_ticket(make_member("nora"), title="Norsk - hemmelig")
    text = browser.sign_in(maya).get("/").text
    assert text.index("IT asked you for information") < text.index("English - a question from IT")
    for words in ("Awaiting Feedback 1", "Open 1", "Closed Tech Issues 1"):
        assert words in text
    assert "English - still open" not in text
    assert "hemmelig" not in text


def test_whoever_may_not_open_issues_sees_no_counts(site: Flask, browser: Browser) -> None:
    with site.app_context():
        otto = make_member("otto")
        make_ticket(otto)
    text = browser.sign_in(otto).get("/").text
    assert "Closed Tech Issues" not in text
    assert "Open to rank Silver and above" in text


def test_home_says_whether_anybody_is_there(site: Flask, browser: Browser) -> None:
    assert "Nobody from the team is online right now. Leave a tech issue" in browser.get("/").text
    come_online(site)
    text = browser.get("/").text
    assert "The team is online" in text
    assert "Nobody is waiting." in text


def test_home_says_how_many_wait(site: Flask, browser: Browser) -> None:
    come_online(site)
    for number in range(2):
        guest = Browser(site)
        guest.get("/chat")
        guest.submit(
            name=f"Gus {number}",
            email="gus@example.com",
            question="My cart becomes empty when I use my points. What can I do about it?",
        )
    assert "2 people are waiting." in browser.get("/").text


def test_home_says_when_chat_opens(site: Flask, browser: Browser, time: StoppedClock) -> None:
    choose(site, support_hours=parse_week("mon-fri 08:00-20:00"))
    come_online(site)
    assert "Chat is open until 20:00 UTC , in English." in browser.get("/").text
    time.advance(hours=14)
    assert "Live chat is closed now. It opens" in browser.get("/").text


def test_contact_shows_the_ways_that_are_set(site: Flask, browser: Browser) -> None:
    choose(
        site,
        contact_email="help@brand.example",
        contact_phone="+47 21 00 00 00",
        contact_url="https://brand.example/contact",
    )
    page = browser.get("/contact")
    assert NOTICE in page.text
    assert page.link("mailto:help@brand.example")
    assert page.link("tel:+4721000000")
    assert page.link("https://brand.example/contact")["rel"] == "noopener"


def test_contact_makes_sense_with_nothing_set(browser: Browser) -> None:
    page = browser.get("/contact")
    assert browser.status == 200
    assert "Your account manager answers questions about orders, ranks and commissions" in page.text
    assert "mailto:" not in page.html


@pytest.mark.parametrize("path", ["/", "/login", "/contact", "/nowhere"])
def test_every_page_leads_to_contact(browser: Browser, path: str) -> None:
    assert browser.get(path).link("/contact")
