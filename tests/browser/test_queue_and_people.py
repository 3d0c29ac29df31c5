"""Two agents race for a chat; a visitor is known, noted, blocked, and found again later."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask

pytestmark = [pytest.mark.browser, pytest.mark.server]
Shot = Callable[[Page, str], None]


class SlowNetwork:
    """What the server says to this page can be held back; what the page says always arrives."""

    def __init__(self, page: Page) -> None:
        self._held: list[Callable[[], None]] | None = None
        page.context.route_web_socket("**/socket.io/**", self._between)
        page.reload()

    def hold(self) -> None:
        self._held = []

    def release(self) -> None:
        held, self._held = self._held or [], None
        for send in held:
            send()

    def _between(self, page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()

        def passes(message: str | bytes) -> None:
            if self._held is None:
                page_side.send(message)
            else:
                self._held.append(lambda: page_side.send(message))

        server_side.on_message(passes)


def test_the_loser_of_a_race_learns_who_won_and_takes_the_next(
    windows: Windows, shot: Shot
) -> None:
    gus, gil = windows.open("/chat"), windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ask(gil, "Where do I find my tax report of last year, please?", "Gil Ames")
    expect(gil.get_by_text("2").first).to_be_visible()
    ana, bea = windows.agent("ana"), windows.agent("bea")
    network = SlowNetwork(bea)
    bea.locator(".qitem__name", has_text="Gus Vermeer").click()
    claim = bea.get_by_role("button", name="Claim", exact=True)
    expect(claim).to_be_visible()

    network.hold()
    ana.keyboard.press("c")
    expect(ana.get_by_role("log")).to_contain_text("Ana joined the chat")
    claim.click()
    network.release()
    toast = bea.locator(".toast")
    toast.hover()  # It stays as long as somebody is about to use it.
    expect(toast).to_contain_text("Ana was faster and has the chat with Gus Vermeer")
    expect(bea.get_by_role("log")).not_to_contain_text("Bea joined the chat")
    shot(bea, "race-lost")
    toast.get_by_role("button", name="Claim next").click()
    expect(bea.get_by_role("log")).to_contain_text("Bea joined the chat")
    expect(bea.get_by_role("log")).to_contain_text("my tax report")
    expect(bea.locator(".citem")).to_have_count(1)


def test_a_visitor_is_known_noted_and_blocked(windows: Windows, shot: Shot) -> None:
    gus = windows.open("/contact")
    gus.goto("/chat")
    gus.get_by_label("Member ID").fill("4711")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    panel = ana.get_by_role("region", name="Member")
    expect(panel).to_contain_text("Claimed, not verified")
    expect(panel).to_contain_text("Local time")
    expect(panel).to_contain_text("Chrome")
    panel.get_by_role("button", name="Add note").click()
    ana.keyboard.type("Writes from a shared tablet.")
    panel.get_by_role("button", name="Save note").click()
    expect(panel.locator(".mini--note")).to_contain_text("Writes from a shared tablet.")
    expect(panel.get_by_role("button", name="Add note")).to_be_focused()

    panel.get_by_role("button", name="Block visitor").click()
    ana.get_by_label("Reason").fill("Insults the team")
    ana.get_by_label("Blocked for").select_option(label="7 days")
    assert violations(ana) == []
    ana.get_by_role("button", name="Block Gus").click()
    expect(panel).to_contain_text("Blocked until")
    shot(ana, "blocked")
    assert violations(ana) == []
    expect(gus.get_by_role("heading", name="This chat has ended")).to_be_visible()
    gus.goto("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", level=1)).to_have_text(
        "We cannot take this question in live chat"
    )
    expect(gus.locator("[name=description]")).to_have_value(
        "My cart becomes empty when I use my points. It has happened three times since Monday."
    )
    _found_again(windows, shot)


def _found_again(windows: Windows, shot: Shot) -> None:
    """By a supervisor, on a phone and on a desk, in both themes; and the block is lifted."""
    for width, dark in ((1440, False), (390, True)):
        sam = windows.sign_in("sam@desk.example", "/console/history", width=width, dark=dark)
        sam.get_by_label("Find chats").fill("shared points")
        sam.keyboard.press("Enter")
        expect(sam.get_by_text("No ended chat matches.")).to_be_visible()
        sam.get_by_label("Find chats").fill("cart points")
        sam.keyboard.press("Enter")
        expect(sam.get_by_role("link", name="Gus Vermeer")).to_be_visible()
        looks = [_faults(sam)]
        shot(sam, f"history-{width}")
        sam.get_by_role("link", name="Gus Vermeer").click()
        expect(sam.get_by_text("It was the first in line.")).to_be_visible()
        looks.append(_faults(sam))
        shot(sam, f"ended-chat-{width}")
        sam.goto("/console/blocks")
        looks.append(_faults(sam))
        assert looks == [[], [], []]
    sam.get_by_role("button", name="Lift the block of Gus Vermeer").click()
    expect(sam.get_by_text("Lifted by Sam")).to_be_visible()


def _faults(page: Page) -> list[str]:
    wider = sideways_scroll(page)
    return [*violations(page), *([f"{wider} px too wide"] if wider else [])]
