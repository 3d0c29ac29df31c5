"""The portal in Chromium: submitting, one issue live, the list; with scripts and without."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.axe import cut_off, sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.factories import PASSWORD
from tests.live.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.server]

KILOBYTE = 1024
Shot = Callable[[Page, str], None]
LOOKS = pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True), (320, False)])
COMES_BACK = "document.dispatchEvent(new Event('visibilitychange'))"
STEPS = "Jeg får feil når jeg trykker på «Behandle bestilling». Kan dere hjelpe meg?"


def submit(page: Page, title: str = "English - cart empties") -> str:
    """Sends a new issue; returns its address."""
    page.goto("/issues/new")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Detailed description of the issue").fill("When I apply my points.")
    page.get_by_role("button", name="Submit Tech Issue").click()
    expect(page.get_by_text("has been sent.")).to_be_visible()
    return page.url.partition("?")[0]


def answer(ana: Page, issue: str, body: str, button: str = "Send") -> None:
    ana.goto("/console/tickets/" + issue.rpartition("/")[2])
    form = ana.locator("form[action$='/replies']")
    form.locator("textarea").fill(body)
    form.get_by_role("button", name=button, exact=True).click()
    expect(ana.get_by_text(body).first).to_be_visible()


def looks_right(page: Page) -> None:
    assert violations(page) == []
    assert sideways_scroll(page) == 0
    assert cut_off(page) == []


def test_an_answer_appears_without_a_reload_and_leaves_what_is_typed_alone(
    windows: Windows,
) -> None:
    maya, ana = windows.sign_in("maya", "/issues"), windows.sign_in("ana@desk.example", "/console")
    issue = submit(maya)
    maya.goto(issue)
    field = maya.get_by_label("Your answer")
    field.fill("I was just about to")
    answer(ana, issue, "Which browser do you use?", "Send and ask for feedback")
    expect(maya.get_by_text("Which browser do you use?")).to_be_visible()
    expect(maya.get_by_text("Tech Support needs an answer from you.")).to_be_visible()
    expect(maya.locator(".titleblock .badge--attention")).to_have_text("Awaiting Feedback")
    expect(maya.get_by_role("status").first).to_have_text(
        "Ana from Tech Support asked you for information."
    )
    expect(maya).to_have_title(re.compile("^Awaiting Feedback"))
    expect(field).to_be_focused()
    expect(field).to_have_value("I was just about to")
    looks_right(maya)
    maya.goto("/issues")
    expect(maya.locator(".issue__new")).to_have_count(0)


def test_who_writes_while_the_issue_is_closed_keeps_the_words_and_opens_it_again(
    windows: Windows,
) -> None:
    maya, ana = windows.sign_in("maya", "/issues"), windows.sign_in("ana@desk.example", "/console")
    issue = submit(maya)
    maya.goto(issue)
    maya.get_by_label("Your answer").fill("One more thing")
    answer(ana, issue, "Solved.", "Send and close")
    expect(maya.locator(".entry--event", has_text="closed this issue")).to_be_visible()
    expect(maya.get_by_role("button", name="Close this issue")).to_have_count(0)
    maya.get_by_role("button", name="Send answer").click()
    expect(maya.get_by_text("Open it again to answer")).to_be_visible()
    looks_right(maya)
    maya.get_by_role("button", name="Open this issue again").click()
    expect(maya.get_by_text("You opened this issue again.")).to_be_visible()
    expect(maya.locator(".said", has_text="One more thing")).to_be_visible()


def test_a_page_that_nobody_looks_at_counts_its_news_and_is_not_read(windows: Windows) -> None:
    maya, ana = windows.sign_in("maya", "/issues"), windows.sign_in("ana@desk.example", "/console")
    issue = submit(maya)
    maya.goto("about:blank")  # The page that has sent it has a connection of its own.
    with maya.expect_websocket() as opened:
        maya.goto(issue)
    hide = "Object.defineProperty(document, 'visibilityState', {value: 'hidden', writable: true})"
    maya.evaluate(hide)
    answer(ana, issue, "Which browser do you use?")
    expect(maya).to_have_title(re.compile(r"^\(1\) "))
    expect(maya.get_by_text("Which browser do you use?")).to_be_visible()
    other = windows.another_tab(maya, "/issues")
    expect(other.locator(".issue__new")).to_have_count(1)
    maya.evaluate("document.visibilityState = 'visible'")
    with opened.value.expect_event("framereceived", is_answer):
        maya.evaluate(COMES_BACK)
    expect(maya).not_to_have_title(re.compile(r"^\(1\) "))
    other.reload()
    expect(other.locator(".issue__new")).to_have_count(0)


def test_without_a_live_connection_the_page_looks_for_itself(windows: Windows) -> None:
    maya, ana = windows.sign_in("maya", "/issues"), windows.sign_in("ana@desk.example", "/console")
    issue = submit(maya)
    maya.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    maya.clock.install()
    maya.goto(issue)
    expect(maya.get_by_text("This page looks for news every 30 seconds.")).to_be_visible()
    looks_right(maya)
    maya.clock.pause_at(datetime.now(UTC) + timedelta(minutes=5))
    read = maya.locator("live-issue").get_attribute("data-entry")
    answer(ana, issue, "Which browser do you use?")
    expect(maya.get_by_text("Which browser do you use?")).to_have_count(0)
    # Half a minute later, or whenever somebody comes back to the page.
    with maya.expect_request_finished(lambda request: marks_news(request, str(read))):
        maya.evaluate(COMES_BACK)
    expect(maya.get_by_text("Which browser do you use?")).to_be_visible()
    expect(windows.another_tab(maya, "/issues").locator(".issue__new")).to_have_count(0)


def is_answer(frame: str | bytes) -> bool:
    return isinstance(frame, str) and frame.startswith("43")


def marks_news(request: Request, read: str) -> bool:
    """It tells the server that more has been read than these entries."""
    said = request.post_data or ""
    return request.url.endswith("/reading") and f"entry={read}" not in said.split("&")


def test_signing_out_elsewhere_ends_the_page_and_says_so(windows: Windows) -> None:
    maya = windows.sign_in("maya", "/issues")
    issue = submit(maya)
    maya.goto(issue)
    other = windows.another_tab(maya, "/")
    other.get_by_role("button", name="Account menu").click()
    other.get_by_role("button", name="Log out").click()
    expect(maya.get_by_text("This page cannot show news any more.")).to_be_visible()
    maya.get_by_role("link", name="Load the page again").click()
    expect(maya.get_by_role("heading", name="Log in")).to_be_visible()


def test_the_language_of_the_text_is_written_before_the_title(windows: Windows) -> None:
    maya = windows.sign_in("maya", "/issues/new")
    title = maya.get_by_label("Title", exact=True)
    title.fill("kan ikke behandle bestilling")
    expect(maya.get_by_text("does not begin with a language yet")).to_be_visible()
    maya.get_by_label("Detailed description of the issue").fill(STEPS)
    expect(title).to_have_value("Norsk - kan ikke behandle bestilling")
    expect(maya.get_by_role("button", name="Norsk")).to_have_attribute("aria-pressed", "true")
    expect(maya.get_by_text("does not begin with a language yet")).to_have_count(0)
    maya.get_by_role("button", name="Svenska").click()
    expect(title).to_have_value("Svenska - kan ikke behandle bestilling")
    maya.get_by_label("More languages").select_option("Íslenska")
    expect(title).to_have_value("Íslenska - kan ikke behandle bestilling")
    # Whoever takes it away is told, and not corrected again.
    title.fill("kan ikke behandle bestilling")
    maya.keyboard.press("Tab")
    expect(maya.get_by_text("does not begin with a language yet")).to_be_visible()
    maya.get_by_role("button", name="Submit Tech Issue").click()
    expect(maya.get_by_role("heading", name="kan ikke behandle bestilling")).to_be_visible()


def test_a_draft_survives_a_reload_and_a_lost_sign_in_and_is_gone_once_sent(
    windows: Windows,
) -> None:
    maya = windows.sign_in("maya", "/issues/new")
    maya.get_by_label("Title", exact=True).fill("English - draft")
    maya.get_by_label("Detailed description of the issue").fill("Kept until it is sent.")
    maya.reload()
    expect(maya.get_by_label("Title", exact=True)).to_have_value("English - draft")
    maya.context.clear_cookies()
    maya.get_by_role("button", name="Submit Tech Issue").click()
    expect(maya.get_by_role("heading", name="You were logged out")).to_be_visible()
    expect(maya.get_by_label("Title", exact=True)).to_have_value("English - draft")
    looks_right(maya)
    with maya.context.expect_page() as opened:
        maya.locator("main").get_by_role("link", name="Log in").click()
    tab = opened.value
    tab.fill("[name=username]", "maya")
    tab.fill("[name=password]", PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(maya.url.partition("?")[0])
    expect(tab.get_by_label("Title", exact=True)).to_have_value("English - draft")
    tab.get_by_role("button", name="Submit Tech Issue").click()
    expect(tab.get_by_text("has been sent.")).to_be_visible()
    tab.wait_for_load_state()
    tab.goto("/issues/new")
    expect(tab.get_by_label("Title", exact=True)).to_have_value("")


def test_on_a_shared_device_nobody_sees_the_draft_of_somebody_else(windows: Windows) -> None:
    page = windows.sign_in("maya", "/chat")
    question = page.get_by_label("How can we help?")
    question.fill("My secret question")
    page.context.clear_cookies()  # Her login runs out, and Otto sits down.
    sign_in_here(page, "otto")
    expect(question).to_have_value("")
    page.context.clear_cookies()
    sign_in_here(page, "maya")
    expect(question).to_have_value("My secret question")
    page.goto("/")
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    sign_in_here(page, "maya")
    expect(question).to_have_value("")


def sign_in_here(page: Page, username: str) -> None:
    page.goto("/login?next=/chat")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"//[^/]+/chat$"))


def test_two_presses_send_one_issue(windows: Windows) -> None:
    maya = windows.sign_in("maya", "/issues/new")
    maya.get_by_label("Title", exact=True).fill("English - once")
    maya.get_by_label("Detailed description of the issue").fill("Pressed twice.")
    maya.get_by_role("button", name="Submit Tech Issue").dblclick()
    expect(maya.get_by_text("has been sent.")).to_be_visible()
    maya.goto("/issues")
    expect(maya.locator(".issue")).to_have_count(1)


@LOOKS
def test_every_page_in_every_size(windows: Windows, shot: Shot, width: int, dark: bool) -> None:
    maya = windows.sign_in("maya", "/issues", width=width, dark=dark)
    ana = windows.sign_in("ana@desk.example", "/console")
    name = f"{width}-{'dark' if dark else 'light'}"
    looks_right(maya)  # With no issue at all.
    asked, closed = submit(maya), submit(maya, "English - solved")
    submit(maya, "English - " + "averylongwordwithoutanyend" * 4)
    looks_right(maya)
    answer(
        ana, asked, "Which browser do you use for https://" + "x" * 150, "Send and ask for feedback"
    )
    answer(ana, closed, "Done.", "Send and close")
    pages = {
        "home": "/",
        "contact": "/contact",
        "issues": "/issues",
        "found": "/issues?q=english",
        "none-found": "/issues?q=zzz",
        "submit": "/issues/new",
        "asked": asked,
        "closed": closed,
    }
    for state, path in pages.items():
        maya.goto(path)
        shot(maya, f"portal-{state}-{name}")
        looks_right(maya)
    maya.goto("/issues/new")
    maya.get_by_role("button", name="Submit Tech Issue").click()
    expect(maya.locator(".error-summary")).to_be_focused()
    looks_right(maya)
    otto = windows.sign_in("otto", "/issues", width=width, dark=dark)
    expect(otto.get_by_role("heading", name="opens at Silver rank")).to_be_visible()
    looks_right(otto)


def test_all_of_it_works_without_scripts(windows: Windows, server: Desk) -> None:
    maya = windows.sign_in("maya", "/issues/new", scripts=False, width=320)
    expect(maya.locator(".prefix")).to_be_hidden()
    assert cut_off(maya) == []
    maya.get_by_label("Title", exact=True).fill("kan ikke behandle bestilling")
    maya.get_by_label("Language of the title").select_option("Norsk")
    maya.get_by_label("Detailed description of the issue").fill(STEPS)
    maya.get_by_role("button", name="Submit Tech Issue").click()
    expect(maya.get_by_role("heading", name="Norsk - kan ikke behandle bestilling")).to_be_visible()
    ana = windows.sign_in("ana@desk.example", "/console")
    answer(ana, maya.url.partition("?")[0], "Which browser?", "Send and ask for feedback")
    maya.goto("/issues")
    expect(maya.locator(".issue__new")).to_have_count(1)
    maya.get_by_label("Search my issues").fill("browser")
    maya.keyboard.press("Enter")
    maya.wait_for_url("**/issues?*q=browser*")
    maya.get_by_role("link", name="Answer IT").click()
    maya.wait_for_url(re.compile(r"/issues/IT-\d+"))
    assert cut_off(maya) == []
    maya.get_by_label("Your answer").fill("Safari.")
    maya.get_by_role("button", name="Send answer").click()
    expect(maya.get_by_text("You answered, so the issue is open again.")).to_be_visible()
    maya.get_by_role("button", name="Close this issue").click()
    expect(maya.get_by_text("You closed this issue.")).to_be_visible()
    maya.get_by_role("button", name="Open this issue again").click()
    expect(maya.get_by_text("You opened this issue again.")).to_be_visible()
    maya.goto("/issues")
    expect(maya.locator(".issue__new")).to_have_count(0)
