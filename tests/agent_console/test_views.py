"""Ways to look at the inbox that are kept on the server: one's own, and shared ones."""

import pytest
from flask import Flask

from accounts.models import Account
from tests.browsing import Browser
from tests.factories import make_agent, make_member
from tickets import saved_views

NORDIC = "language=nb&priority=high"


@pytest.fixture
def bea(site: Flask) -> Browser:
    with site.app_context():
        return Browser(site).sign_in(make_agent("bea"))


def keep(browser: Browser, name: str = "Nordics", address: str = NORDIC, **more: str) -> str:
    browser.send("/console/tickets/views", name=name, address=address, **more)
    assert browser.status == 303
    return browser.follow().text


def view_ids(site: Flask, account: Account) -> list[str]:
    with site.app_context():
        return [one.id for one in saved_views.views_for(account)]


def test_a_view_is_kept_under_a_name_and_marked_when_it_is_shown(
    browser: Browser, ana: Account, bea: Browser
) -> None:
    assert "The view “Nordics” is kept." in keep(browser)
    page = browser.get(f"/console/tickets?{NORDIC}")
    assert page.link(f"/console/tickets?{NORDIC}").get("aria-current") == "page"
    assert "Remove this view" in page.text
    assert "Nordics" not in bea.get("/console/tickets").text


def test_a_shared_view_is_everybody_s_and_its_owner_s_to_remove(
    site: Flask, browser: Browser, ana: Account, bea: Browser
) -> None:
    keep(browser, is_shared="yes")
    page = bea.get(f"/console/tickets?{NORDIC}")
    assert "Nordics" in page.text
    assert "Remove this view" not in page.text
    (view_id,) = view_ids(site, ana)
    bea.send(f"/console/tickets/views/{view_id}/removal")
    assert bea.status == 403
    with site.app_context():
        sam = make_agent("sam")
    supervisor = Browser(site).sign_in(sam)
    supervisor.send(f"/console/tickets/views/{view_id}/removal")
    assert supervisor.status == 303
    assert view_ids(site, ana) == []


def test_somebody_s_own_view_is_nothing_to_others(
    site: Flask, browser: Browser, ana: Account, bea: Browser
) -> None:
    keep(browser)
    (view_id,) = view_ids(site, ana)
    bea.send(f"/console/tickets/views/{view_id}/removal")
    assert bea.status == 404
    browser.send(f"/console/tickets/views/{view_id}/removal")
    assert browser.status == 303
    assert view_ids(site, ana) == []


def test_the_same_name_keeps_the_newer_way_to_look(
    site: Flask, browser: Browser, ana: Account
) -> None:
    keep(browser)
    keep(browser, name="nordics", address="language=sv")
    assert len(view_ids(site, ana)) == 1
    assert browser.get("/console/tickets").link("/console/tickets?language=sv")


@pytest.mark.usefixtures("ana")
def test_an_address_is_kept_as_the_inbox_understands_it(browser: Browser) -> None:
    keep(browser, address="status=won&language=nb&evil=javascript:alert(1)//&q=")
    page = browser.get("/console/tickets")
    assert page.link("/console/tickets?language=nb")
    assert "javascript" not in page.html.partition('class="views"')[2].partition("</nav>")[0]


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\0b"])
def test_a_view_without_a_proper_name_is_not_kept(
    site: Flask, browser: Browser, ana: Account, name: str
) -> None:
    keep(browser, name=name)
    assert view_ids(site, ana) == []


def test_one_person_keeps_only_so_many(
    site: Flask, browser: Browser, ana: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "MOST_OF_ONE_PERSON", 1)
    keep(browser)
    assert "remove one first" in keep(browser, name="Another")
    assert len(view_ids(site, ana)) == 1


def test_members_keep_nothing(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya)
    browser.send("/console/tickets/views", name="Mine", address="")
    assert browser.status == 403
