"""Whatever was typed ends exactly once in the conversation, in the order typed, on both sides."""

import contextlib
import itertools
import os
import re
import sqlite3
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WAITS_MILLIS, Windows
from tests.browser.test_story import ask
from tests.live.conftest import StartDesk
from tests.live.desk import Desk
from tests.ports import free_port
from tests.proxy import Proxy

pytestmark = [pytest.mark.browser, pytest.mark.server]

MESSAGES = int(os.environ.get("CHAOS_MESSAGES", "300"))
RELOAD_EVERY = 100
BUBBLES = "[role=log] .bubble:not(.typing)"
LOST_AFTER_MILLIS = 1_500  # Two seconds, less what the clock of a banner is off by.
# How long after this moment, which comes before the cut, the page says so.
NOTE_WHEN_TOLD = """() => {
  const began = performance.now();
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.banner--offline')) return;
    window.toldAfter = performance.now() - began;
    observer.disconnect();
  }).observe(document.body, { childList: true, subtree: true });
}"""
SHOWN_AT_LEAST = 50
SHOWS_WITHIN_SECONDS = 60
CUT_BETWEEN_SECONDS = (0.05, 0.8)


class BadNetwork:
    """A desk behind a proxy, a visitor and an agent in front of it."""

    def __init__(self, desk: Desk, proxy: Proxy, chromium: Browser) -> None:
        self.desk, self.proxy = desk, proxy
        self.windows = Windows(chromium, desk, url=proxy.url)
        self._delays = itertools.cycle((0.05, 0.0))
        self._waits = itertools.cycle((True, False))

    def meet(self) -> tuple[Page, Page]:
        """Gus and Ana in one chat."""
        gus = self.windows.open("/chat")
        ask(gus)
        expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
        ana = self.windows.agent("ana")
        ana.keyboard.press("c")
        expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
        return gus, ana

    def come_anew(self, gus: Page, ana: Page) -> None:
        """Both reload in a quiet moment of the network, every other time with what is unsent.

        Before and after, both show what is stored. Then it is cut again, and slow in turns.
        """
        self.proxy.heal()
        if next(self._waits):
            self.show_all(gus, ana)
        gus.reload()
        ana.reload()
        expect(gus.get_by_role("log")).to_be_visible()
        ana.locator(".citem", has_text="Gus Vermeer").click()
        expect(ana.get_by_role("log")).to_be_visible()
        self.show_all(gus, ana)
        self.cut_again(gus, ana)

    def show_all(self, *pages: Page) -> None:
        """When everything is sent, the pages show what is stored, once and in order."""
        for page in pages:
            expect(page.locator(".msg--pending")).to_have_count(0, timeout=60_000)
        stored = self.stored()
        for page in pages:
            until = time.monotonic() + SHOWS_WITHIN_SECONDS
            # A page that was reloaded begins with the last ones.
            while (seen := shown(page)) != stored[-len(seen) :] and time.monotonic() < until:
                page.wait_for_timeout(100)
            assert seen == stored[-len(seen) :]
            assert len(seen) >= min(len(stored), SHOWN_AT_LEAST)

    def cut_again(self, gus: Page, ana: Page) -> None:
        """From now on; both have their hands on the keyboard."""
        gus.get_by_placeholder("Write a message").focus()
        ana.get_by_placeholder("Reply to Gus").focus()
        self.proxy.cut_every(*CUT_BETWEEN_SECONDS)
        self.proxy.delay_seconds = next(self._delays)

    def stored(self) -> list[str]:
        file = self.desk.data_dir / "livedesk.sqlite3"
        with contextlib.closing(sqlite3.connect(file)) as database:
            rows = database.execute("SELECT body FROM messages WHERE kind = 'text' ORDER BY seq")
            return [body for (body,) in rows]


@pytest.fixture
def bad_network(chromium: Browser, start_desk: StartDesk) -> Iterator[BadNetwork]:
    port = free_port()
    proxy = Proxy(port).start()
    # Whoever is cut off for long on a slow machine keeps the chat: this is about its messages.
    graces = {"agent_grace_seconds": "3600", "queue_grace_seconds": "3600"}
    desk = start_desk(rate_limits="off", port=str(port), public_url=proxy.url, **graces)
    network = BadNetwork(desk, proxy, chromium)
    yield network
    network.windows.close_all()
    proxy.stop()
    assert network.windows.faults == []


def write(page: Page, placeholder: str, words: str) -> None:
    field = page.get_by_placeholder(placeholder)
    field.fill(words)
    field.press("Enter")


