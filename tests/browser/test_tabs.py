"""Several tabs of one visitor and of one agent show the same, and closing one is not leaving."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Windows
from tests.browser.test_story import ask, say

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_two_tabs_of_one_visitor_are_in_step(windows: Windows) -> None:
    first = windows.open("/chat")
    ask(first)
    expect(first.get_by_role("heading", name="You are next")).to_be_visible()
    second = windows.another_tab(first, first.url)
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    for tab in (first, second):
        expect(tab.get_by_role("log")).to_contain_text("Ana joined the chat")
    first.get_by_label("Write a message").click()
    say(first, "from the first tab")
    expect(second.get_by_role("log")).to_contain_text("from the first tab")
    first.close()
    second.get_by_label("Write a message").click()
    say(second, "from the second tab")
    expect(ana.get_by_role("log")).to_contain_text("from the second tab")
    expect(second.get_by_text("from the first tab")).to_have_count(1)


def test_two_tabs_of_one_agent_are_in_step(windows: Windows) -> None:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    first = windows.agent("ana")
    second = windows.another_tab(first, "/console")
    first.keyboard.press("c")
    expect(second.locator(".citem", has_text="Gus Vermeer")).to_be_visible()
    second.locator(".citem", has_text="Gus Vermeer").click()
    first.get_by_placeholder("Reply to Gus").click()
    say(first, "Good morning")
    expect(second.get_by_role("log")).to_contain_text("Good morning")
    expect(second.get_by_text("Good morning", exact=False)).to_have_count(2)  # thread and list
    gus.get_by_label("Write a message").press_sequentially("Hm")
    for tab in (first, second):
        expect(tab.locator(".bubble.typing")).to_have_count(1)
    first.locator(".me__btn").click()
    first.get_by_role("menuitemradio", name="Available").click()
    second.get_by_role("button", name="End chat with Gus Vermeer").click()
    expect(gus.get_by_role("heading", name="This chat has ended")).to_be_visible()
    expect(first.locator(".citem", has_text="Gus Vermeer")).to_contain_text("Ended")
    second.locator(".me__btn").click()
    second.get_by_role("menuitemradio", name="Away").click()
    expect(first.locator(".me__btn")).to_contain_text("Away")


def test_a_frozen_tab_catches_up_when_it_wakes(windows: Windows) -> None:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    session = gus.context.new_cdp_session(gus)
    session.send("Page.enable")
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    ana.get_by_placeholder("Reply to Gus").click()
    say(ana, "said while you slept")
    session.send("Page.setWebLifecycleState", {"state": "active"})
    expect(gus.get_by_role("log")).to_contain_text("said while you slept")
    expect(gus.get_by_text("said while you slept")).to_have_count(1)


def test_a_laptop_that_was_shut_goes_on_as_if_nothing_had_been(windows: Windows) -> None:
    gus = windows.open("/chat")
    gus.clock.install()
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    ana.get_by_placeholder("Reply to Gus").click()
    gus.clock.fast_forward("02:00:00")
    say(ana, "said while you slept")
    expect(gus.get_by_role("log")).to_contain_text("said while you slept")
    expect(gus.get_by_text("has lost the connection")).to_have_count(0)
    gus.get_by_label("Write a message").click()
    say(gus, "I am back")
    expect(ana.get_by_role("log")).to_contain_text("I am back")
    expect(gus.get_by_text("said while you slept")).to_have_count(1)
