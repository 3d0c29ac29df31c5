import json

import pytest
from flask import Flask

from accounts.models import Account
from core.database import db
from tests.browsing import Browser
from tests.factories import make_member
from tickets.models import Ticket

TITLE = "Norsk - kan ikke behandle bestilling"
STEPS = "Jeg åpner handlekurven.\r\n\r\nSå kommer «Error 4102»."


@pytest.fixture
def maya(site: Flask, browser: Browser) -> Account:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya)
    return maya


def stored(site: Flask) -> list[Ticket]:
    with site.app_context():
        return list(db.session.query(Ticket).order_by(Ticket.number))


def test_a_new_issue_leads_to_its_page(site: Flask, browser: Browser, maya: Account) -> None:
    browser.get("/issues/new")
    browser.submit(title=TITLE, description=STEPS)
    assert (browser.status, browser.location) == (303, "/issues/IT-1001?sent=1")
    text = browser.follow().text
    assert "Your issue IT-1001 has been sent" in text
    assert TITLE in text
    [ticket] = stored(site)
    assert (ticket.requester_id, ticket.language, ticket.source) == (maya.id, "nb", "portal")
    assert ticket.description == STEPS.replace("\r\n", "\n")


@pytest.mark.usefixtures("maya")
def test_sending_twice_opens_one_issue(site: Flask, browser: Browser) -> None:
    form = browser.get("/issues/new").form_with("title")
    values = {**form.values, "title": TITLE, "description": STEPS}
    for _ in range(2):
        browser.send("/issues/new", **values)
        assert browser.location == "/issues/IT-1001?sent=1"
    assert len(stored(site)) == 1


@pytest.mark.usefixtures("maya")
def test_other_words_under_the_same_id_are_asked_about(site: Flask, browser: Browser) -> None:
    form = browser.get("/issues/new").form_with("title")
    browser.send("/issues/new", **{**form.values, "title": TITLE, "description": STEPS})
    page = browser.send("/issues/new", **{**form.values, "title": TITLE, "description": "Else"})
    assert browser.status == 409
    assert page.value("description") == "Else"
    browser.submit(title=TITLE, description="Else")
    assert browser.location == "/issues/IT-1002?sent=1"


