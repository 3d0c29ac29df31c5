"""The settings in Chromium: an admin sets up the second factor, comes back, looks around."""

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from core import clock
from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.factories import PASSWORD
from tests.live.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.server]

HOME = "/console/settings"
PAGES = ("", "/second-factor", "/replies", "/sounds", "/team", "/desk/hours", "/health", "/audit")
Shot = Callable[[Page, str], None]


def test_an_admin_sets_up_the_second_factor_and_looks_around(
    windows: Windows, server: Desk, shot: Shot
) -> None:
    with sqlite3.connect(server.data_dir / "livedesk.sqlite3") as database:
        database.execute("UPDATE accounts SET role = 'admin' WHERE name = 'Sam'")
    page = windows.sign_in("sam@desk.example", f"{HOME}/second-factor")
    totp = set_up(page, shot)
    log_in_with_code(page, totp)
    page.goto(f"{HOME}/team")
    page.get_by_label("Name", exact=True).fill("Bo Berg")
    page.get_by_label("Email address").fill("bo@desk.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("The invitation is on its way")
    page.get_by_role("link", name="Bo Berg").click()
    page.wait_for_url(f"**{HOME}/team/*")
    looks_well(page, shot, "colleague")
    for path in PAGES:
        page.goto(HOME + path)
        looks_well(page, shot, path.replace("/", "-") or "-profile")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    for path in ("/team", "/desk/languages", "/audit"):
        page.goto(HOME + path)
        looks_well(page, shot, f"{path.replace('/', '-')}-390-dark")


def set_up(page: Page, shot: Shot) -> pyotp.TOTP:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Set up the second factor").click()
    key = page.locator("code").inner_text()
    assert re.fullmatch("[A-Z2-7]{32}", key)
    looks_well(page, shot, "second-factor-square")
    totp = pyotp.TOTP(key)
    page.get_by_label("Code").fill(totp.now())
    page.get_by_role("button", name="Turn on the second factor").click()
    expect(page.locator("code")).to_have_count(10)
    looks_well(page, shot, "second-factor-codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("The second factor is on.")).to_be_visible()
    return totp


def log_in_with_code(page: Page, totp: pyotp.TOTP) -> None:
    page.context.clear_cookies()
    page.goto(f"/login?next={HOME}")
    page.fill("[name=username]", "sam@desk.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    assert violations(page) == []
    # The code of the next half minute: that of this one is used up.
    page.get_by_label("Code").fill(totp.at(clock.now() + timedelta(seconds=30)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()


def looks_well(page: Page, shot: Shot, name: str) -> None:
    shot(page, f"settings-{name}")
    assert violations(page) == [], name
    assert sideways_scroll(page) <= 0, name
    hidden = page.evaluate(
        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)"
        "(document.querySelector('.settings'))"
    )
    assert hidden <= 0, name
