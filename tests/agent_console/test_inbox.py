"""The page of the inbox: what it shows, its addresses, and who may see it."""

import pytest
from flask import Flask

from accounts.models import Account
from agent_console.inbox_address import address_of, query_of, wanted_at, wanted_in
from tests.browsing import Browser
from tests.factories import committed, make_member, make_ticket
from tickets import handling, inbox
from tickets.inbox import Wanted


def test_the_list_shows_one_status_at_a_time(site: Flask, browser: Browser, ana: Account) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya, title="English - still open")
        committed(handling.close, make_ticket(title="English - long over"), ana)
    text = browser.get("/console/tickets").text
    assert "English - still open" in text
    assert "English - long over" not in text
    assert "Gold" in text
    text = browser.get("/console/tickets?status=closed").text
    assert "English - long over" in text
    assert "Not verified" in text
    text = browser.get("/console/tickets?status=all").text
    assert "English - still open" in text
    assert "English - long over" in text


@pytest.mark.usefixtures("ana")
def test_an_empty_list_says_what_belongs_there(browser: Browser) -> None:
    assert "No ticket waits" in browser.get("/console/tickets?status=awaiting_feedback").text
    text = browser.get("/console/tickets?language=nb").text
    assert "No ticket fits these filters." in text
    assert "See all open tickets" in text
    page = browser.get("/console/tickets?q=%3Cb%3Ecart&status=all")
    assert "No ticket holds “<b>cart”." in page.text
    assert page.link("/console/tickets?status=all")


