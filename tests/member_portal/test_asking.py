"""Before a chat: the state of the desk, its hours, machines, limits, somebody else's browser."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from chat.models import Chat, Redirect
from core.database import db
from core.opening_hours import parse_week
from member_portal import form_guard
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import make_agent, make_member

GUS = {"name": "Gus Grey", "member_id": "", "email": "gus@example.com"}
QUESTION = "My cart becomes empty when I use my points. What can I do about it?"
OSLO = ZoneInfo("Europe/Oslo")
# The clock of these stories stands at 09:30 UTC, 10:30 in Oslo, on Friday 6 March 2026.
OPENS_AT_NOON = parse_week("mon-fri 12:00-20:00")
CLOSES_AT_EIGHT = parse_week("mon-fri 08:00-20:00")


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def ask(browser: Browser, **fields: str) -> Browser:
    browser.get("/chat")
    browser.submit(**{**GUS, "question": QUESTION, **fields})
    return browser


def chats(site: Flask) -> list[Chat]:
    with site.app_context():
        return list(db.session.query(Chat).order_by(Chat.place))


def test_the_form_says_that_nobody_is_there(browser: Browser) -> None:
    assert "Nobody from the team is online right now." in browser.get("/chat").text


def test_the_form_says_that_the_team_is_there_and_until_when(
    site_with: Callable[..., Flask],
) -> None:
    site = site_with(support_hours=CLOSES_AT_EIGHT, time_zone=OSLO)
    with site.app_context():
        ana = make_agent("ana")
        ana.presence, ana.seen_at = "online", ana.created_at
        db.session.commit()
    page = Browser(site).get("/chat")
    assert "The team is online until 19:00 UTC" in page.text
    assert "Nobody is waiting." in page.text


def test_outside_the_hours_the_page_says_when_it_opens_in_a_named_zone(
    site_with: Callable[..., Flask],
) -> None:
    site = site_with(
        support_hours=OPENS_AT_NOON, time_zone=OSLO, holidays=frozenset({date(2026, 3, 9)})
    )
    page = Browser(site).get("/chat")
    assert "Live chat is closed now" in page.text
    assert "It opens again Friday 6 March at 12:00 (Oslo time)" in page.text
    assert 'datetime="2026-03-06T11:00:00.000Z"' in page.html
    assert "Friday (today) 12:00–20:00" in page.text
    assert "Saturday Closed" in page.text
    assert "Closed on Monday 9 March." in page.text


def test_outside_the_hours_what_was_typed_becomes_a_ticket(
    site_with: Callable[..., Flask],
) -> None:
    site = site_with(support_hours=OPENS_AT_NOON, time_zone=OSLO)
    gus = ask(Browser(site))
    assert gus.location is not None
    assert gus.location.startswith("/chat/redirect/")
    page = gus.follow()
    assert "Live chat is closed now" in page.text
    assert "Friday 6 March at 12:00 (Oslo time)" in page.text
    assert page.value("description") == QUESTION
    gus.submit(title="English - cart empties")
    assert gus.location is not None
    assert gus.location.startswith("/issues/private/")
    assert chats(site) == []


def test_a_question_kept_from_closed_hours_may_be_asked_once_chat_is_open(
    site_with: Callable[..., Flask], time: StoppedClock
) -> None:
    site = site_with(support_hours=OPENS_AT_NOON, time_zone=OSLO)
    gus = ask(Browser(site))
    address = gus.location or ""
    time.advance(hours=2)
    page = gus.get(address)
    assert "Live chat is open again." in page.text
    gus.submit(confirm_english="1")
    assert [chat.question for chat in chats(site)] == [QUESTION]


@pytest.mark.parametrize("seconds", [0, 1.9])
def test_a_form_that_was_filled_in_no_time_comes_back_once(
    site: Flask,
    browser: Browser,
    time: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
) -> None:
    monkeypatch.setattr(form_guard, "LEAST_SECONDS", 2)
    browser.get("/chat")
    time.advance(seconds=seconds)
    page = browser.submit(**GUS, question=QUESTION)
    assert browser.status == 422
    assert "send it once more" in page.text
    assert page.value("question") == QUESTION
    assert chats(site) == []
    time.advance(seconds=2)
    browser.submit(question=QUESTION)
    assert browser.status == 303
    assert len(chats(site)) == 1


def test_a_machine_that_fills_in_every_field_comes_back(site: Flask, browser: Browser) -> None:
    browser.get("/chat")
    page = browser.submit(**GUS, question=QUESTION, homepage="https://spam.example")
    assert browser.status == 422
    assert page.value("homepage") == ""
    assert page.value("question") == QUESTION
    assert chats(site) == []
    browser.submit(question=QUESTION)
    assert len(chats(site)) == 1


def test_nobody_can_see_the_field_for_machines(browser: Browser) -> None:
    html = browser.get("/chat").html
    start = html.index('class="trap" aria-hidden="true"')
    assert 'tabindex="-1"' in html[start : html.index("</div>", start)]


@pytest.mark.parametrize("stamp", ["", "made-up", "MTc5NTM0Nzk4MzQ1MA.RavTqvlPu17Ct-977ZEAd_0IDGg"])
def test_a_stamp_that_is_not_ours_brings_a_new_one(
    site: Flask, browser: Browser, stamp: str
) -> None:
    browser.get("/chat")
    page = browser.submit(**GUS, question=QUESTION, stamp=stamp)
    assert browser.status == 422
    assert page.value("stamp") != stamp
    browser.submit(question=QUESTION)
    assert len(chats(site)) == 1


def test_a_form_of_yesterday_is_shown_once_more(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    browser.get("/chat")
    time.advance(hours=25)
    browser.submit(**GUS, question=QUESTION)
    assert browser.status == 422
    assert chats(site) == []


def test_members_and_load_tests_are_not_asked_to_send_twice(
    site_with: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_guard, "LEAST_SECONDS", 2)
    site = site_with()
    with site.app_context():
        maya = make_member("maya")
    member = Browser(site).sign_in(maya)
    member.get("/chat")
    member.submit(question=QUESTION)
    assert member.status == 303
    assert ask(Browser(site_with(rate_limits=False))).status == 303


def test_an_office_behind_one_address_is_served_and_a_flood_is_not(site: Flask) -> None:
    for _ in range(30):
        assert ask(Browser(site)).status == 303
    late = ask(Browser(site))
    assert late.status == 429
    assert int(late.headers["Retry-After"]) == 600
    assert "Many chats were started from here" in late.page.text
    assert late.page.value("question") == QUESTION
    api = site.test_client().post("/api/v1/chats", json={**GUS, "question": QUESTION})
    assert api.status_code == 429
    assert api.get_json()["error"]["retry_after_seconds"] == 600


def test_who_comes_back_to_an_open_chat_is_not_counted(site: Flask, browser: Browser) -> None:
    for _ in range(40):
        assert ask(browser).status == 303
    assert len(chats(site)) == 1


def test_a_member_is_counted_alone(site: Flask) -> None:
    for _ in range(30):
        ask(Browser(site))
    with site.app_context():
        maya = make_member("maya")
    browser = Browser(site).sign_in(maya)
    browser.get("/chat")
    browser.submit(question=QUESTION)
    assert browser.status == 303


def test_not_you_logs_out_and_keeps_the_question(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya", name="Maya Lind")
    browser.sign_in(maya).get("/chat")
    form = browser.page.form_with("question")
    page = browser.send("/chat", **{**form.values, "question": QUESTION, "not_me": "1"})
    assert browser.status == 200
    assert page.value("question") == QUESTION
    assert (page.value("name"), page.value("email")) == ("", "")
    assert "Maya" not in page.text
    browser.submit(**GUS)
    assert browser.status == 303
    [chat] = chats(site)
    assert (chat.name, chat.account_id, chat.question) == ("Gus Grey", None, QUESTION)
    browser.get("/issues")
    assert "/login" in (browser.location or "")


def test_a_card_number_is_masked_wherever_it_was_typed(site: Flask, browser: Browser) -> None:
    number = "4111 1111 1111 1111"
    ask(browser, question=f"I paid with {number} and nothing came, why?", member_id=number)
    [chat] = chats(site)
    assert chat.question == "I paid with •••• •••• •••• 1111 and nothing came, why?"
    assert chat.member_id == "•••• •••• •••• 1111"
    with site.app_context():
        held = db.session.connection().exec_driver_sql("SELECT body FROM messages").scalars().all()
    assert held == [chat.question]


def test_a_card_number_in_another_language_is_masked_too(site: Flask, browser: Browser) -> None:
    ask(browser, question="Jeg betalte med 4111-1111-1111-1111, men får ikke bestillingen min.")
    with site.app_context():
        [kept] = db.session.query(Redirect).all()
    assert "••••-••••-••••-1111" in kept.question
