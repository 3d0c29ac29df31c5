"""Duplicates that are merged, seen from the pages."""

import pytest
from flask import Flask

from tests.agent_console.stored import status_of
from tests.browsing import Browser
from tests.factories import make_member, make_ticket


@pytest.mark.usefixtures("ana")
def test_a_duplicate_is_merged_and_its_requester_is_led_on(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya, title="English - cart empties")
        make_ticket(maya, title="English - cart empties again")
    path = "/console/tickets/IT-1002/merging"
    page = browser.send(path, into="IT-1002")
    assert browser.status == 422
    assert "There is no ticket with this number" in browser.send(path, into="IT-77").text
    browser.send(path, into=" it-1001 ")
    assert browser.location == "/console/tickets/IT-1001#latest"
    page = browser.follow()
    assert "Ana Moreau merged IT-1002 into this ticket." in page.text
    assert page.link("/console/tickets/IT-1002")
    assert "This ticket goes on in IT-1001" in browser.get("/console/tickets/IT-1002").text
    member = Browser(site).sign_in(maya)
    page = member.get("/issues/IT-1002")
    assert "We go on with this in IT-1001" in page.text
    assert "Ana from Tech Support put this issue together" in page.text
    assert page.link("/issues/IT-1001")
    assert "merged" not in member.get("/issues/IT-1001").text


@pytest.mark.usefixtures("ana")
def test_nobody_is_led_to_the_ticket_of_somebody_else(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_ticket(make_member("maya"))
        ticket = make_ticket(make_member("otto", rank="Gold"))
    page = browser.send("/console/tickets/IT-1002/merging", into="IT-1001")
    assert browser.status == 409
    assert "These tickets come from different people" in page.text
    assert status_of(site, ticket) == "open"


def test_members_merge_nothing(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        ticket = make_ticket(maya)
        make_ticket(maya)
    browser.sign_in(maya)
    browser.send("/console/tickets/IT-1001/merging", into="IT-1002")
    assert browser.status == 403
    browser.send("/console/tickets/IT-1001/reading", entry="0")
    assert browser.status == 403
    assert status_of(site, ticket) == "open"
