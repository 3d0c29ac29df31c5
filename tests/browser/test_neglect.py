"""A supervisor sees whose agent touches nothing, reads along, and leaves a note (R35)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask, say
from tests.live.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.server]

Shot = Callable[[Page, str], None]


def leaves_the_desk(desk: Desk, first_name: str) -> None:
    """Nothing has been touched for ten minutes, as far as the server was told."""
    with closing(sqlite3.connect(desk.data_dir / "livedesk.sqlite3", timeout=30)) as database:
        changed = database.execute(
            "UPDATE accounts SET active_at = active_at - 600000 WHERE email = ?",
            (f"{first_name}@desk.example",),
        )
        assert changed.rowcount == 1
        database.commit()


def test_a_supervisor_sees_who_gets_no_answer_and_reads_along(
    windows: Windows, server: Desk, shot: Shot
) -> None:
    gus, ana = windows.open("/chat"), windows.agent("ana")
    sam, bea = windows.agent("sam"), windows.agent("bea")
    ask(gus)
    expect(ana.locator(".qitem", has_text="Gus Vermeer")).to_be_visible()
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")

    leaves_the_desk(server, "ana")
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
