"""A supervisor sees whose agent touches nothing, reads along, and leaves a note (R35)."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask, say
from tests.live.conftest import StartDesk

pytestmark = [pytest.mark.browser, pytest.mark.server]

Shot = Callable[[Page, str], None]


@pytest.fixture
def windows(chromium: Browser, start_desk: StartDesk) -> Iterator[Windows]:
    """A desk on which whoever touches nothing for two seconds is idle."""
    opened = Windows(chromium, start_desk(rate_limits="off", away_seconds="2"))
    yield opened
    opened.close_all()
    assert opened.faults == []


def test_a_supervisor_sees_who_gets_no_answer_and_reads_along(windows: Windows, shot: Shot) -> None:
    gus, ana = windows.open("/chat"), windows.agent("ana")
    sam, bea = windows.agent("sam"), windows.agent("bea")
    ask(gus)
    expect(ana.locator(".qitem", has_text="Gus Vermeer")).to_be_visible()
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")

    nobody = sam.get_by_role("region", name="Nobody answers")
    row = nobody.get_by_role("link", name="Gus Vermeer")
    expect(row).to_contain_text("Ana, idle since")
    shot(sam, "neglected")
    assert violations(sam) == []
    row.click()
    expect(sam.get_by_role("log")).to_contain_text("Ana joined the chat")
    sam.get_by_placeholder("note", exact=False).click()
    say(sam, "Ana, is everything well?")
    expect(ana.get_by_role("log")).to_contain_text("Ana, is everything well?")
    shot(sam, "neglected-open")
    expect(bea.get_by_role("region", name="Nobody answers")).to_have_count(0)

    ana.get_by_placeholder("Reply to Gus").click()
    say(ana, "Here I am")
    expect(gus.get_by_role("log")).to_contain_text("Here I am")
    expect(nobody).to_have_count(0)
    expect(sam.get_by_role("log")).to_contain_text("Here I am")
    expect(gus.get_by_text("is everything well")).to_have_count(0)
