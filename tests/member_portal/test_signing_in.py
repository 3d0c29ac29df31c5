import pytest
from flask import Flask

from tests.browsing import Browser
from tests.factories import PASSWORD, make_agent, make_member


@pytest.mark.parametrize("name", ["maya", "MAYA@example.com"])
def test_member_signs_in_by_username_or_email(site: Flask, browser: Browser, name: str) -> None:
    with site.app_context():
        make_member("maya")
    browser.get("/login")
    browser.submit(username=name, password=PASSWORD)
    assert (browser.status, browser.location) == (303, "/issues")
    assert "My Technical Issues" in browser.follow().text


def test_agent_lands_on_the_console(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_agent("ana")
    browser.get("/login")
    browser.submit(username="ana@desk.example", password=PASSWORD)
    assert browser.location == "/console"


def test_member_of_low_rank_lands_on_the_home_page(site: Flask, browser: Browser) -> None:
    with site.app_context():
        otto = make_member("otto")
    assert browser.sign_in(otto).location == "/"


@pytest.mark.parametrize("name", ["maya", "nobody"])
def test_a_refusal_names_neither_field_and_keeps_the_name(
    site: Flask, browser: Browser, name: str
) -> None:
    with site.app_context():
        make_member("maya")
    browser.get("/login?next=/issues/new")
    page = browser.submit(username=name, password="not the password")
    assert browser.status == 422
    assert "The username or password is not right" in page.text
    assert 'aria-invalid="true"' not in page.html
    assert page.value("username") == name
    assert page.value("password") == ""
    assert page.value("next") == "/issues/new"


def test_an_empty_form_says_so_at_the_fields(browser: Browser) -> None:
    browser.get("/login")
    page = browser.submit(username="", password="")
    assert browser.status == 422
    assert "Enter your username or email" in page.text
    assert "Enter your password" in page.text


def test_next_leads_to_an_own_path_only(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_member("maya")
    for wished, reached in (("/issues/new", "/issues/new"), ("//evil.example", "/issues")):
        browser.get(f"/login?next={wished}")
        browser.submit(username="maya", password=PASSWORD)
        assert browser.location == reached


def test_signing_in_begins_a_new_session(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya)
    first = browser.cookie("livedesk_session").value
    browser.sign_in(maya)
    assert browser.cookie("livedesk_session").value != first
    browser.client.set_cookie("livedesk_session", first)
    browser.get("/issues")
    assert browser.location == "/login?next=/issues"


def test_signing_out_ends_the_session(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).get("/issues")
    old = browser.cookie("livedesk_session").value
    browser.send("/logout")
    assert (browser.status, browser.location) == (303, "/")
    browser.client.set_cookie("livedesk_session", old)
    browser.get("/issues")
    assert browser.location == "/login?next=/issues"


def test_signing_out_needs_the_token(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).get("/issues")
    browser.send_without_token("/logout")
    assert browser.status == 403
    browser.get("/issues")
    assert browser.status == 200


def test_a_form_without_token_comes_back_with_the_name(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_member("maya")
    page = browser.send_without_token("/login", username="maya", password=PASSWORD)
    assert browser.status == 403
    assert page.value("username") == "maya"
    assert "nothing was sent yet" in page.text
    browser.submit(username="maya", password=PASSWORD)
    assert browser.status == 303


def test_guessing_is_braked(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_member("maya")
    browser.get("/login")
    for _ in range(10):
        browser.submit(username="maya", password="a wrong guess")
    browser.submit(username="maya", password=PASSWORD)
    assert browser.status == 429
    assert int(browser.headers["Retry-After"]) > 0
