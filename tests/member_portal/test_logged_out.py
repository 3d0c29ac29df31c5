"""Nothing that was typed is lost when the sign-in has ended meanwhile, with a script or without."""

import io

import pytest
from flask import Flask

from accounts import sessions
from accounts.models import Account
from core.database import db
from tests.browsing import Browser
from tests.factories import committed, make_member, make_ticket
from tests.pictures import picture
from tickets.models import Ticket, TicketEntry

TITLE = "Norsk - kan ikke behandle bestilling"
STEPS = "Jeg åpner handlekurven.\n\nSå kommer «Error 4102»."


@pytest.fixture
def maya(site: Flask, browser: Browser) -> Account:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya, title="English - secret of Maya")
    browser.sign_in(maya)
    return maya


def end_sign_in(site: Flask, account: Account) -> None:
    with site.app_context():
        committed(sessions.end_all, account.id)


def sign_in_elsewhere(browser: Browser, maya: Account) -> None:
    """In another tab of the same browser; this one still shows the page as it was."""
    page, status = browser.page, browser.status
    browser.sign_in(maya)
    browser.page, browser.status = page, status


def test_a_new_issue_waits_for_the_sign_in_and_is_sent_after_it(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.get("/issues/new")
    end_sign_in(site, maya)
    page = browser.submit(title=TITLE, description=STEPS)
    assert browser.status == 403
    assert (page.value("title"), page.value("description")) == (TITLE, STEPS)
    assert "You were logged out" in page.text
    link = page.link("/login?next=/issues/new")
    assert (link["target"], link["rel"]) == ("_blank", "noopener")
    sign_in_elsewhere(browser, maya)
    page = browser.submit(title=TITLE, description=STEPS)
    if browser.status == 403:  # The page was older than the new sign-in.
        assert page.value("description") == STEPS
        browser.submit(title=TITLE, description=STEPS)
    assert (browser.status, browser.location) == (303, "/issues/IT-1002?sent=1")


def test_the_sign_in_leads_back_to_the_form(site: Flask, browser: Browser, maya: Account) -> None:
    browser.get("/issues/new")
    end_sign_in(site, maya)
    browser.submit(title=TITLE, description=STEPS)
    browser.get("/login?next=/issues/new")
    browser.submit(username="maya", password="correct horse battery")
    assert browser.location == "/issues/new"


def test_a_closed_browser_is_no_difference(site: Flask, browser: Browser, maya: Account) -> None:
    """Its cookies are gone, and with them the token of the form."""
    browser.get("/issues/new")
    fields = {**browser.page.form_with("title").values, "title": TITLE, "description": STEPS}
    fresh = Browser(site)
    page = fresh.send_without_token("/issues/new", **fields)
    assert fresh.status == 403
    assert (page.value("title"), page.value("description")) == (TITLE, STEPS)
    with site.app_context():
        assert db.session.query(Ticket).count() == 1


@pytest.mark.parametrize("act", ["replies", "reopening"])
def test_an_answer_waits_too_and_shows_nothing_of_the_issue(
    site: Flask, browser: Browser, maya: Account, act: str
) -> None:
    browser.get("/issues/IT-1001")
    end_sign_in(site, maya)
    page = browser.send(f"/issues/IT-1001/{act}", body="Safari, on my iPad.")
    assert browser.status == 403
    assert page.value("body") == "Safari, on my iPad."
    assert page.form_with("body").action == f"/issues/IT-1001/{act}"
    assert page.link("/login?next=/issues/IT-1001")
    assert "secret of Maya" not in page.html
    with site.app_context():
        assert db.session.query(TicketEntry).count() == 0


def test_an_answer_from_a_closed_browser_waits_as_well(
    site: Flask, browser: Browser, maya: Account
) -> None:
    fresh = Browser(site)
    page = fresh.send_without_token("/issues/IT-1001/replies", body="Safari, on my iPad.")
    assert fresh.status == 403
    assert page.value("body") == "Safari, on my iPad."
    assert page.link("/login?next=/issues/IT-1001")
    fresh.send_without_token("/issues/IT-1001/closure")
    assert (fresh.status, fresh.location) == (303, "/login")


def test_the_kept_answer_can_be_sent_from_where_it_is(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.get("/issues/IT-1001")
    end_sign_in(site, maya)
    browser.send("/issues/IT-1001/replies", body="Safari, on my iPad.")
    sign_in_elsewhere(browser, maya)
    browser.submit(body="Safari, on my iPad.")
    if browser.status == 403:
        browser.submit(body="Safari, on my iPad.")
    assert browser.status == 303
    assert "Safari, on my iPad." in browser.get("/issues/IT-1001").text


def test_files_without_a_script_wait_as_well(site: Flask, browser: Browser, maya: Account) -> None:
    browser.get("/issues/new")
    end_sign_in(site, maya)
    form = browser.page.form_with("title").values
    data = {**form, "title": TITLE, "description": STEPS, "files": (io.BytesIO(picture()), "x.png")}
    answer = browser.client.post("/issues/new", data=data, content_type="multipart/form-data")
    assert answer.status_code == 403
    assert 'name="attachments"' in answer.get_data(as_text=True)


def test_nobody_is_shown_what_somebody_else_has_typed(site: Flask, maya: Account) -> None:
    stranger = Browser(site)
    stranger.get("/issues/new")
    assert stranger.location == "/login?next=/issues/new"
