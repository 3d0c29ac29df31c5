"""A disk without room: both sides are told, keep what was typed, and go on by themselves."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.test_bad_networks import write
from tests.browser.test_story import ask
from tests.live.desk import Desk
from tests.torture import strace
from tests.torture.needed import needs_strace

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    needs_strace,
]

TOLD = "Messages cannot be stored now. What you write is kept and will be sent by itself."


def stored(desk: Desk) -> list[str]:
    rows = desk.rows("SELECT body FROM messages WHERE kind = 'text' ORDER BY seq")
    return [row["body"] for row in rows][1:]


def is_told(page: Page, *, waiting: str) -> None:
    banner = page.locator(".banner--offline")
    expect(banner).to_have_text(f"{TOLD} {waiting}")
    expect(page.get_by_role("alert").filter(has_text=TOLD)).to_have_count(1)
    expect(page.get_by_text("Waiting for connection")).to_have_count(0)


def test_messages_wait_for_room_under_a_banner_and_go_out_by_themselves(
    windows: Windows, server: Desk
) -> None:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    log = server.database.with_name(server.database.name + "-wal")
    with strace.injected(server.pid, "pwrite64", "error=ENOSPC", path=log):
        write(gus, "Write a message", "Is anybody there?")
        is_told(gus, waiting="One message waits to be sent.")
        write(ana, "Reply to Gus", "I am")
        is_told(ana, waiting="One message waits to be sent.")
        assert stored(server) == []
    for page in (gus, ana):
        expect(page.locator(".msg--pending")).to_have_count(0)
        expect(page.locator(".banner")).to_have_count(0)
    assert sorted(stored(server)) == ["I am", "Is anybody there?"]
