import pytest
from flask import Flask
from sqlalchemy import text

from chat.models import Chat
from core.database import db
from tests.browsing import Browser
from tests.factories import make_member
from tickets.models import Ticket

GUS = {"name": "Gus Grå", "member_id": "", "email": "gus@example.com"}
NORWEGIAN = (
    "  Jeg får ikke behandlet bestillingen min.\n\nNår jeg trykker «Behandle bestilling»,"
    " kommer meldingen «Error 4102». Kan dere hjelpe meg?  "
)
UNCLEAR = "bestilling"


def ask(browser: Browser, question: str, **fields: str) -> str:
    """Sends the form before the chat; returns where it has led to."""
    browser.get("/chat")
    browser.submit(**{**GUS, "question": question, **fields})
    assert browser.status == 303
    assert browser.location is not None
    return browser.location


def tickets(site: Flask) -> list[Ticket]:
    with site.app_context():
        return list(db.session.query(Ticket))


def chats(site: Flask) -> list[Chat]:
    with site.app_context():
        return list(db.session.query(Chat))


def test_norwegian_is_explained_in_norwegian(site: Flask, browser: Browser) -> None:
    assert ask(browser, NORWEGIAN).startswith("/chat/redirect/")
    page = browser.follow()
    assert browser.status == 200
    assert '<html lang="nb"' in page.html
    assert "Chatten er bare på engelsk" in page.text
    assert "Live chat is only available in English" in page.text
    assert page.value("title").startswith("Norsk - Jeg får ikke")
    assert page.value("description") == NORWEGIAN.strip()
    assert (page.value("name"), page.value("email")) == ("Gus Grå", "gus@example.com")
    assert 'lang="nb"' in page.html
    assert chats(site) == []


def test_a_guest_submits_the_ticket_and_gets_the_private_link(
    site: Flask, browser: Browser
) -> None:
    ask(browser, NORWEGIAN)
    browser.follow()
    browser.submit(title="Norsk - kan ikke behandle bestilling")
    assert browser.status == 303
    assert browser.location is not None
    assert browser.location.startswith("/issues/private/")
    page = browser.follow()
    assert "Your issue IT-1001 has been sent" in page.text
    assert browser.status == 200
    [ticket] = tickets(site)
    assert ticket.title == "Norsk - kan ikke behandle bestilling"
    assert ticket.description == NORWEGIAN.strip()
    assert (ticket.source, ticket.language, ticket.requester_id) == ("redirect", "nb", None)


def test_a_member_is_led_to_the_issue(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya)
    ask(browser, NORWEGIAN)
    browser.follow()
    browser.submit(title="Norsk - kan ikke behandle bestilling")
    assert browser.location == "/issues/IT-1001?sent=1"
    assert "Your issue IT-1001 has been sent" in browser.follow().text


def test_a_member_of_lower_rank_gets_a_private_link(site: Flask, browser: Browser) -> None:
    with site.app_context():
        otto = make_member("otto")
    browser.sign_in(otto)
    ask(browser, NORWEGIAN)
    browser.follow()
    browser.submit(title="Norsk - kan ikke behandle bestilling")
    assert browser.location is not None
    assert browser.location.startswith("/issues/private/")
    assert "Your issue IT-1001" in browser.follow().text


def test_the_link_opens_in_any_browser(site: Flask, browser: Browser) -> None:
    address = ask(browser, NORWEGIAN)
    assert NORWEGIAN.strip() == Browser(site).get(address).value("description")


def test_sending_the_ticket_twice_opens_one(site: Flask, browser: Browser) -> None:
    address = ask(browser, NORWEGIAN)
    form = browser.follow().form_with("title")
    for _ in range(2):
        browser.send(address, **form.values)
        assert browser.status == 303
    assert len(tickets(site)) == 1
    assert "er sendt inn som et teknisk problem" in browser.get(address).text


