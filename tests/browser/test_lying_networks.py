"""A network loses, doubles and turns round what the server tells; pages show the truth (R6)."""

import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import Windows
from tests.browser.test_bad_networks import shown
from tests.browser.test_story import ask
from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Person, new_id

pytestmark = [pytest.mark.browser, pytest.mark.server]

MESSAGES = 60
LOST, DOUBLED, LATE = 0.2, 0.2, 0.2


class LyingNetwork:
    """Between one page and the server, from the page's next loading on."""

    def __init__(self, page: Page, seed: int) -> None:
        self.is_lying = True
        self.lies = 0
        self._random = random.Random(seed)
        self._late: list[str | bytes] = []
        page.context.route_web_socket("**/socket.io/**", self._between)
        page.reload()

    def _between(self, page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()
        server_side.on_message(lambda message: self._pass(message, page_side.send))

    def _pass(self, message: str | bytes, send: Callable[[str | bytes], None]) -> None:
        dice = self._random.random()
        if self.is_lying and b"message_posted" in _bytes(message) and dice < LOST + DOUBLED + LATE:
            self.lies += 1
            if dice < LOST:
                return
            if dice >= LOST + DOUBLED:
                self._late.append(message)  # It comes after the next one.
                return
            send(message)
        send(message)
        late, self._late = self._late, []
        for one in late:
            send(one)


def _bytes(message: str | bytes) -> bytes:
    return message if isinstance(message, bytes) else message.encode()


def test_pages_show_what_is_stored_whatever_becomes_of_what_they_are_told(
    windows: Windows, server: Desk
) -> None:
    gus, ana = windows.open("/chat"), windows.agent("ana")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    networks = [LyingNetwork(page, seed) for seed, page in enumerate((gus, ana))]
    for page in (gus, ana):
        expect(page.get_by_role("log")).to_contain_text("Ana joined the chat")
    _talk_elsewhere(server, gus, networks)
    stored = [row["body"] for row in server.rows(
        "SELECT body FROM messages WHERE kind = 'text' ORDER BY seq"
    )]  # fmt: skip
    assert stored[-1] == "The last one"
    for page in (gus, ana):
        expect(page.get_by_role("log")).to_contain_text("The last one")
        expect(page.locator("[role=log] .bubble:not(.typing)")).to_have_count(len(stored))
        assert shown(page) == stored
    assert all(network.lies > 10 for network in networks)


def _talk_elsewhere(desk: Desk, gus: Page, networks: list[LyingNetwork]) -> None:
    """Both sides write, from other devices, into the chat that the pages show."""
    phone, laptop = Person(desk.url, "/visitor"), AgentAtWork(desk.url)
    token = gus.url.rpartition("/")[2]
    phone.connect(auth={"token": token})
    (chat,) = desk.rows("SELECT id FROM chats")
    for number in range(MESSAGES):
        body = {"client_id": new_id(), "body": f"Number {number}"}
        assert phone.ask("send_message", body)["ok"]
        assert laptop.says(chat["id"], f"Answer {number}")["ok"]
        gus.wait_for_timeout(10)  # Lets Playwright pass on what has come.
    for network in networks:
        network.is_lying = False
    assert laptop.says(chat["id"], "The last one")["ok"]
    for person in (phone, laptop):
        person.leave()
