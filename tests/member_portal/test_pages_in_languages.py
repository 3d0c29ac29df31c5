"""Every page of the member's side in every language."""

import pytest
from flask import Flask

from core import catalogs
from core.languages import LANGUAGES
from tests.browsing import Browser
from tests.factories import committed, make_agent, make_member, make_ticket
from tests.member_portal.test_redirects import NORWEGIAN, ask
from tickets import handling

CODES = [language.code for language in LANGUAGES]
PAGES = {
    "/": 200,
    "/login": 200,
    "/password/forgotten": 200,
    "/chat": 200,
    "/issues": 200,
    "/issues?status=closed": 200,
    "/issues/new": 200,
    "/issues/IT-1001": 200,
    "/profile": 200,
    "/contact": 200,
    "/no-such-page": 404,
}


@pytest.fixture
def maya(site: Flask, browser: Browser) -> Browser:
    """Maya's browser; she has one issue that waits for her and one that was closed."""
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana")
        asked, closed = make_ticket(maya), make_ticket(maya, title="English - another")
        committed(handling.reply_as_agent, asked, ana, body="Which?", status="awaiting_feedback")
        committed(handling.close, closed, maya)
    return browser.sign_in(maya)


def in_language(browser: Browser, path: str, code: str) -> str:
    """The text of the page; its language and the way to each other one are checked."""
    page = browser.get(path + ("&" if "?" in path else "?") + f"lang={code}")
    assert f'<html lang="{code}"' in page.html, path
    for language in LANGUAGES:
        ways = (f'lang={language.code}"', f'name="language" value="{language.code}"')
        assert any(way in page.html for way in ways), path
        assert language.endonym in page.text
    return page.text


@pytest.mark.parametrize("code", CODES)
def test_each_page_of_a_member(maya: Browser, code: str) -> None:
    translations = catalogs.texts(code).translations
    for path, status in PAGES.items():
        text = in_language(maya, path, code)
        assert maya.status == status, path
        assert translations.gettext("Tech Support") in text
        assert "%(" not in text


@pytest.mark.parametrize("code", CODES)
def test_each_page_of_a_guest(site: Flask, browser: Browser, code: str) -> None:
    waits = ask(browser, "My cart is empty. Can you help me with my order, please?")
    in_language(browser, waits, code)
    other = Browser(site)
    text = in_language(other, ask(other, NORWEGIAN), code)
    named = {"nb": "ser ut til å være på norsk", "de": "Bitte senden Sie Ihre Frage"}
    assert named.get(code, "") in text
    assert "looks like Norwegian" in text or code == "en"


@pytest.mark.parametrize("code", CODES)
def test_a_rank_below_the_minimum(site: Flask, browser: Browser, code: str) -> None:
    with site.app_context():
        otto = make_member("otto")
    in_language(browser.sign_in(otto), "/issues", code)
    assert browser.status == 403


@pytest.mark.parametrize("code", CODES)
def test_a_fault_of_ours(site: Flask, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def fails() -> None:
        raise RuntimeError

    monkeypatch.setitem(site.view_functions, "member_portal.home", fails)
    site.config["PROPAGATE_EXCEPTIONS"] = False
    text = in_language(Browser(site), "/", code)
    assert catalogs.texts(code).translations.gettext("Something failed on our side") in text


def test_the_words_of_the_guide_are_on_the_page(maya: Browser) -> None:
    text = in_language(maya, "/issues", "nb")
    for words in (
        "Mine tekniske problemer",
        "Venter på tilbakemelding",
        "Send inn et nytt teknisk problem",
        "Chat om teknisk støtte",
        "Lukkede tekniske problemer",
        "Kontakt dōTERRA",
    ):
        assert words in text


def test_complaints_about_a_form_are_in_the_page_s_language(browser: Browser) -> None:
    browser.get("/chat?lang=de")
    page = browser.submit(name="", email="gus@", question="x" * 4001)
    assert browser.status == 422
    assert "Geben Sie Ihren Namen ein" in page.text
    assert "Das sieht nicht wie eine E-Mail-Adresse aus" in page.text
    assert "Das ist zu lang" in page.text


def test_a_page_without_chat_carries_no_words_for_scripts(browser: Browser) -> None:
    assert "page-words" not in browser.get("/?lang=de").html
    assert "page-words" not in browser.get("/chat?lang=de").html


def test_a_chat_s_page_carries_the_words_of_one_language(browser: Browser) -> None:
    path = ask(browser, "My cart is empty. Can you help me with my order, please?")
    german = browser.get(f"{path}?lang=de").html
    assert "Warteschlange" in german
    assert "順番" not in german
    # The words of one more language would add about ten thousand bytes.
    assert len(german.encode()) < 30_000
    assert "page-words" not in browser.get(f"{path}?lang=en").html
