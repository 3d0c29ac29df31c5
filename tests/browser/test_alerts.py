"""Never miss a chat: sounds in one tab, counts on title and icon, and leaving with open chats."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask, say

pytestmark = [pytest.mark.browser, pytest.mark.server]

Shot = Callable[[Page, str], None]
# Counts on the page the tones that are struck, and the outputs that are cut off. A bell that rings
# again every 15 s (tests/js/console/alerts.test.js) would make the counts a matter of time.
SPY = """
const note = (name) => {
  const { dataset } = document.documentElement;
  dataset[name] = Number(dataset[name] ?? 0) + 1;
};
const every = setInterval;
globalThis.setInterval = (act, ms) => every(act, ms === 15_000 ? 3_600_000 : ms);
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) { note('tones'); start.apply(this, at); };
const disconnect = GainNode.prototype.disconnect;
GainNode.prototype.disconnect = function () { note('hushed'); disconnect.call(this); };
"""
BELL = 3  # tones
# Resolves once no tab stands in line for the sounds any more.
SOUNDS_HERE = """async () => {
  const isSound = ({ name }) => name.startsWith('livedesk:sound:');
  while ((await navigator.locks.query()).pending.some(isSound)) {
    await new Promise((go) => setTimeout(go, 50));
  }
}"""


def expect_tones(tab: Page, count: int) -> None:
    expect(tab.locator("html")).to_have_attribute("data-tones", str(count))


def expect_icon(tab: Page, address: str) -> None:
    expect(tab.locator("link[rel=icon]")).to_have_attribute("href", re.compile(address))


def test_one_tab_rings_until_the_chat_is_taken(windows: Windows, shot: Shot) -> None:
    ana = windows.agent("ana")
    ana.context.add_init_script(SPY)
    ana.reload()
    blocked = ana.get_by_text("Sound is blocked by the browser.")
    expect(blocked).to_be_visible()
    shot(ana, "sound-blocked")
    assert violations(ana) == []
    ana.get_by_role("button", name="Click to test").click()
    expect(blocked).to_have_count(0)
    expect_tones(ana, BELL)
    second = windows.another_tab(ana, "/console")
    second.get_by_role("button", name="Click to test").click()
    expect_tones(second, BELL)

    gus = windows.open("/chat")
    ask(gus)
    expect_tones(ana, 2 * BELL)
    for tab in (ana, second):
        expect(tab).to_have_title(re.compile(r"^\(1\) "))
        expect_icon(tab, "^blob:")
    expect_tones(second, BELL)
    hushed = int(ana.locator("html").get_attribute("data-hushed") or 0)
    second.keyboard.press("c")
    expect(ana.locator("html")).not_to_have_attribute("data-hushed", str(hushed))
    expect_tones(ana, 2 * BELL)  # No other sound has cut it off.
    for tab in (ana, second):
        expect(tab).to_have_title(re.compile(r"^[^(]"))
        expect_icon(tab, r"icon\.svg$")

    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    ana.close()
    second.evaluate(SOUNDS_HERE)
    second.get_by_role("link", name="Console").first.focus()
    second.evaluate("location.hash = '#list'")  # The chat is not looked at any more.
    gus.get_by_label("Write a message").click()
    say(gus, "Are you there?")
    expect_tones(second, BELL + 1)  # The tab that is left is the one that sounds now.


def test_sounds_are_chosen_and_kept(windows: Windows, shot: Shot) -> None:
    ana = windows.agent("ana")
    ana.get_by_role("button", name="Sounds and notifications").click()
    dialog = ana.get_by_role("dialog", name="Sounds and notifications")
    expect(dialog.get_by_text("Sounds can be heard.")).to_be_visible()
    shot(ana, "sound-dialog")
    assert violations(ana) == []
    with ana.expect_response("**/console/api/settings"):
        dialog.get_by_label("While anybody waits").select_option("chime")
    with ana.expect_response("**/console/api/settings"):
        dialog.get_by_label("Repeat").select_option("60")
    ana.keyboard.press("Escape")
    ana.reload()
    ana.get_by_role("button", name="Sounds and notifications").click()
    expect(dialog.get_by_label("While anybody waits")).to_have_value("chime")
    expect(dialog.get_by_label("Repeat")).to_have_value("60")


def test_who_leaves_with_open_chats_hands_them_on(windows: Windows, shot: Shot) -> None:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana, bea = windows.agent("ana"), windows.agent("bea")
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    inbox = ana.locator(".rail").get_by_role("link", name="Inbox")
    with ana.context.expect_page() as opened:  # For whoever leaves the console leaves the chats.
        inbox.click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    opened.value.close()
    ana.locator(".me__btn").click()
    ana.get_by_role("menuitemradio", name="Away").click()
    dialog = ana.get_by_role("dialog", name="You are going away with open chats")
    expect(dialog.get_by_label("Chat with Gus Vermeer")).to_have_value("keep")
    shot(ana, "leave-dialog")
    assert violations(ana) == []
    bea_name = bea.locator(".rail .vh", has_text="Bea").inner_text().strip()
    option = dialog.locator("option", has_text=bea_name)
    dialog.get_by_label("Chat with Gus Vermeer").select_option(option.get_attribute("value"))
    dialog.get_by_role("button", name="Go away").click()
    expect(ana.locator(".me__btn")).to_contain_text("Away")
    expect(bea.locator(".citem", has_text="Gus Vermeer")).to_be_visible()
    expect(ana.get_by_text(f"{bea_name} has this chat. You can read what you had.")).to_be_visible()
    expect(gus.get_by_role("log")).to_contain_text("Ana handed the chat to Bea.")
    expect(inbox).to_have_attribute("target", "")
