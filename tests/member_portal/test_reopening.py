"""A closed issue goes on: opened again for some days, later as a new one that is linked to it."""

from dataclasses import replace

import pytest
from flask import Flask

from accounts.models import Account
from core.database import db
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling
from tickets.links import issue_private_token
from tickets.models import Ticket


@pytest.fixture
def maya(site: Flask, time: StoppedClock) -> Account:
    with site.app_context():
        return make_member("maya")


@pytest.fixture
def closed(site: Flask, maya: Account) -> Ticket:
    with site.app_context():
        ticket = make_ticket(maya)
        committed(handling.close, ticket, make_agent("ana"))
        return ticket


def status(site: Flask, number: int = 1001) -> str:
    with site.app_context():
        return db.session.query(Ticket).filter_by(number=number).one().status


def choose_days(site: Flask, days: int) -> None:
    site.config["LIVEDESK"] = replace(site.config["LIVEDESK"], reopen_days=days)


@pytest.mark.usefixtures("closed")
def test_a_member_opens_an_issue_again_and_says_why(
    site: Flask, browser: Browser, maya: Account
) -> None:
    page = browser.sign_in(maya).get("/issues/IT-1001")
    assert "you can open it again until 20 Mar 2026" in page.text
    browser.submit(body="It is back.")
    assert (browser.status, browser.location) == (303, "/issues/IT-1001#latest")
    text = browser.get("/issues/IT-1001").text
    assert "Ana from Tech Support closed this issue." in text
    assert text.index("You opened this issue again.") < text.index("It is back.")
    assert status(site) == "open"


@pytest.mark.usefixtures("closed")
def test_it_needs_no_words(site: Flask, browser: Browser, maya: Account) -> None:
    browser.sign_in(maya).get("/issues/IT-1001")
    browser.submit(body="  ")
    assert browser.status == 303
    assert status(site) == "open"
    assert browser.get("/issues/IT-1001").text.count("You opened this issue again.") == 1


@pytest.mark.usefixtures("closed")
def test_after_the_days_that_are_set_a_new_issue_takes_it_up(
    site: Flask, browser: Browser, maya: Account, time: StoppedClock
) -> None:
    browser.sign_in(maya).get("/issues/IT-1001")
    time.advance(days=14, seconds=1)
    page = browser.sign_in(maya).get("/issues/IT-1001")
    assert "closed more than 14 days ago" in page.text
    assert 'action="/issues/IT-1001/reopening"' not in page.html
    assert page.link("/issues/new?follows=IT-1001")
    page = browser.send("/issues/IT-1001/reopening", body="It is back.")
    assert browser.status == 409
    assert "can’t be opened again" in page.text
    assert "It is back." in page.text
    assert status(site) == "closed"


def test_a_new_issue_is_linked_to_the_one_it_takes_up(
    site: Flask, browser: Browser, maya: Account, closed: Ticket
) -> None:
    browser.sign_in(maya).get("/issues/new?follows=IT-1001")
    assert "This takes up IT-1001 again." in browser.page.text
    browser.submit(title="English - it is back", description="The cart empties again.")
    assert browser.follow().link("/issues/IT-1001")
    assert browser.get("/issues/IT-1001").link("/issues/IT-1002")


@pytest.mark.parametrize("follows", ["IT-1001", "IT-9999", "x", "", "IT-1001' OR '1"])
def test_only_an_own_issue_can_be_taken_up(site: Flask, browser: Browser, follows: str) -> None:
    with site.app_context():
        maya, nora = make_member("maya"), make_member("nora")
        make_ticket(nora, title="Norsk - hemmelig")
    browser.sign_in(maya).get("/issues/new")
    browser.submit(title="English - mine", description="The cart empties.", follows=follows)
    assert browser.status == 303
    with site.app_context():
        assert db.session.query(Ticket).filter_by(number=1002).one().follows is None


@pytest.mark.usefixtures("closed")
def test_how_many_days_is_a_setting(
    site: Flask, browser: Browser, maya: Account, time: StoppedClock
) -> None:
    time.advance(seconds=1)
    choose_days(site, 1)
    assert "open it again until 7 Mar 2026" in browser.sign_in(maya).get("/issues/IT-1001").text
    choose_days(site, 0)
    page = browser.get("/issues/IT-1001")
    assert "open it again" not in page.text
    browser.send("/issues/IT-1001/reopening")
    assert browser.status == 409
    assert status(site) == "closed"


@pytest.mark.usefixtures("closed")
def test_an_answer_to_a_closed_issue_comes_back_with_the_way_to_send_it(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.sign_in(maya).get("/issues/IT-1001")
    page = browser.send("/issues/IT-1001/replies", body="One more thing")
    assert browser.status == 409
    assert page.value("body") == "One more thing"
    form = page.form_with("body")
    assert form.action == "/issues/IT-1001/reopening"
    browser.submit(body="One more thing")
    assert "One more thing" in browser.get("/issues/IT-1001").text
    assert status(site) == "open"


def test_a_guest_opens_an_issue_again_by_the_link(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    with site.app_context():
        ticket = make_ticket()
        token = committed(issue_private_token, ticket.id)
        committed(handling.close, ticket, make_agent("ana"))
    browser.get(f"/issues/private/{token}")
    browser.submit(body="It is back.")
    assert browser.location == f"/issues/private/{token}#latest"
    assert "You opened this issue again." in browser.get(f"/issues/private/{token}").text
    time.advance(days=15)
    with site.app_context():
        committed(handling.close, ticket, None)
    time.advance(days=15)
    page = browser.get(f"/issues/private/{token}")
    assert "start a new chat" in page.text


@pytest.mark.usefixtures("closed")
def test_an_old_token_keeps_what_was_typed(browser: Browser, maya: Account) -> None:
    browser.sign_in(maya)
    page = browser.send_without_token("/issues/IT-1001/reopening", body="It is back.")
    assert browser.status == 403
    assert page.value("body") == "It is back."
    browser.submit(body="It is back.")
    assert browser.status == 303