def test_the_page_leads_to_the_ticket_when_it_is_opened_later(
    site: Flask, browser: Browser
) -> None:
    address = ask(browser, NORWEGIAN)
    browser.follow()
    browser.submit(title="Norsk - kan ikke behandle bestilling")
    assert browser.location is not None
    private = browser.location.removesuffix("?sent=1")
    page = Browser(site).get(address)
    assert page.link(private)
    assert 'name="description"' not in page.html
    with site.app_context():
        stored = db.session.execute(text("SELECT sealed_ticket_url FROM redirects")).scalar_one()
    assert private.rpartition("/")[2] not in stored


def test_a_second_form_of_the_same_redirect_finds_the_ticket_of_the_first(
    site: Flask, browser: Browser
) -> None:
    address = ask(browser, NORWEGIAN)
    first, second = browser.follow().form_with("title"), Browser(site)
    second.get(address)
    browser.send(address, **first.values)
    second.submit(title="Norsk - en gang til")
    assert second.location == browser.location
    assert len(tickets(site)) == 1


def test_a_member_finds_the_issue_there_later(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    address = ask(browser.sign_in(maya), NORWEGIAN)
    browser.follow()
    browser.submit(title="Norsk - kan ikke behandle bestilling")
    page = browser.get(address)
    assert page.link("/issues/IT-1001")
    assert "/issues/private/" not in page.html


def test_one_press_queues_a_question_that_is_english_after_all(
    site: Flask, browser: Browser
) -> None:
    address = ask(browser, NORWEGIAN)
    browser.follow()
    assert "My question is in English" in browser.page.text
    browser.submit(confirm_english="1")
    assert browser.status == 303
    assert browser.location is not None
    assert not browser.location.startswith("/chat/redirect/")
    [chat] = chats(site)
    assert (chat.state, chat.question) == ("queued", NORWEGIAN.strip())
    browser.get(address)
    browser.submit(confirm_english="1")
    assert len(chats(site)) == 1


def test_an_unclear_question_is_asked_about(site: Flask, browser: Browser) -> None:
    assert ask(browser, UNCLEAR).startswith("/chat/redirect/")
    page = browser.follow()
    assert "Er spørsmålet ditt på engelsk?" in page.text
    assert "In English:" in page.text
    assert "I can chat in English" in page.text
    assert page.value("description") == UNCLEAR
    browser.submit(confirm_english="1")
    assert len(chats(site)) == 1


def test_a_full_queue_leads_to_a_ticket(site: Flask, browser: Browser) -> None:
    question = "My cart becomes empty when I use my points. Can you help me, please?"
    site.config["LIVEDESK"] = _with_queue_limit(site, 1)
    ask(Browser(site), question)
    assert ask(browser, question).startswith("/chat/redirect/")
    page = browser.follow()
    assert "Many people are waiting right now" in page.text
    assert "Try live chat again" in page.text
    assert page.value("description") == question


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Skriv en tittel på forespørselen"),
        ("description", "", "Beskriv hva som skjedde"),
        ("name", "", "Skriv inn navnet ditt"),
        ("email", "gus@", "name@example.com"),
    ],
)
def test_bad_input_comes_back_in_the_language_of_the_page(
    site: Flask, browser: Browser, field: str, typed: str, sentence: str
) -> None:
    ask(browser, NORWEGIAN)
    browser.follow()
    page = browser.submit(**{"title": "Norsk - bestilling", field: typed})
    assert browser.status == 422
    assert sentence in page.text
    assert page.value(field) == typed
    assert tickets(site) == []


def test_an_old_token_keeps_what_was_typed(site: Flask, browser: Browser) -> None:
    address = ask(browser, NORWEGIAN)
    form = {**browser.follow().form_with("title").values, "title": "Norsk - endret"}
    del form["csrf_token"]
    page = browser.send_without_token(address, **form)
    assert browser.status == 403
    assert page.value("title") == "Norsk - endret"
    assert tickets(site) == []


def test_an_unknown_link_is_not_found(browser: Browser) -> None:
    browser.get("/chat/redirect/guessed")
    assert browser.status == 404
    browser.send("/chat/redirect/guessed", confirm_english="1")
    assert browser.status == 404


def _with_queue_limit(site: Flask, limit: int) -> object:
    from dataclasses import replace

    return replace(site.config["LIVEDESK"], queue_limit=limit)
