"""An agent's browser is killed at random moments; a colleague goes on with all that was said."""

import random
import re
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, WebSocket, expect

from tests.browser.conftest import Launch, Windows
from tests.browser.test_story import ask, say
from tests.live.conftest import StartDesk

pytestmark = [pytest.mark.browser, pytest.mark.server]

LIVES = 3
MOST_WORDS = 8


def kill(browser: Browser) -> None:
    """At once, as when the machine is switched off: no page hears of it."""
    with suppress(Error):  # There is nobody left to answer.
        browser.new_browser_cdp_session().send("Browser.crash")


def note_acknowledged(page: Page, acknowledged: set[str]) -> None:
    """Collect the bodies of what the server has promised to keep (`43` begins an answer)."""

    def note(frame: str | bytes) -> None:
        if isinstance(frame, str) and frame.startswith("43"):
            acknowledged.update(re.findall(r'"body":"(\d-\d)"', frame))

    def watch(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page.on("websocket", watch)


def test_a_browser_killed_at_random_moments_loses_no_chat_and_no_word(
    launch: Launch, chromium: Browser, start_desk: StartDesk
) -> None:
    desk = start_desk(rate_limits="off", agent_grace_seconds="1")
    near, dice = Windows(chromium, desk), random.Random(13)
    gus, acknowledged = near.open("/chat"), set[str]()
    ask(gus)
    lost = gus.get_by_role("main").locator(".callout", has_text="back in the queue")
    for life in range(LIVES):
        dying = launch()
        ana = Windows(dying, desk).agent("ana")
        note_acknowledged(ana, acknowledged)
        ana.reload()  # A new connection, whose answers are noted.
        expect(ana.locator(".qitem", has_text="Gus Vermeer")).to_be_visible()
        ana.keyboard.press("c")
        ana.get_by_placeholder("Reply to Gus").click()
        # What Gus was told of the life before is no news of this one.
        expect(lost).to_have_count(0)
        for number in range(dice.randint(1, MOST_WORDS)):
            say(ana, f"{life}-{number}")
        kill(dying)
        expect(lost).to_be_visible()
    bea = near.agent("bea")
    bea.locator(".qitem", has_text="Returned").click()
    bea.keyboard.press("c")
    for page in (gus, bea):
        expect(page.get_by_role("log")).to_contain_text("Bea joined the chat")

    kept = said_by_ana(gus)
    assert said_by_ana(bea) == kept
    assert acknowledged
    assert acknowledged <= set(kept), "acknowledged and lost"
    for life in range(LIVES):
        of_life = [words for words in kept if words.startswith(f"{life}-")]
        assert of_life == [f"{life}-{number}" for number in range(len(of_life))]
    near.close_all()
    assert near.faults == []


def said_by_ana(page: Page) -> list[str]:
    return re.findall(r"^\d-\d$", page.get_by_role("log").inner_text(), re.MULTILINE)
