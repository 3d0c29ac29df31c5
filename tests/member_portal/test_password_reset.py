"""The pages of a forgotten password: alike for everybody, and for the right person only once."""

import re

import msgspec
import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts import forgotten
from accounts.jobs import Registrar
from accounts.models import PasswordLink, PasswordRequest
from core.database import db
from core.letters import QueuedLetter
from core.sealing import unseal
from tests.browsing import Browser, Page
from tests.factories import PASSWORD, make_member

NEW = "four wet lemons sing"


def ask(browser: Browser, name: str) -> Page:
    browser.get("/password/forgotten")
    return browser.submit(username=name)


def mailed_link(site: Flask) -> str:
    """The path in the last letter, once the job has come by."""
    Registrar(site).answer()
    with site.app_context():
        query = select(QueuedLetter.sealed).where(QueuedLetter.kind == "password_link")
        *_, sealed = db.session.scalars(query.order_by(QueuedLetter.created_at)).all()
        text = msgspec.json.decode(unseal(sealed))["text"]
    found = re.search(r"http://127\.0\.0\.1:5000(/password/reset/\S+)", text)
    assert found is not None, text
    return found[1]


@pytest.fixture
def maya(site: Flask) -> None:
    with site.app_context():
        make_member("maya")


@pytest.mark.usefixtures("maya")
def test_from_the_sign_in_page_to_a_new_password_and_back(site: Flask, browser: Browser) -> None:
    browser.get("/login").link("/password/forgotten")
    ask(browser, "maya")
    assert (browser.status, browser.location) == (303, "/password/forgotten?sent")
    assert "a letter with a link is on its way" in browser.follow().text
    link = mailed_link(site)
    assert "For maya ." in browser.get(link).text
    browser.submit(password=NEW)
    assert (browser.status, browser.location) == (303, "/login?changed")
    assert "Your password is changed." in browser.follow().text
    browser.submit(username="maya", password=PASSWORD)
    assert browser.status == 422
    browser.submit(username="maya", password=NEW)
    assert (browser.status, browser.location) == (303, "/issues")


@pytest.mark.usefixtures("maya")
def test_known_and_unknown_get_the_same_bytes_and_headers(site: Flask) -> None:
    answers = []
    for name in ("maya", "nobody", "maya@example.com", "nobody@example.com"):
        browser = Browser(site)
        ask(browser, name)
        asked = (browser.status, without_what_is_new_each_time(browser))
        browser.follow()
        answers.append((asked, browser.status, without_what_is_new_each_time(browser)))
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.usefixtures("maya")
def test_a_wrong_password_and_an_unknown_name_get_the_same_bytes_and_headers(site: Flask) -> None:
    answers = []
    for name in ("maya", "zyxw"):
        browser = Browser(site)
        browser.get("/login")
        browser.submit(username=name, password="not the password")
        status, (headers, page) = browser.status, without_what_is_new_each_time(browser)
        answers.append((status, headers, page.replace(name, "NAME")))
    assert answers[0] == answers[1]


def without_what_is_new_each_time(browser: Browser) -> tuple[list[tuple[str, str]], str]:
    """Headers and page without nonces and tokens, which are random and of one length."""
    secret = re.compile(r"nonce-[\w-]+|nonce=\"[\w-]+\"|(?<=value=\")[\w.-]{60,}|session=[^;]+")
    headers = sorted((name, secret.sub("…", value)) for name, value in browser.headers.items())
    return headers, secret.sub("…", browser.page.html)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:5000.evil.example", "localhost"])
@pytest.mark.usefixtures("maya")
def test_the_link_s_host_is_the_configured_one_whatever_was_asked_for(
    site: Flask, browser: Browser, host: str
) -> None:
    token = browser.get("/password/forgotten").value("csrf_token")
    headers = {"Host": host, "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    sent = {"username": "maya", "csrf_token": token}
    answer = browser.client.post("/password/forgotten", data=sent, headers=headers)
    if host == "localhost":
        assert mailed_link(site).startswith("/password/reset/")
    else:
        assert answer.status_code == 400


@pytest.mark.usefixtures("maya")
def test_an_easy_password_comes_back_and_leaves_the_link_alive(
    site: Flask, browser: Browser
) -> None:
    ask(browser, "maya")
    browser.get(mailed_link(site))
    for password, sentence in (
        ("", "Enter a new password"),
        ("too short", "at least 12 characters"),
        ("x" * 257, "at most 256 characters"),
        ("mayamayamaya", "among the first that somebody would guess"),
        ("doterra123456", "among the first that somebody would guess"),
    ):
        page = browser.submit(password=password)
        assert browser.status == 422
        assert sentence in page.text
        assert page.value("password") == ""
    browser.submit(password=NEW)
    assert browser.status == 303


@pytest.mark.usefixtures("maya")
def test_a_link_that_was_used_or_invented_leads_to_a_new_one(site: Flask, browser: Browser) -> None:
    ask(browser, "maya")
    link = mailed_link(site)
    browser.get(link)
    browser.submit(password=NEW)
    for path in (link, "/password/reset/invented"):
        page = browser.get(path)
        assert browser.status == 404
        assert "This link no longer works" in page.text
        page.link("/password/forgotten")
        browser.send(path, password=NEW)
        assert browser.status == 404


@pytest.mark.usefixtures("maya")
def test_looking_at_a_link_uses_nothing_up(site: Flask, browser: Browser) -> None:
    ask(browser, "maya")
    link = mailed_link(site)
    for _ in range(3):
        browser.get(link)
        assert browser.status == 200
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(PasswordLink)) == 1


@pytest.mark.usefixtures("maya")
def test_forms_without_their_token_do_nothing_and_come_back(site: Flask, browser: Browser) -> None:
    page = browser.send_without_token("/password/forgotten", username="maya")
    assert browser.status == 403
    assert page.value("username") == "maya"
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(PasswordRequest)) == 0
    ask(browser, "maya")
    link = mailed_link(site)
    page = browser.send_without_token(link, password=NEW)
    assert browser.status == 403
    assert "nothing was sent yet" in page.text
    browser.submit(password=NEW)
    assert browser.location == "/login?changed"


def test_an_empty_or_impossible_name_says_so_at_the_field(browser: Browser) -> None:
    for name, sentence in (("", "Enter your username"), ("x" * 255, "This is too long")):
        page = ask(browser, name)
        assert browser.status == 422
        assert sentence in page.text


def test_asking_again_and_again_is_braked(browser: Browser) -> None:
    for _ in range(5):
        ask(browser, "nobody")
    page = ask(browser, "nobody")
    assert browser.status == 429
    assert "Too many requests for a new password" in page.text
    assert int(browser.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("maya")
def test_guessers_cannot_keep_out_who_has_come_by_mail(site: Flask, browser: Browser) -> None:
    ask(browser, "maya")
    browser.get(mailed_link(site))
    browser.submit(password=NEW)
    guesser = Browser(site)
    for _ in range(11):
        guesser.get("/login")
        guesser.submit(username="maya", password="a wrong guess")
    assert guesser.status == 429
    browser.follow()
    browser.submit(username="maya", password=NEW)
    assert browser.location == "/issues"


def test_the_pages_tell_the_numbers_of_the_rules(browser: Browser) -> None:
    minutes = int(forgotten.rules.PASSWORD_LINK_LASTS.total_seconds() // 60)
    assert f"{minutes} minutes" in browser.get("/password/forgotten?sent").text
    days = forgotten.rules.REMEMBERED_LASTS.days
    assert f"{days} days" in browser.get("/login").text