@pytest.mark.usefixtures("maya")
@pytest.mark.parametrize(
    ("title", "description", "sentence"),
    [
        ("", STEPS, "Write a title for the issue"),
        ("   ", STEPS, "Write a title for the issue"),
        (TITLE, "", "Describe what happened"),
        ("x" * 121, STEPS, "The limit is 120"),
        (TITLE, "y" * 5001, "The limit is 5,000"),
        (TITLE, "a\x00b", "cannot be stored"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_at_the_field(
    site: Flask, browser: Browser, title: str, description: str, sentence: str
) -> None:
    browser.get("/issues/new")
    page = browser.submit(title=title, description=description)
    assert browser.status == 422
    assert sentence in page.text
    assert 'class="error-summary"' in page.html
    assert 'aria-invalid="true"' in page.html
    assert page.value("title") == title
    assert page.value("description") == description
    assert stored(site) == []


@pytest.mark.usefixtures("maya")
def test_lines_at_the_start_are_kept_when_the_form_comes_back(browser: Browser) -> None:
    browser.get("/issues/new")
    page = browser.submit(title="", description="\n\nTwo lines down <b>&amp;")
    assert page.value("description") == "\n\nTwo lines down <b>&amp;"


@pytest.mark.usefixtures("maya")
def test_an_old_token_keeps_what_was_typed(site: Flask, browser: Browser) -> None:
    page = browser.send_without_token("/issues/new", title=TITLE, description=STEPS)
    assert browser.status == 403
    assert page.value("title") == TITLE
    assert stored(site) == []
    browser.submit(title=TITLE, description=STEPS)
    assert browser.status == 303


@pytest.mark.usefixtures("maya")
def test_only_the_named_fields_are_taken(site: Flask, browser: Browser) -> None:
    form = browser.get("/issues/new").form_with("title")
    wishes = {"status": "closed", "number": "7", "requester_id": "nobody", "email": "a@b.example"}
    browser.send("/issues/new", **{**form.values, **wishes, "title": TITLE, "description": STEPS})
    [ticket] = stored(site)
    assert (ticket.number, ticket.status, ticket.email) == (1001, "open", "maya@example.com")


def test_nobody_signed_in_is_led_to_the_form(browser: Browser) -> None:
    browser.get("/issues/new")
    assert browser.location == "/login?next=/issues/new"


def test_a_lower_rank_may_not_send(site: Flask, browser: Browser) -> None:
    with site.app_context():
        otto = make_member("otto")
    browser.sign_in(otto)
    browser.send("/issues/new", title=TITLE, description=STEPS)
    assert browser.status == 403
    assert stored(site) == []


@pytest.mark.parametrize(
    ("language", "title", "stored_as"),
    [
        ("nb", "kan ikke behandle bestilling", "Norsk - kan ikke behandle bestilling"),
        ("nb", "  kan ikke bestille ", "Norsk - kan ikke bestille"),
        ("de", "Norsk - kan ikke bestille", "Norsk - kan ikke bestille"),
        ("de", "Norwegian - cannot order", "Norwegian - cannot order"),
        ("", "kan ikke bestille", "kan ikke bestille"),
        ("xx", "kan ikke bestille", "kan ikke bestille"),
    ],
)
@pytest.mark.usefixtures("maya")
def test_a_language_that_is_chosen_is_written_before_the_title(
    site: Flask, browser: Browser, language: str, title: str, stored_as: str
) -> None:
    form = browser.get("/issues/new").form_with("title").values
    fields = {**form, "title": title, "description": STEPS, "language": language}
    browser.send("/issues/new", **fields)
    assert browser.status == 303
    [ticket] = stored(site)
    assert ticket.title == stored_as


@pytest.mark.usefixtures("maya")
def test_a_title_that_the_language_makes_too_long_comes_back(site: Flask, browser: Browser) -> None:
    form = browser.get("/issues/new").form_with("title").values
    fields = {**form, "title": "x" * 118, "description": STEPS, "language": "nb"}
    page = browser.send("/issues/new", **fields)
    assert browser.status == 422
    assert "The limit is 120" in page.text
    assert page.value("title") == "x" * 118
    assert stored(site) == []


@pytest.mark.parametrize(
    ("title", "description", "answer"),
    [
        ("Norsk - feil", "", {"is_named": True, "language": "Norsk"}),
        ("French - page blanche", "", {"is_named": True, "language": "Français"}),
        (
            "kan ikke behandle bestilling",
            "Jeg får feil når jeg trykker på «Behandle bestilling». Kan dere hjelpe meg?",
            {"is_named": False, "language": "Norsk"},
        ),
        (
            "cart empties",
            "When I apply my points at checkout, the cart becomes empty every time.",
            {"is_named": False, "language": "English"},
        ),
        ("4102", "", {"is_named": False, "language": "Svenska"}),
    ],
)
def test_the_language_is_that_of_the_title_the_text_or_the_member(
    site: Flask, browser: Browser, title: str, description: str, answer: dict[str, object]
) -> None:
    with site.app_context():
        siri = make_member("siri", locale="sv")
    browser.sign_in(siri).get("/issues/new")
    browser.send("/issues/language", title=title, description=description)
    assert browser.status == 200
    assert json.loads(browser.page.html) == answer


def test_only_who_may_submit_is_told_a_language(site: Flask, browser: Browser) -> None:
    browser.send("/issues/language", title="x")
    assert browser.location == "/login"
    with site.app_context():
        otto = make_member("otto")
    browser.sign_in(otto).send("/issues/language", title="x")
    assert browser.status == 403
