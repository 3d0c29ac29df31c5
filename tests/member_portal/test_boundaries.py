"""Nobody gets at what is another's: other members, guests, signed out, a lower rank (S28, S30).

Each way in is tried by each person who must not get in, and by the one who may.
"""

from collections.abc import Callable

import pytest
from flask import Flask

from accounts.models import Account
from chat.models import Chat
from core import clock
from core.database import db, transaction
from core.statements import Sql
from tests.browsing import Browser
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling
from tickets.links import issue_private_token
from tickets.models import Ticket, TicketEntry

SECRET = "CANARY of Maya"
ACTS = ("replies", "closure", "reopening", "reading", "chat")


@pytest.fixture
def maya(site: Flask) -> Account:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana")
        ticket = make_ticket(maya, title=f"English - {SECRET}", description=SECRET)
        committed(handling.reply_as_agent, ticket, ana, body=SECRET, status="awaiting_feedback")
        committed(handling.add_note, ticket, ana, body="NOTE of Ana")
        return maya


def as_nora(site: Flask) -> Browser:
    with site.app_context():
        return Browser(site).sign_in(make_member("nora"))


def as_otto(site: Flask) -> Browser:
    with site.app_context():
        return Browser(site).sign_in(make_member("otto"))


def as_nobody(site: Flask) -> Browser:
    return Browser(site)


def as_signed_out(site: Flask) -> Browser:
    with site.app_context():
        browser = Browser(site).sign_in(make_member("pia"))
    browser.send("/logout")
    return browser


def as_guest_with_a_link(site: Flask) -> Browser:
    """Somebody with a private link of their own, who has also asked for a chat."""
    with site.app_context():
        token = committed(issue_private_token, make_ticket(title="English - of Gus").id)
    browser = Browser(site)
    browser.get(f"/issues/private/{token}")
    return browser


STRANGERS = [as_nora, as_otto, as_nobody, as_signed_out, as_guest_with_a_link]
stranger = pytest.mark.parametrize("come", STRANGERS, ids=lambda come: come.__name__)


def state(site: Flask) -> tuple[object, ...]:
    with site.app_context(), transaction():
        readings = Sql("SELECT COUNT(*) FROM ticket_readings WHERE ticket_id = :id")
        [ticket] = db.session.query(Ticket).filter_by(number=1001)
        entries = db.session.query(TicketEntry).filter_by(ticket_id=ticket.id).count()
        return ticket.status, ticket.updated_at, entries, readings.value(id=ticket.id)


@stranger
@pytest.mark.usefixtures("maya")
def test_no_page_shows_an_issue_to_a_stranger(
    site: Flask, come: Callable[[Flask], Browser]
) -> None:
    browser = come(site)
    for path in (
        "/issues/IT-1001",
        "/issues/IT-1001?sent=1",
        "/issues",
        "/issues?q=canary",
        "/issues?q=IT-1001",
        "/issues?status=awaiting_feedback",
        "/issues/new?follows=IT-1001",
        "/",
        "/issues/private/IT-1001",
        "/issues/private/",
        "/console/tickets/IT-1001",
        "/console/tickets",
    ):
        assert SECRET not in browser.get(path).html, path
        assert "NOTE of Ana" not in browser.page.html, path


@stranger
@pytest.mark.usefixtures("maya")
def test_no_act_of_a_stranger_changes_anything(
    site: Flask, come: Callable[[Flask], Browser]
) -> None:
    browser, before = come(site), state(site)
    for act in ACTS:
        page = browser.send(f"/issues/IT-1001/{act}", body="Mine now", entry="2")
        assert browser.status in (303, 403, 404), act
        assert SECRET not in page.html
        if browser.status == 303:
            assert (browser.location or "").startswith("/login"), act
    assert state(site) == before


@stranger
@pytest.mark.usefixtures("maya")
def test_foreign_and_unknown_numbers_answer_alike(
    site: Flask, come: Callable[[Flask], Browser]
) -> None:
    browser = come(site)
    for act in ("", *(f"/{act}" for act in ACTS)):
        answers = set()
        for number in ("IT-1001", "IT-9999"):
            path = f"/issues/{number}{act}"
            page = browser.send(path, body="x") if act else browser.get(path)
            answers.add((browser.status, page.text.replace(number, "IT")))
        assert len(answers) == 1, act


