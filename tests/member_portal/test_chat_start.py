import json
import re

import pytest
from flask import Flask

from chat.closing import close
from chat.models import Chat
from core.database import db
from tests.browsing import Browser, Page
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member

GUS = {"name": "Gus Grey", "member_id": "", "email": "gus@example.com"}
QUESTION = "My cart becomes empty when I use my points. What can I do about it?"


def chats(site: Flask) -> list[Chat]:
    with site.app_context():
        return list(db.session.query(Chat).order_by(Chat.place))


def page_state(page: Page) -> dict:
    found = re.search(r'id="page-state"[^>]*>(.*?)</script>', page.html, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def test_the_form_has_the_words_of_the_guide(browser: Browser) -> None:
    page = browser.get("/chat")
    for words in (
        "Get support with live chat",
        "Live Chat",
        "Enter a few details to start your online chat below.",
        "What is your name?",
        "Member ID — Optional",
        "Email address",
        "How can we help?",
    ):
        assert words in page.text
    for placeholder in (
        "Enter your name...",
        "Enter your dōTERRA member ID...",
        "Enter your email address...",
        "Enter your question...",
    ):
        assert f'placeholder="{placeholder}"' in page.html


def test_the_keyboard_of_a_phone_covers_nothing(browser: Browser) -> None:
    """It takes its room from the page, so that field and newest message stay in view."""
    assert "interactive-widget=resizes-content" in browser.get("/chat").html


def test_a_guest_joins_the_queue(site: Flask, browser: Browser) -> None:
    browser.get("/chat")
    browser.submit(**GUS, question=QUESTION)
    assert browser.status == 303
    assert browser.location is not None
    assert re.fullmatch(r"/chat/[A-Za-z0-9_-]{43}", browser.location)
    state = page_state(browser.follow())
    assert state["token"] == browser.location.rpartition("/")[2] if browser.location else True
    assert state["chat"]["state"] == "queued"
    assert state["chat"]["position"] == 1
    assert state["visitor"] == {
        "name": "Gus Grey",
        "email": "gus@example.com",
        "member_id": None,
        "signed_in": False,
    }
    assert [message["body"] for message in state["messages"]] == [QUESTION]
    assert state["urls"]["new_chat"] == "/chat"
    [chat] = chats(site)
    assert chat.visitor_key.startswith("guest:")


def test_the_visitor_is_known_by_a_cookie_that_scripts_cannot_read(browser: Browser) -> None:
    browser.get("/chat")
    set_cookie = browser.headers.get_all("Set-Cookie")
    [visitor] = [line for line in set_cookie if line.startswith("livedesk_visitor=")]
    assert "HttpOnly" in visitor
    assert "SameSite=Lax" in visitor
    assert len(browser.cookie("livedesk_visitor").value) == 43
    browser.get("/chat")
    assert not any("livedesk_visitor" in line for line in browser.headers.get_all("Set-Cookie"))


def test_sending_twice_leads_to_the_same_chat(site: Flask, browser: Browser) -> None:
    form = browser.get("/chat").form_with("question")
    for _ in range(2):
        browser.send("/chat", **{**form.values, **GUS, "question": QUESTION})
        assert browser.status == 303
    browser.get("/chat")
    browser.submit(**GUS, question="Another question in another tab, please help me.")
    assert browser.status == 303
    assert len(chats(site)) == 1


def test_another_browser_is_another_visitor(site: Flask, browser: Browser) -> None:
    for one in (browser, Browser(site)):
        one.get("/chat")
        one.submit(**GUS, question=QUESTION)
    assert len(chats(site)) == 2


def test_a_member_finds_the_form_filled_in(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya", name="Maya Lind")
    page = browser.sign_in(maya).get("/chat")
    assert page.value("name") == "Maya Lind"
    assert page.value("email") == "maya@example.com"
    assert page.value("member_id") == "M-maya"
    assert page.html.count("readonly") == 3
    assert "Not you?" in page.text
    browser.submit(name="Mallory", email="mallory@example.com", question=QUESTION)
    [chat] = chats(site)
    assert (chat.name, chat.email, chat.account_id) == ("Maya Lind", "maya@example.com", maya.id)


def test_not_you_signs_out_and_comes_back(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).get("/chat")
    browser.send("/logout", next="/chat")
    assert browser.location == "/chat"
    assert browser.follow().value("name") == ""


def test_an_agent_is_a_guest_here(site: Flask, browser: Browser) -> None:
    with site.app_context():
        ana = make_agent("ana")
    page = browser.sign_in(ana).get("/chat")
    assert page.value("email") == ""
    browser.submit(**GUS, question=QUESTION)
    assert chats(site)[0].account_id is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter your name"),
        ("name", "n" * 101, "The limit is 100"),
        ("email", "", "Enter an email address like name@example.com"),
        ("email", "gus@", "name@example.com"),
        ("question", "", "Enter your question"),
        ("question", "q" * 4001, "The limit is 4,000"),
        ("member_id", "1" * 33, "The limit is 32"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_at_the_field(
    site: Flask, browser: Browser, field: str, typed: str, sentence: str
) -> None:
    sent = {**GUS, "question": QUESTION, field: typed}
    browser.get("/chat")
    page = browser.submit(**sent)
    assert browser.status == 422
    assert sentence in page.text
    assert f'href="#{field}"' in page.html
    assert {name: page.value(name) for name in sent} == sent
    assert chats(site) == []


def test_all_errors_are_told_at_once(browser: Browser) -> None:
    browser.get("/chat")
    text = browser.submit(name="", email="gus@", member_id="", question="").text
    assert "3 things need your attention" in text


def test_an_old_token_keeps_what_was_typed(site: Flask, browser: Browser) -> None:
    page = browser.send_without_token("/chat", **GUS, question=QUESTION)
    assert browser.status == 403
    assert page.value("question") == QUESTION
    assert chats(site) == []
    browser.submit(question=QUESTION)
    assert browser.status == 303


def test_an_unknown_chat_is_not_found(browser: Browser) -> None:
    browser.get("/chat/guessed")
    assert browser.status == 404


def test_text_cannot_break_out_of_the_page_state(browser: Browser) -> None:
    nasty = "Why does </script><script>alert(1)</script> happen when I open my cart page?"
    browser.get("/chat")
    browser.submit(**GUS, question=nasty, confirm_english="1")
    page = browser.follow()
    assert "<script>alert" not in page.html
    assert page_state(page)["question"] == nasty


def test_a_guest_who_returns_finds_the_details_filled_in(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    browser.get("/chat")
    browser.submit(**{**GUS, "member_id": "M-77"}, question=QUESTION)
    with site.app_context():
        committed(close, chats(site)[0].id, "visitor", actor="visitor")
    page = browser.get("/chat")
    assert page.value("name") == "Gus Grey"
    assert page.value("email") == "gus@example.com"
    assert page.value("member_id") == "M-77"
    assert page.value("question") == ""
    assert "readonly" not in page.html
    page = browser.submit(name="Gustava", email="g@", question=QUESTION)
    assert page.value("name") == "Gustava"
    assert Browser(site).get("/chat").value("email") == ""
    time.advance(days=31)
    assert browser.get("/chat").value("email") == ""


def test_a_member_s_details_are_not_those_of_the_next_guest(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).get("/chat")
    browser.submit(question=QUESTION)
    browser.send("/logout", next="/chat")
    assert browser.follow().value("email") == ""
