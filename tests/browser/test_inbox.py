"""The inbox and one ticket in Chromium: two of the team and a member at the same ticket."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.browser.test_portal import submit

pytestmark = [pytest.mark.browser, pytest.mark.server]


def reply_field(page: Page):
    return page.locator("form[action$='/replies'] textarea")


def test_a_ticket_is_live_for_the_team_and_nothing_typed_is_lost(windows: Windows) -> None:
    maya = windows.sign_in("maya", "/issues")
    reference = submit(maya, "English - cart empties").rpartition("/")[2]
    path = f"/console/tickets/{reference}"
    ana = windows.sign_in("ana@desk.example", path)
    bea = windows.sign_in("bea@desk.example", path)
    here, there = (one.locator("[data-part=colleagues]") for one in (ana, bea))
    expect(here).to_have_text("Bea is looking at this ticket")
    expect(there).to_have_text("Ana is looking at this ticket")
    # What Bea types is told, not shown; what Maya writes is shown, and what Ana types stays.
    reply_field(bea).fill("CANARY: I am on it")
    expect(here).to_have_text("Bea is writing in this ticket")
    expect(ana.locator("body")).not_to_contain_text("CANARY")
    reply_field(ana).fill("Which browser do you use?")
    maya.goto(f"/issues/{reference}")
    maya.get_by_label("Your answer").fill("It is Safari, by the way")
    maya.locator("form[action$='/replies'] button[type=submit]").click()
    expect(ana.get_by_text("It is Safari, by the way")).to_be_visible()
    expect(ana.get_by_text("has written.").last).to_be_visible()
    expect(reply_field(ana)).to_have_value("Which browser do you use?")
    # A note and a change of status are heard of as well, by the team alone.
    bea.get_by_label("Priority").select_option("high")
    bea.get_by_role("button", name="Save").click()
    expect(ana.locator(".said", has_text="Bea set the priority to high.")).to_be_visible()
    expect(ana.get_by_label("Priority")).to_have_value("high")
    expect(maya.locator("body")).not_to_contain_text("priority")
    bea.close()
    expect(here).to_be_empty()
    assert violations(ana) == []
    assert sideways_scroll(ana) == 0


def test_the_inbox_is_found_filtered_and_worked_on_by_keys(windows: Windows) -> None:
    ana = windows.sign_in("ana@desk.example", "/console/tickets")
    expect(ana.get_by_text("No ticket is open.")).to_be_visible()
    maya = windows.sign_in("maya", "/issues")
    submit(maya, "English - cart empties")
    submit(maya, "Norsk - handlekurven er tom")
    ana.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(ana.locator("tbody tr")).to_have_count(2)
    assert violations(ana) == []
    ana.get_by_label("Find tickets").press_sequentially("handlekurv")
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/console/tickets?q=handlekurv")
    expect(ana.locator("tbody tr")).to_have_count(1)
    ana.get_by_role("button", name="Filter").press("Enter")
    ana.get_by_role("search").get_by_label("Status", exact=True).select_option("all")
    assert violations(ana) == []
    ana.get_by_role("button", name="Show", exact=True).press("Enter")
    ana.wait_for_url("**/console/tickets?status=all&q=handlekurv")
    ana.get_by_role("link", name="Norsk - handlekurven er tom").press("Enter")
    expect(ana.get_by_role("heading", level=1)).to_have_text("Norsk - handlekurven er tom")
    ana.go_back()
    expect(ana.get_by_label("Find tickets")).to_have_value("handlekurv")
    bar = ana.get_by_role("form", name="Chosen tickets")
    expect(bar).to_be_hidden()
    ana.get_by_label("Choose all on this page").press("Space")
    expect(bar).to_contain_text("1 selected")
    bar.get_by_role("button", name="Set status").press("Enter")
    assert violations(ana) == []
    bar.locator("button[value=status]").press("Enter")
    expect(ana.get_by_text("1 ticket was set to Closed.")).to_be_visible()
    ana.get_by_role("button", name="Save as view").press("Enter")
    ana.get_by_label("Name of the view").press_sequentially("Carts")
    ana.keyboard.press("Enter")
    expect(ana.get_by_role("heading", level=1)).to_have_text("Carts")
    assert violations(ana) == []


@pytest.mark.parametrize(("width", "dark"), [(1440, True), (390, False), (320, True)])
def test_inbox_and_ticket_are_for_everybody_at_every_width(
    windows: Windows, width: int, dark: bool
) -> None:
    maya = windows.sign_in("maya", "/issues")
    reference = submit(maya).rpartition("/")[2]
    ana = windows.sign_in("ana@desk.example", "/console/tickets", width=width, dark=dark)
    for path in ("", "?q=nothing-of-it", "?language=nb&priority=high", f"/{reference}"):
        ana.goto(f"/console/tickets{path}")
        assert violations(ana) == [], path
        assert sideways_scroll(ana) == 0, path
    if width < 1280:
        ana.get_by_role("link", name="About this ticket").click()
        expect(ana.get_by_label("Assigned to")).to_be_visible()
        assert violations(ana) == []