@pytest.mark.usefixtures("maya")
def test_a_link_to_one_issue_opens_no_other(site: Flask) -> None:
    with site.app_context():
        own = committed(issue_private_token, make_ticket(title="English - of Gus").id)
    before, browser = state(site), Browser(site)
    for token in (own[:-1], own.swapcase(), own + "A", own + "/../IT-1001"):
        for act in ("", *(f"/{act}" for act in ACTS)):
            path = f"/issues/private/{token}{act}"
            page = browser.send(path, body="Mine now") if act else browser.get(path)
            assert browser.status in (303, 404), path
            assert SECRET not in page.html
    assert state(site) == before


def test_whose_it_is_gets_in_everywhere(site: Flask, maya: Account) -> None:
    browser = Browser(site).sign_in(maya)
    for path in ("/issues/IT-1001", "/issues?q=canary", "/issues", "/"):
        assert SECRET in browser.get(path).html, path
        assert "NOTE of Ana" not in browser.page.html
    browser.send("/issues/IT-1001/reading", entry="2")
    assert browser.status == 204
    browser.send("/issues/IT-1001/replies", body="Mine indeed")
    assert browser.status == 303
    assert state(site)[0] == "open"


def test_every_act_needs_the_token_of_a_form(site: Flask, maya: Account) -> None:
    browser = Browser(site).sign_in(maya)
    browser.get("/issues/IT-1001")
    before = state(site)
    for act in ACTS:
        browser.send_without_token(f"/issues/IT-1001/{act}", body="Forged", entry="2")
        assert browser.status == 403, act
    browser.send_without_token("/issues/language", title="x")
    assert browser.status == 403
    assert state(site) == before


def test_nothing_is_done_by_a_get(site: Flask, maya: Account) -> None:
    browser = Browser(site).sign_in(maya)
    browser.get("/issues/IT-1001")
    before = state(site)
    for act in ACTS:
        browser.get(f"/issues/IT-1001/{act}")
        assert browser.status in (404, 405), act
    assert state(site) == before


def chat_of(site: Flask, visitor_key: str, *, closed_hours_ago: float | None = None) -> str:
    """A chat that became ticket IT-1002, of whoever has this key."""
    now = clock.now_millis()
    closed_at = None if closed_hours_ago is None else now - int(closed_hours_ago * 3_600_000)
    add = Sql(
        "INSERT INTO chats (id, state, closed_reason, visitor_key, name, email, question, place,"
        " created_at, closed_at, last_message_at, visitor_seen_at, epoch, last_seq,"
        " last_visible_seq, previous_visible_seq, visitor_read_seq, agent_read_seq,"
        " visitor_delivered_seq, agent_delivered_seq) VALUES ('chat1', :state, :reason, :key,"
        " 'Maya', 'maya@example.com', 'Help', 1, :now, :closed_at, :now, :now,"
        " 0, 0, 0, 0, 0, 0, 0, 0)"
    )
    with site.app_context(), transaction():
        add.run(
            state="closed" if closed_at else "queued",
            reason="converted" if closed_at else None,
            key=visitor_key,
            now=now,
            closed_at=closed_at,
        )
    return "chat1"


def test_the_member_who_was_in_the_chat_goes_back_to_it(site: Flask, maya: Account) -> None:
    chat_id = chat_of(site, f"member:{maya.id}", closed_hours_ago=1)
    with site.app_context():
        make_ticket(maya, source="chat", chat_id=chat_id)
    browser = Browser(site).sign_in(maya)
    assert "Open the chat" in browser.get("/issues/IT-1002").text
    browser.send("/issues/IT-1002/chat")
    assert browser.status == 303
    assert (browser.location or "").startswith("/chat/")
    browser.follow()
    assert browser.status == 200


@pytest.mark.parametrize("hours", [1, 25])
def test_nobody_else_and_not_for_ever(site: Flask, maya: Account, hours: float) -> None:
    """A chat that was another visitor's, or that has ended for its own."""
    key = "guest:somebody" if hours == 1 else f"member:{maya.id}"
    chat_id = chat_of(site, key, closed_hours_ago=hours)
    with site.app_context():
        make_ticket(maya, source="chat", chat_id=chat_id)
    browser = Browser(site).sign_in(maya)
    assert "Open the chat" not in browser.get("/issues/IT-1002").text
    browser.send("/issues/IT-1002/chat")
    assert browser.status == 404
    with site.app_context():
        assert db.session.query(Chat).count() == 1
