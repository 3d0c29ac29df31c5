import pytest
from flask import Flask

from accounts.models import Account
from core.database import db
from tests.agent_console.stored import status_of
from tests.browsing import Browser
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling
from tickets.models import Ticket, TicketEntry


@pytest.mark.usefixtures("ana")
def test_the_team_sees_the_whole_thread(site: Flask, browser: Browser, ana: Account) -> None:
    with site.app_context():
        ticket = make_ticket()
        committed(handling.add_note, ticket, ana, body="Same as IT-900")
        committed(handling.reply_as_requester, ticket, None, body="It still fails")
    page = browser.get("/console/tickets/IT-1001")
    assert "Same as IT-900" in page.text
    assert "Internal note" in page.text
    assert "entry--note" in page.html
    assert "It still fails" in page.text


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("status", ["awaiting_feedback", "closed", "open", ""])
def test_a_reply_may_set_the_status(site: Flask, browser: Browser, status: str) -> None:
    with site.app_context():
        ticket = make_ticket()
    form = browser.get("/console/tickets/IT-1001").forms
    reply = next(one for one in form if one.action.endswith("/replies"))
    browser.send(reply.action, **{**reply.values, "body": "Which browser?", "status": status})
    assert (browser.status, browser.location) == (303, "/console/tickets/IT-1001#latest")
    assert status_of(site, ticket) == (status or "open")
    assert "Which browser?" in browser.get("/console/tickets/IT-1001").text


