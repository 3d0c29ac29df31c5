"""Every state of the chat, on both sides: axe finds nothing, and nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask, say
from tests.live.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.server]

LOOKS = [(1440, False), (390, True), (320, False)]


class Inspector:
    """Looks at a page in one of its states and keeps what is wrong with it."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def look(self, page: Page, state: str) -> None:
        self.found += [f"{state}: {one}" for one in violations(page)]
        if wider := sideways_scroll(page):
            self.found.append(f"{state}: {wider} px wider than the window")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_visitors_states(windows: Windows, server: Desk, width: int, dark: bool) -> None:
    see = Inspector()
    gus = windows.open("/chat", width=width, dark=dark)
    see.look(gus, "form")
    gus.get_by_role("button", name="Start chat").click()
    expect(gus.locator("[aria-invalid=true]").first).to_be_visible()
    see.look(gus, "form with errors")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    see.look(gus, "waiting")
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    ana.get_by_placeholder("Reply to Gus").click()
    say(ana, "Have a look at https://example.com/help please")
    expect(gus.get_by_role("link", name="https://example.com/help")).to_be_visible()
    see.look(gus, "conversation")
    server.kill()
    gus.get_by_label("Write a message").fill("Hello?")
    gus.keyboard.press("Enter")
    expect(gus.locator(".banner--offline")).to_be_visible()
    see.look(gus, "connection lost")
    server.start()
    expect(gus.locator(".msg--pending")).to_have_count(0)
    gus.get_by_role("button", name="End chat").click()
    expect(gus.get_by_role("dialog")).to_be_visible()
    see.look(gus, "asked whether to end")
    gus.get_by_role("dialog").get_by_role("button", name="End chat").click()
    expect(gus.get_by_role("heading", name="This chat has ended")).to_be_visible()
    see.look(gus, "ended")
    assert see.found == []


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_agents_states(windows: Windows, width: int, dark: bool) -> None:
    see = Inspector()
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana", width=width, dark=dark)
    expect(ana.get_by_text("Gus Vermeer").first).to_be_visible()
    see.look(ana, "queue")
    ana.keyboard.press("c")
    expect(ana.get_by_role("log")).to_contain_text("Ana joined the chat")
    see.look(ana, "conversation")
    ana.get_by_role("tab", name="Internal note").click()
    see.look(ana, "note")
    ana.keyboard.press("Escape")
    for key, state in (("t", "transfer"), ("k", "convert"), ("?", "keys")):
        ana.keyboard.press(key)
        expect(ana.get_by_role("dialog")).to_be_visible()
        see.look(ana, state)
        ana.keyboard.press("Escape")
        expect(ana.get_by_role("dialog")).to_have_count(0)
    assert see.found == []
