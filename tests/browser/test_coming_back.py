"""Who closes the page while waiting: off the lists soon, and welcome again with all the words."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Windows
from tests.browser.test_alerts import BELL, SPY, expect_icon, expect_tones
from tests.browser.test_story import QUESTION, ask
from tests.live.conftest import StartDesk

pytestmark = [pytest.mark.browser, pytest.mark.server]

Shot = Callable[[Page, str], None]
DETAIL = "It is Safari on my iPad"
WRITTEN = f"{QUESTION}\n\n{DETAIL}"


@pytest.fixture
def windows(chromium: Browser, start_desk: StartDesk) -> Iterator[Windows]:
    """A desk that does not hold the place of whoever has closed the page for long.

    A page that is slow to open must not be taken for a closed one.
    """
    opened = Windows(chromium, start_desk(rate_limits="off", queue_grace_seconds="20"))
    yield opened
    opened.close_all()
    assert opened.faults == []


def ask_and_add(windows: Windows) -> Page:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name=re.compile("You are (next|number)"))).to_be_visible()
    gus.get_by_label("Add a detail").fill(DETAIL)
    gus.keyboard.press("Enter")
    expect(gus.locator("li", has_text=DETAIL)).to_be_visible()
    expect(gus.get_by_text("Sending")).to_have_count(0)
    return gus


def test_who_closes_the_page_leaves_every_list_and_comes_back_to_all_the_words(
    windows: Windows, shot: Shot
) -> None:
    ana = windows.agent("ana")
    ana.context.add_init_script(SPY)
    ana.reload()
    ana.get_by_role("button", name="Click to test").click()
    expect_tones(ana, BELL)
    gus = ask_and_add(windows)
    address = gus.url
    gus.get_by_label("Add a detail").fill("And this was never sent")
    expect(ana.locator("html")).not_to_have_attribute("data-tones", str(BELL))
    expect_icon(ana, "^blob:")
    hushed = int(ana.locator("html").get_attribute("data-hushed") or 0)
    gus.close()
    expect(ana.locator(".qitem")).to_have_count(0)
    expect(ana).to_have_title(re.compile(r"^[^(]"))
    expect_icon(ana, r"icon\.svg$")
    expect(ana.locator("html")).not_to_have_attribute("data-hushed", str(hushed))

    back = windows.another_tab(gus, address)
    expect(back.get_by_text("your place could be held")).to_be_visible()
    expect(back.get_by_text("And this was never sent")).to_be_visible()
    shot(back, "abandoned")
    assert violations(back) == []
    back.get_by_role("button", name="Send this as a tech issue instead").click()
    back.wait_for_url("**/chat/redirect/*")
    expect(back.locator("[name=description]")).to_have_value(WRITTEN)
    back.goto(address)
    back.get_by_role("link", name="Ask again").click()
    expect(back.get_by_label("How can we help?")).to_have_value(WRITTEN)
    expect(back.get_by_label("Email address")).to_have_value("gus@example.com")
    back.get_by_role("button", name="Start chat").click()
    expect(back.get_by_role("heading", name="You are next")).to_be_visible()
    expect(ana.locator(".qitem")).to_be_visible()
    ana.keyboard.press("c")
    expect(ana.get_by_role("log")).to_contain_text(DETAIL)