@pytest.mark.usefixtures("ana")
def test_views_are_counted_and_the_current_one_is_marked(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_ticket()
        make_ticket(status="awaiting_feedback")
    page = browser.get("/console/tickets?assignee=none")
    assert "Unassigned 1" in page.text
    assert "Awaiting Feedback 1" in page.text
    assert page.link("/console/tickets?assignee=none").get("aria-current") == "page"
    assert "Unassigned (1) · Inbox" in page.html


@pytest.mark.usefixtures("ana")
def test_the_form_leads_to_the_one_address_of_what_was_asked(browser: Browser) -> None:
    browser.get("/console/tickets?status=open&assignee=&language=nb&q=&sort=waiting")
    assert (browser.status, browser.location) == (302, "/console/tickets?language=nb")


@pytest.mark.usefixtures("ana")
def test_filters_in_use_can_be_taken_away_one_by_one(browser: Browser) -> None:
    page = browser.get("/console/tickets?language=nb&priority=high&assignee=me")
    assert "Language: Norwegian" in page.text
    assert page.link("/console/tickets?assignee=me&priority=high")
    assert page.link("/console/tickets?assignee=me&language=nb")


@pytest.mark.usefixtures("ana")
def test_pages_keep_the_filters(
    site: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE_SIZE", 2)
    with site.app_context():
        for number in range(3):
            make_ticket(title=f"Norsk - sak {number}", language="nb")
    page = browser.get("/console/tickets?language=nb&sort=newest")
    assert "1–2 of 3" in page.text
    (later,) = [link["href"] for link in page.links if link.get("rel") == "next"]
    page = browser.get(str(later))
    assert "3–3 of 3" in page.text
    assert "sak 0" in page.text
    (earlier,) = [link["href"] for link in page.links if link.get("rel") == "prev"]
    assert "sak 2" in browser.get(str(earlier)).text


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    "query",
    [
        "status=won&sort=up&priority=9&source=x&age=never&language=%00",
        "assignee=%27%20OR%201=1",
        "q=%22%20OR%20NEAR(",
        "after=1.1&before=2.2",
        "after=999999999999999.999999999&sort=updated",
        "after=x&before=%00",
        "q=" + "a" * 5000,
    ],
)
def test_whatever_an_address_says_it_is_a_page(site: Flask, browser: Browser, query: str) -> None:
    with site.app_context():
        make_ticket()
    browser.get(f"/console/tickets?{query}")
    assert browser.status == 200


def test_one_way_to_look_has_one_address() -> None:
    wanted = Wanted(status="all", assignee="me", words="tom & jerry", news=True, sort="urgent")
    assert wanted_at(query_of(wanted)) == wanted
    assert address_of(Wanted()) == "/console/tickets"
    assert address_of(wanted_in({"sort": "waiting"})) == "/console/tickets"
    assert address_of(wanted_in({"sort": "updated", "status": "closed"})) == (
        "/console/tickets?status=closed"
    )


def test_members_and_guests_see_nothing_of_it(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(title="English - CANARY")
    browser.get("/console/tickets")
    assert browser.status == 303
    assert "/login" in (browser.location or "")
    page = browser.sign_in(maya).get("/console/tickets?status=all&q=canary")
    assert browser.status == 403
    assert "CANARY" not in page.html


def send_bulk(browser: Browser, chosen: list[str], **fields: str) -> str:
    """Posts the bar's form; returns what the list then says."""
    data = {"csrf_token": browser.csrf_token(), "chosen": chosen, "back": "status=all", **fields}
    browser.took(browser.client.post("/console/tickets/bulk", data=data))
    assert (browser.status, browser.location) == (303, "/console/tickets?status=all")
    return browser.follow().text


@pytest.mark.usefixtures("ana")
def test_many_tickets_are_assigned_at_once_and_counted(
    site: Flask, browser: Browser, ana: Account
) -> None:
    with site.app_context():
        for _ in range(3):
            make_ticket()
        make_ticket(assignee_id=ana.id)
    chosen = ["IT-1001", "IT-1003", "IT-1004", "IT-4711", "junk"]
    text = send_bulk(browser, chosen, act="assign", assignee=ana.id)
    assert "2 tickets were given to Ana Moreau." in text
    assert "1 ticket was left alone, being so already." in text
    assert "junk, IT-4711: There is nothing here." in text
    with site.app_context():
        assert [one.number for one in inbox.page(Wanted(assignee="me"), ana.id).tickets] == [
            1001,
            1003,
            1004,
        ]
    assert "were given" not in browser.get("/console/tickets").text


@pytest.mark.usefixtures("ana")
def test_many_tickets_get_a_status_and_a_priority(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_ticket()
        make_ticket()
    both = ["IT-1001", "IT-1002"]
    text = send_bulk(browser, both, act="priority", priority="high")
    assert "2 tickets were set to high priority." in text
    assert "2 tickets were set to Closed." in send_bulk(
        browser, both, act="status", status="closed"
    )


@pytest.mark.usefixtures("ana")
def test_many_tickets_are_merged_into_the_oldest_if_they_are_of_one_person(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
        make_ticket()
        make_ticket(maya)
    text = send_bulk(browser, ["IT-1003", "IT-1002", "IT-1001"], act="merge")
    assert "1 ticket was merged into IT-1001." in text
    assert "IT-1002: These tickets come from different people" in text
    assert "Choose two tickets or more" in send_bulk(browser, ["IT-1001"], act="merge")


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    "fields",
    [
        {"act": "erase"},
        {"act": "status", "status": "won"},
        {"act": "status"},
        {"act": "priority", "priority": ""},
        {"act": "assign", "assignee": "nobody-i-know"},
        {},
    ],
)
def test_an_invented_act_changes_nothing(
    site: Flask, browser: Browser, fields: dict[str, str]
) -> None:
    with site.app_context():
        ticket = make_ticket()
    assert "1 ticket was" not in send_bulk(browser, ["IT-1001"], **fields)
    with site.app_context():
        assert make_ticket().number == ticket.number + 1
        found = inbox.page(Wanted(assignee="none"), "").tickets
        assert (found[0].number, found[0].last_entry) == (ticket.number, 0)


def test_members_do_nothing_to_many(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        ticket = make_ticket(maya)
    browser.sign_in(maya)
    browser.send("/console/tickets/bulk", chosen="IT-1001", act="status", status="closed")
    assert browser.status == 403
    with site.app_context():
        assert [one.number for one in inbox.page(Wanted(), "").tickets] == [ticket.number]