@pytest.mark.usefixtures("ana")
def test_the_requester_answers_and_it_is_open_again(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        ticket = make_ticket(maya)
    path = "/console/tickets/IT-1001/replies"
    browser.send(path, body="Which browser?", status="awaiting_feedback")
    member = Browser(site).sign_in(maya)
    assert "Answer IT" in member.get("/issues").text
    member.get("/issues/IT-1001")
    member.submit(body="Safari")
    assert status_of(site, ticket) == "open"
    assert "Safari" in browser.get("/console/tickets/IT-1001").text


@pytest.mark.usefixtures("ana")
def test_a_note_stays_with_the_team(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
    browser.send("/console/tickets/IT-1001/notes", body="CANARY note")
    assert browser.status == 303
    assert "CANARY note" in browser.get("/console/tickets/IT-1001").text
    assert "CANARY" not in Browser(site).sign_in(maya).get("/issues/IT-1001").html


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("action", ["replies", "notes"])
def test_bad_input_comes_back(site: Flask, browser: Browser, action: str) -> None:
    with site.app_context():
        ticket = make_ticket()
    path = f"/console/tickets/IT-1001/{action}"
    browser.send(path, body="  ")
    assert browser.status == 422
    page = browser.send(path, body="z" * 4001)
    assert browser.status == 422
    assert "The limit is 4,000" in page.text
    assert "z" * 4001 in page.html
    page = browser.send_without_token(path, body="Half an hour of writing")
    assert browser.status == 403
    assert "Half an hour of writing" in page.text
    with site.app_context():
        assert db.session.query(TicketEntry).filter_by(ticket_id=ticket.id).count() == 0


@pytest.mark.usefixtures("ana")
def test_an_invented_status_is_refused(site: Flask, browser: Browser) -> None:
    with site.app_context():
        ticket = make_ticket()
    browser.send("/console/tickets/IT-1001/replies", body="Hello", status="won")
    assert browser.status == 422
    assert status_of(site, ticket) == "open"


@pytest.mark.usefixtures("ana")
def test_sending_twice_writes_once(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_ticket()
    forms = browser.get("/console/tickets/IT-1001").forms
    for action in ("/replies", "/notes"):
        form = next(one for one in forms if one.action.endswith(action))
        for _ in range(2):
            browser.send(form.action, **{**form.values, "body": f"Once{action}"})
            assert browser.status == 303
    text = browser.get("/console/tickets/IT-1001").text
    assert text.count("Once/replies") == text.count("Once/notes") == 1


@pytest.mark.usefixtures("ana")
def test_an_unknown_ticket_is_not_found(browser: Browser) -> None:
    browser.get("/console/tickets/IT-4711")
    assert browser.status == 404
    browser.send("/console/tickets/IT-4711/replies", body="Hello")
    assert browser.status == 404


def test_members_may_neither_reply_nor_note(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
    browser.sign_in(maya)
    for action in ("replies", "notes"):
        browser.send(f"/console/tickets/IT-1001/{action}", body="Mine now")
        assert browser.status == 403


def properties_of(browser: Browser) -> dict[str, str]:
    """What the form of the panel would send if nobody touched it."""
    form = next(one for one in browser.page.forms if one.action.endswith("/properties"))
    return {
        **{name: form.values[f"was_{name}"] for name in ("status", "assignee", "priority")},
        **form.values,
    }


@pytest.mark.usefixtures("ana")
def test_status_assignee_and_priority_are_changed_at_once(
    site: Flask, browser: Browser, ana: Account
) -> None:
    with site.app_context():
        bea = make_agent("bea", name="Bea Lindqvist")
        ticket = make_ticket()
    browser.get("/console/tickets/IT-1001")
    wanted = {"status": "awaiting_feedback", "assignee": bea.id, "priority": "high"}
    browser.send("/console/tickets/IT-1001/properties", **(properties_of(browser) | wanted))
    assert browser.status == 303
    with site.app_context():
        found = db.session.get_one(Ticket, ticket.id)
        assert (found.status, found.assignee_id) == ("awaiting_feedback", bea.id)
        assert (found.priority, found.urgency) == ("high", 1)
    browser.get("/console/tickets/IT-1001")
    browser.send("/console/tickets/IT-1001/properties", **properties_of(browser), take="yes")
    with site.app_context():
        assert db.session.get_one(Ticket, ticket.id).assignee_id == ana.id


@pytest.mark.usefixtures("ana")
def test_what_a_colleague_has_changed_meanwhile_is_told_and_not_undone(
    site: Flask, browser: Browser, ana: Account
) -> None:
    with site.app_context():
        bea = make_agent("bea")
        ticket = make_ticket()
    browser.get("/console/tickets/IT-1001")
    form = properties_of(browser)
    with site.app_context():
        committed(handling.assign, ticket, bea, bea.id)
        committed(handling.set_priority, ticket, bea, "low")
    page = browser.send(
        "/console/tickets/IT-1001/properties", **(form | {"assignee": ana.id, "status": "closed"})
    )
    assert browser.status == 409
    assert "A colleague has changed the assignee meanwhile" in page.text
    assert status_of(site, ticket) == "open"
    # Only what is chosen is a contest.
    browser.send("/console/tickets/IT-1001/properties", **(form | {"status": "closed"}))
    assert browser.status == 303
    with site.app_context():
        found = db.session.get_one(Ticket, ticket.id)
        assert (found.status, found.priority, found.assignee_id) == ("closed", "low", bea.id)


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    "wrong", [{"status": "won"}, {"priority": "9"}, {"assignee": "nobody-i-know"}, {"status": ""}]
)
def test_an_invented_property_is_refused(
    site: Flask, browser: Browser, wrong: dict[str, str]
) -> None:
    with site.app_context():
        ticket = make_ticket()
    browser.get("/console/tickets/IT-1001")
    browser.send("/console/tickets/IT-1001/properties", **(properties_of(browser) | wrong))
    assert browser.status == 422
    assert status_of(site, ticket) == "open"


@pytest.mark.usefixtures("ana")
def test_who_answers_what_has_changed_meanwhile_is_asked_again_and_keeps_the_text(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        maya = make_member("maya", name="Maya Lind")
        ticket = make_ticket(maya)
    page = browser.get("/console/tickets/IT-1001")
    before = page.form_with("seen").values
    with site.app_context():
        committed(handling.reply_as_requester, ticket, maya, body="It works now")
    said = {"body": "Which browser?", "status": ""}
    page = browser.send("/console/tickets/IT-1001/replies", **(before | said))
    assert browser.status == 409
    assert "Maya Lind has written meanwhile" in page.text
    assert "It works now" in page.text
    again = page.form_with("seen").values
    assert again["body"] == "Which browser?"
    browser.send("/console/tickets/IT-1001/replies", **(again | said))
    assert browser.status == 303


@pytest.mark.usefixtures("ana")
def test_own_lines_and_notes_are_no_news_to_an_answer(
    site: Flask, browser: Browser, ana: Account
) -> None:
    with site.app_context():
        bea = make_agent("bea")
        ticket = make_ticket()
    before = browser.get("/console/tickets/IT-1001").form_with("seen").values
    with site.app_context():
        committed(handling.add_note, ticket, bea, body="Known fault")
        committed(handling.assign, ticket, ana, ana.id)
    browser.send("/console/tickets/IT-1001/replies", **(before | {"body": "Hello", "status": ""}))
    assert browser.status == 303


@pytest.mark.usefixtures("ana")
def test_the_other_tickets_of_a_person_are_beside_it(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
        make_ticket(maya, title="Norsk - gammel sak", status="closed")
        make_ticket(title="English - of Gus")
        make_ticket(email=maya.email, title="English - says to be Maya")
    text = browser.get("/console/tickets/IT-1001").text
    assert "Norsk - gammel sak" in text
    assert "of Gus" not in text
    assert "says to be Maya" not in text


@pytest.mark.usefixtures("ana")
def test_a_ticket_leads_back_to_the_list_it_was_found_in(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_ticket()
    browser.get("/console/tickets?assignee=none")
    page = browser.get("/console/tickets/IT-1001")
    assert page.link("/console/tickets?assignee=none").get("aria-current") == "page"
    assert any(link.get("aria-label") == "Back to Unassigned" for link in page.links)


def test_members_change_nothing(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        ticket = make_ticket(maya)
    browser.sign_in(maya)
    wanted = dict.fromkeys(("status", "was_status"), "closed")
    browser.send("/console/tickets/IT-1001/properties", **wanted, assignee="", priority="low")
    assert browser.status == 403
    assert status_of(site, ticket) == "open"
