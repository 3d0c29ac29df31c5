"""Leaving the queue for a ticket, going on from a chat that has ended, keeping what was said."""

import pytest
from flask import Flask

from chat import closing
from chat.models import Chat
from core.database import db
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import make_member
from tests.member_portal.gus import (
    DETAIL,
    GUS,
    QUESTION,
    add,
    claimed,
    ended,
    in_desk,
    leave,
    only_chat,
    tickets,
)
from tickets.models import Ticket, TicketEntry


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def test_all_that_was_written_comes_along_and_the_place_is_kept(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, DETAIL)
    assert leave(browser, token).startswith("/chat/redirect/")
    page = browser.follow()
    assert page.value("description") == f"{QUESTION}\n\n{DETAIL}"
    assert (page.value("name"), page.value("email")) == ("Gus Grey", "gus@example.com")
    assert "Your place in the queue is kept until you send it." in page.text
    assert page.link(f"/chat/{token}")
    assert only_chat(site).state == "queued"
    assert '"state":"queued"' in browser.get(f"/chat/{token}").html.replace(": ", ":")


def test_sending_the_ticket_ends_the_wait_with_the_whole_conversation(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, DETAIL)
    leave(browser, token)
    browser.follow()
    browser.submit(title="English - cart empties")
    assert (browser.location or "").startswith("/issues/private/")
    chat = only_chat(site)
    assert (chat.state, chat.closed_reason, chat.ticket_number) == (
        "closed",
        "converted",
        "IT-1001",
    )
    with site.app_context():
        [ticket] = db.session.query(Ticket).all()
        entries = db.session.query(TicketEntry).order_by(TicketEntry.number).all()
    assert ticket.chat_id == chat.id
    assert [one.body for one in entries][:2] == [QUESTION, DETAIL]
    state = browser.get(f"/chat/{token}").html
    assert "IT-1001" in state
    assert "/issues/private/" in state


def test_a_member_is_led_to_the_portal(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).get("/chat")
    browser.submit(question=QUESTION)
    leave(browser, (browser.location or "").rpartition("/")[2])
    browser.follow()
    browser.submit(title="English - cart empties")
    assert browser.location == "/issues/IT-1001?sent=1"


def test_a_second_form_of_the_same_chat_answers_the_same_ticket(
    site: Flask, browser: Browser, token: str
) -> None:
    forms = []
    for _ in range(2):
        leave(browser, token)
        forms.append(browser.follow().form_with("title"))
    for form in forms:
        browser.send(form.action, **{**form.values, "title": "English - cart empties"})
        assert browser.status == 303
    assert len(tickets(site)) == 1
    browser.send(f"/chat/{token}/ticket")
    assert (browser.location or "").startswith("/issues/private/")


def test_an_agent_who_comes_meanwhile_stays_in_the_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    address = leave(browser, token)
    claimed(site)
    page = browser.get(address)
    assert "Somebody from the team has joined your chat meanwhile." in page.text
    assert page.link(f"/chat/{token}")
    browser.submit(title="English - cart empties")
    chat = only_chat(site)
    assert (chat.state, chat.ticket_number) == ("active", "IT-1001")
    state = browser.get(f"/chat/{token}").html
    assert "The visitor has sent this as tech issue IT-1001." in state


def test_who_was_gone_for_too_long_still_gets_the_ticket(
    site: Flask, browser: Browser, token: str
) -> None:
    address = leave(browser, token)
    in_desk(site, closing.close, only_chat(site).id, "abandoned", actor="system")
    page = browser.get(address)
    assert page.value("description") == QUESTION
    browser.submit(title="English - cart empties")
    assert only_chat(site).ticket_number == "IT-1001"


def test_what_is_too_long_for_the_form_is_in_the_conversation(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, "x" * 4_000)
    add(site, "y" * 4_000)
    leave(browser, token)
    assert browser.follow().value("description") == QUESTION


def test_the_act_needs_the_token_of_the_form_and_of_the_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    browser.send_without_token(f"/chat/{token}/ticket")
    assert browser.status == 403
    browser.send("/chat/guessed/ticket")
    assert browser.status == 404
    with site.app_context():
        redirects = db.session.connection().exec_driver_sql("SELECT * FROM redirects").all()
    assert redirects == []


def test_nothing_is_asked_twice_of_who_goes_on_from_an_ended_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    earlier = only_chat(site).id
    page = browser.get(f"/chat/{token}/continue")
    assert (page.value("name"), page.value("email")) == ("Gus Grey", "gus@example.com")
    assert page.value("question") == ""
    browser.submit(question="It is back. The cart is empty once more, can you help me?")
    assert browser.status == 303
    with site.app_context():
        new = db.session.query(Chat).filter_by(state="queued").one()
    assert new.continued_from == earlier
    assert new.id != earlier


def test_a_question_that_nobody_answered_is_still_the_question(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, DETAIL)
    in_desk(site, closing.close, only_chat(site).id, "abandoned", actor="system")
    page = browser.get(f"/chat/{token}/continue")
    assert page.value("question") == f"{QUESTION}\n\n{DETAIL}"


def test_an_open_chat_just_goes_on(browser: Browser, token: str) -> None:
    browser.get(f"/chat/{token}/continue")
    assert browser.location == f"/chat/{token}"


def test_a_link_that_has_run_out_does_not_stop_a_question(
    site: Flask, browser: Browser, token: str, time: StoppedClock
) -> None:
    ended(site)
    form = browser.get(f"/chat/{token}/continue").form_with("question")
    time.advance(hours=23)
    with site.app_context():
        before = db.session.query(Chat).count()
    time.advance(hours=2)
    browser.get("/chat")
    browser.submit(**GUS, question=QUESTION, continued_from=form.values["continued_from"])
    assert browser.status == 303
    with site.app_context():
        assert db.session.query(Chat).count() == before + 1
        assert db.session.query(Chat).filter_by(state="queued").one().continued_from is None
