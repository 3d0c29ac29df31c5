"""The own profile: what is shown, what can be set, and whose it is."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account, SignInSession
from core.database import db
from core.letters import QueuedLetter
from tests.browsing import Browser
from tests.factories import PASSWORD, make_agent, make_member

NEW = "four wet lemons sing"
ACTS = (
    "/profile/language",
    "/profile/wishes",
    "/profile/password",
    "/profile/sessions/closure",
    "/profile/sessions/x/closure",
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def maya(site: Flask) -> Account:
    with site.app_context():
        return make_member("maya")


def stored(site: Flask, account: Account) -> Account:
    with site.app_context():
        return db.session.get_one(Account, account.id)


def sessions_of(site: Flask, account: Account) -> list[SignInSession]:
    with site.app_context():
        query = select(SignInSession).where(SignInSession.account_id == account.id)
        return list(db.session.scalars(query.order_by(SignInSession.created_at)))


def switch(browser: Browser, code: str) -> None:
    """Press a language in the bar of the page."""
    form = browser.page.form_with("next")
    assert form.action == "/profile/language"
    browser.took(browser.client.post(form.action, data={**form.values, "language": code}))


def test_a_member_sees_what_is_known_and_finds_the_page_in_the_menu(
    browser: Browser, maya: Account
) -> None:
    browser.sign_in(maya).get("/issues").link("/profile")
    page = browser.get("/profile")
    for known in ("Maya", "maya@example.com", "M-maya", "Gold"):
        assert known in page.text


def test_one_of_the_team_has_a_profile_without_member_s_things(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        ana = make_agent("ana")
    page = browser.sign_in(ana).get("/profile")
    assert "ana@desk.example" in page.text
    assert "Member ID" not in page.text
    assert 'name="wants_mail"' not in page.html
    browser.send("/profile/wishes", language="en")
    assert browser.status == 303


@pytest.mark.parametrize("path", ACTS)
def test_nobody_signed_in_means_no_profile(browser: Browser, path: str) -> None:
    browser.get("/profile")
    assert browser.location == "/login?next=/profile"
    browser.send(path)
    assert (browser.status, browser.location) == (303, "/login")


@pytest.mark.parametrize("path", ACTS)
def test_no_act_without_its_token(site: Flask, browser: Browser, maya: Account, path: str) -> None:
    browser.sign_in(maya)
    browser.send_without_token(path, language="nb", old_password=PASSWORD, password=NEW)
    assert browser.status == 403
    after = stored(site, maya)
    assert (after.locale, after.password_hash) == (maya.locale, maya.password_hash)
    assert len(sessions_of(site, maya)) == 1


def test_language_and_mail_are_saved_and_hold_at_once(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.sign_in(maya).get("/profile?lang=de")
    browser.send("/profile/wishes", language="nb")
    after = stored(site, maya)
    assert (after.locale, after.wants_mail) == ("nb", False)
    assert '<html lang="nb"' in browser.follow().html
    browser.send("/profile/wishes", language="nb", wants_mail="1")
    assert stored(site, maya).wants_mail is True


def test_the_switch_of_language_comes_back_to_its_page(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.sign_in(maya)
    for wished, reached in (("/issues?page=2", "/issues?page=2"), ("//evil.example", "/profile")):
        browser.send("/profile/language", language="sv", next=wished)
        assert browser.location == reached
    assert stored(site, maya).locale == "sv"


def test_the_switch_of_every_page_is_kept_in_the_profile(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.sign_in(maya).get("/issues?status=closed&q=cart&lang=de")
    switch(browser, "nb")
    assert browser.location == "/issues?status=closed&q=cart"
    assert '<html lang="nb"' in browser.follow().html
    assert stored(site, maya).locale == "nb"
    browser.get("/chat")
    switch(browser, "sv")
    assert browser.location == "/chat"
    assert '<html lang="sv"' in browser.follow().html


def test_the_switch_below_an_error_leads_back_to_the_form(browser: Browser, maya: Account) -> None:
    browser.sign_in(maya).get("/issues/new")
    browser.client.environ_base["HTTP_REFERER"] = "http://127.0.0.1:5000/issues/new?follows=IT-7"
    browser.submit(title="", description="")
    assert browser.status == 422
    switch(browser, "nb")
    assert browser.location == "/issues/new?follows=IT-7"


def test_a_language_that_we_do_not_have_is_refused(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.sign_in(maya).send("/profile/language", language="tlh")
    assert browser.status == 422
    assert stored(site, maya).locale is None


def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(
    site: Flask, browser: Browser, maya: Account
) -> None:
    elsewhere = Browser(site).sign_in(maya)
    browser.sign_in(maya).get("/profile")
    before = browser.cookie("livedesk_session").value
    page = browser.submit(old_password="not the old one", password=NEW)
    assert browser.status == 422
    assert "This is not your present password." in page.text
    assert stored(site, maya).password_hash == maya.password_hash

    browser.submit(old_password=PASSWORD, password=NEW)
    assert browser.location == "/profile?saved=password"
    assert "Your password is changed." in browser.follow().text
    elsewhere.get("/profile")
    assert elsewhere.location == "/login?next=/profile"
    assert browser.cookie("livedesk_session").value != before
    old = Browser(site)
    old.client.set_cookie("livedesk_session", before)
    old.get("/profile")
    assert old.location == "/login?next=/profile"
    with site.app_context():
        assert db.session.scalars(select(QueuedLetter.kind)).all() == ["password_changed"]


@pytest.mark.parametrize("password", ["", "too short", "mayamayamaya", "password1234", "x" * 257])
def test_an_easy_password_is_not_taken(
    site: Flask, browser: Browser, maya: Account, password: str
) -> None:
    browser.sign_in(maya).get("/profile")
    page = browser.submit(old_password=PASSWORD, password=password)
    assert browser.status == 422
    assert page.value("password") == page.value("old_password") == ""
    assert stored(site, maya).password_hash == maya.password_hash


def test_whoever_finds_the_screen_open_may_not_guess_on(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.sign_in(maya).get("/profile")
    for _ in range(10):
        browser.submit(old_password="a wrong guess", password=NEW)
    browser.submit(old_password=PASSWORD, password=NEW)
    assert browser.status == 429
    assert stored(site, maya).password_hash == maya.password_hash


def test_a_wish_to_stay_outlives_a_new_password(
    site: Flask, browser: Browser, maya: Account
) -> None:
    browser.get("/login")
    browser.send("/login", username="maya", password=PASSWORD, stay="1")
    browser.get("/profile")
    browser.submit(old_password=PASSWORD, password=NEW)
    assert sessions_of(site, maya)[-1].is_remembered
    assert browser.cookie("livedesk_session").expires is not None


def test_own_sessions_are_listed_by_browser_and_can_be_ended(
    site: Flask, browser: Browser, maya: Account
) -> None:
    elsewhere = Browser(site)
    elsewhere.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    elsewhere.sign_in(maya)
    page = browser.sign_in(maya).get("/profile")
    assert "Firefox · Linux" in page.text
    assert page.text.count("This device") == 1
    assert page.text.count("Log out there") == 1
    [other] = [one.id for one in sessions_of(site, maya) if one.browser == "Firefox · Linux"]
    browser.send(f"/profile/sessions/{other}/closure")
    assert browser.location == "/profile?saved=sessions"
    elsewhere.get("/profile")
    assert elsewhere.location == "/login?next=/profile"
    assert "Log out there" not in browser.get("/profile").text


def test_all_other_sessions_can_be_ended_at_once(
    site: Flask, browser: Browser, maya: Account
) -> None:
    others = [Browser(site).sign_in(maya) for _ in range(2)]
    browser.sign_in(maya).send("/profile/sessions/closure")
    for other in others:
        other.get("/profile")
        assert other.status == 303
    browser.get("/profile")
    assert browser.status == 200


def test_somebody_else_s_session_is_not_there_to_be_ended(
    site: Flask, browser: Browser, maya: Account
) -> None:
    with site.app_context():
        otto = make_member("otto")
    theirs = Browser(site).sign_in(otto)
    browser.sign_in(maya)
    [session] = sessions_of(site, otto)
    for session_id in (session.id, "invented"):
        browser.send(f"/profile/sessions/{session_id}/closure")
        assert browser.status == 404
    theirs.get("/profile")
    assert theirs.status == 200


def test_a_page_shows_only_sessions_that_are_alive(
    site: Flask, browser: Browser, maya: Account, time: Any
) -> None:
    Browser(site).sign_in(maya)
    time.advance(minutes=31)
    assert browser.sign_in(maya).get("/profile").text.count("Unknown browser") == 1