def write_on(page: Page, words: str) -> None:
    """Into the field that has the focus, as people do who write one message after another."""
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")


def shown(page: Page) -> list[str]:
    """The texts in the page's thread, without the names that screen readers hear."""
    texts = page.locator(BUBBLES).all_inner_texts()
    return [re.sub(r"^(You|Ana|Gus Vermeer):\s*", "", text.strip()) for text in texts]


@pytest.mark.slow
@pytest.mark.timeout(600 + MESSAGES)
def test_a_connection_that_is_cut_again_and_again_loses_and_doubles_nothing(
    bad_network: BadNetwork,
) -> None:
    gus, ana = bad_network.meet()
    bad_network.cut_again(gus, ana)
    typed: dict[str, list[str]] = {"gus": [], "ana": []}
    for number in range(MESSAGES):
        name = "ana" if number % 3 == 2 else "gus"
        words = f"{name} {number}"
        typed[name].append(words)
        write_on(ana if name == "ana" else gus, words)
        if number % RELOAD_EVERY == RELOAD_EVERY - 1:
            bad_network.come_anew(gus, ana)
    bad_network.proxy.heal()
    bad_network.show_all(gus, ana)
    stored = bad_network.stored()
    for name, words in typed.items():
        assert [body for body in stored if body.startswith(name)] == words
    assert bad_network.proxy.cuts > 3
    print(f"messages {MESSAGES}, cuts {bad_network.proxy.cuts}, lost 0, doubled 0, out of order 0")


def test_a_network_that_refuses_websockets_carries_the_chat_all_the_same(
    bad_network: BadNetwork,
) -> None:
    gus, ana = bad_network.meet()
    bad_network.proxy.refuses_upgrades = True
    bad_network.proxy.cut()
    write(gus, "Write a message", "Can you read this?")
    expect(gus.locator(".msg--pending")).to_have_count(0, timeout=60_000)
    expect(gus.locator(".banner--offline")).to_have_count(0)
    gus.reload()
    expect(gus.get_by_role("log")).to_contain_text("Can you read this?")
    write(gus, "Write a message", "Still by HTTP?")
    expect(gus.locator(".msg--pending")).to_have_count(0, timeout=60_000)
    bad_network.proxy.heal()
    expect(ana.get_by_role("log")).to_contain_text("Still by HTTP?", timeout=60_000)
    write(ana, "Reply to Gus", "Yes, I can")
    expect(gus.get_by_role("log")).to_contain_text("Yes, I can", timeout=60_000)
    stored = bad_network.stored()
    assert stored[1:] == ["Can you read this?", "Still by HTTP?", "Yes, I can"]
    assert shown(gus)[1:] == shown(ana)[1:] == stored[1:]


def test_a_lost_connection_is_told_after_two_seconds_and_tried_again_at_once_when_asked(
    bad_network: BadNetwork,
) -> None:
    gus, _ana = bad_network.meet()
    banner = gus.locator(".banner--offline")
    gus.evaluate(NOTE_WHEN_TOLD)
    bad_network.proxy.refuses_everything = True
    bad_network.proxy.cut()
    expect(banner).to_contain_text("Connection lost.")
    assert gus.evaluate("window.toldAfter") > LOST_AFTER_MILLIS
    write(gus, "Write a message", "one")
    write(gus, "Write a message", "two")
    expect(banner).to_contain_text("2 messages wait to be sent.")
    expect(gus.get_by_text("Waiting for connection")).to_be_visible()
    gus.context.set_offline(True)
    expect(banner).to_contain_text("You are offline.")
    bad_network.proxy.heal()
    gus.context.set_offline(False)
    expect(gus.locator(".msg--pending")).to_have_count(0)
    expect(gus.locator(".banner")).to_have_count(0)
    assert bad_network.stored()[1:] == ["one", "two"]


def test_a_half_open_connection_is_noticed_and_left(bad_network: BadNetwork) -> None:
    gus, ana = bad_network.meet()
    bad_network.proxy.black_hole = True
    write(gus, "Write a message", "Into the dark")
    expect(gus.locator(".banner--offline")).to_be_visible(timeout=120_000)
    bad_network.proxy.heal()
    expect(ana.get_by_role("log")).to_contain_text("Into the dark", timeout=60_000)
    expect(gus.locator(".msg--pending")).to_have_count(0, timeout=WAITS_MILLIS)
    assert bad_network.stored().count("Into the dark") == 1
