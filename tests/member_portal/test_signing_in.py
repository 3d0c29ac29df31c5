from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from core.database import db
from core.settings import Settings
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
    # Drafts on a shared device go along.
    assert browser.headers["Clear-Site-Data"] == '"storage"'
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


def test_a_member_who_wishes_it_stays_signed_in_after_the_browser_was_closed(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        make_member("maya"), make_agent("ana")
    lasting = {}
    for name in ("maya", "ana@desk.example"):
        for wish in ({}, {"stay": "1"}):
            browser.get("/login")
            browser.send("/login", username=name, password=PASSWORD, **wish)
            lasting[name, bool(wish)] = browser.cookie("livedesk_session").expires is not None
    assert [wish for wish, lasts in lasting.items() if lasts] == [("maya", True)]


def test_a_lasting_cookie_does_not_come_again_with_every_page(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        make_member("maya")
    browser.get("/login")
    browser.send("/login", username="maya", password=PASSWORD, stay="1")
    browser.get("/issues")
    browser.get("/issues")
    assert "Set-Cookie" not in browser.headers


def test_a_browser_once_signed_in_is_not_kept_out_by_guessers(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).send("/logout")
    guesser = Browser(site)
    for _ in range(11):
        guesser.get("/login")
        guesser.submit(username="maya", password="a wrong guess")
    assert guesser.status == 429
    browser.sign_in(maya)


def test_the_page_of_a_form_that_could_not_be_sent_is_come_back_to(browser: Browser) -> None:
    referrers = {
        "http://127.0.0.1:5000/profile?saved=mail": "/login?next=/profile%3Fsaved%3Dmail",
        "http://127.0.0.1:5000/profile": "/login?next=/profile",
        "http://evil.example/profile": "/login",
        "": "/login",
    }
    data = {"csrf_token": browser.csrf_token()}
    for referrer, reached in referrers.items():
        headers = {"Referer": referrer}
        answer = browser.client.post("/profile/wishes", data=data, headers=headers)
        assert (answer.status_code, answer.location) == (303, reached)


def test_over_https_every_cookie_is_bound_to_the_host_and_to_tls(settings: Settings) -> None:
    site = create_app(replace(settings, public_url="https://help.example"))
    with site.app_context():
        make_member("maya")
    client = site.test_client()
    options = {"base_url": "https://help.example", "headers": {"Referer": "https://help.example/"}}
    token = Browser(site).client.get("/login", **options)
    page = client.get("/login?lang=nb", **options)
    token = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    data = {"username": "maya", "password": PASSWORD, "csrf_token": token, "stay": "1"}
    answer = client.post("/login", data=data, **options)
    assert answer.status_code == 303
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    for name in ("__Host-livedesk=", "__Host-livedesk_device="):
        assert any(cookie.startswith(name) for cookie in cookies)
    for cookie in cookies:
        attributes = {part.strip().split("=")[0].lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite", "path"} <= attributes
        assert "domain" not in attributes
    with site.app_context():
        db.engine.dispose()
