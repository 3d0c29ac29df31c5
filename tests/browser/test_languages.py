"""The member's side in other languages, in Chromium: nothing is cut off, and the switch works."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import cut_off, sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.factories import PASSWORD
from tests.live.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.server]

NARROW = 320
FOR_GUESTS = ("/", "/contact", "/login", "/password/forgotten", "/chat")
FOR_MEMBERS = ("/issues", "/issues?status=closed", "/issues/new", "/profile", "/no-such-page")
# German is the longest, Finnish and Hungarian have the longest words, Japanese has no spaces.
LONG = pytest.mark.parametrize("code", ["de", "fi", "hu", "ja"])

ENGLISH = "My cart is empty. Can you help me with my order, please?"
NORWEGIAN = "Jeg får ikke behandlet bestillingen min. Kan dere hjelpe meg? Det kommer en feil."


def in_language(page: Page, path: str, code: str) -> None:
    page.goto(path + ("&" if "?" in path else "?") + f"lang={code}")
    assert page.locator("html").get_attribute("lang") == code
    assert sideways_scroll(page) <= 0, path
    assert cut_off(page) == [], path


def signed_in(windows: Windows, username: str) -> Page:
    page = windows.sign_in(username, "/", width=NARROW)
    page.locator(".who").wait_for()
    return page


def ask(page: Page, question: str) -> None:
    page.goto("/chat")
    for name, text in (("name", "Gus"), ("email", "gus@example.com"), ("question", question)):
        page.fill(f"[name={name}]", text)
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url("**/chat/**")


@LONG
def test_pages_fit_a_narrow_phone(windows: Windows, code: str) -> None:
    page = windows.open("/", width=NARROW)
    for path in FOR_GUESTS:
        in_language(page, path, code)
    maya = signed_in(windows, "maya")
    for path in FOR_MEMBERS:
        in_language(maya, path, code)
    in_language(signed_in(windows, "otto"), "/issues", code)


@LONG
def test_the_chat_fits_a_narrow_phone(windows: Windows, code: str) -> None:
    page = windows.open(f"/chat?lang={code}", width=NARROW)
    ask(page, ENGLISH)
    expect(page.locator("main.waiting h1")).to_be_visible()
    assert sideways_scroll(page) <= 0
    page.locator(".chatbar__end .btn").click()
    page.locator("dialog .btn--danger").click()
    expect(page.locator("main.chatcenter h1")).to_be_visible()
    assert sideways_scroll(page) <= 0
    ask(page, NORWEGIAN)
    in_language(page, page.url.split("?")[0], code)


def test_the_switch_of_the_portal(windows: Windows) -> None:
    page = windows.open("/issues/new")
    assert "/login" in page.url
    page.get_by_role("button", name="Language: English").click()
    menu = page.get_by_role("navigation", name="Language")
    expect(menu).to_be_visible()
    assert violations(page) == []
    menu.get_by_role("link", name="Norsk").click()
    expect(page.get_by_role("heading", name="Logg inn")).to_be_visible()
    page.fill("[name=username]", "maya")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/issues/new*")
    expect(page.get_by_role("heading", name="Send inn et nytt teknisk problem")).to_be_visible()


def test_the_switch_of_the_waiting_room_keeps_what_was_typed(windows: Windows) -> None:
    page = windows.open("/chat")
    ask(page, ENGLISH)
    page.get_by_label("Add a detail while you wait").fill("It is order 4102.")
    page.get_by_role("button", name="Language").click()
    page.get_by_role("link", name="Norsk").click()
    expect(page.get_by_role("heading", name="Du er den neste")).to_be_visible()
    expect(page.get_by_label("Legg til noe mens du venter")).to_have_value("It is order 4102.")
    assert violations(page) == []


def test_a_chat_in_norwegian_words(windows: Windows) -> None:
    page = windows.open("/chat?lang=nb")
    ask(page, ENGLISH)
    ana = windows.agent("ana")
    expect(ana.get_by_text("Gus").first).to_be_visible()
    ana.keyboard.press("c")
    ana.get_by_placeholder("Reply to Gus").wait_for()
    field = page.get_by_label("Skriv en melding")
    field.fill("Hello")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".receipt").last).to_contain_text("Lest")
    ana.get_by_placeholder("Reply to Gus").click()
    ana.keyboard.type("Hi")
    expect(page.get_by_text("Ana skriver")).to_be_attached()
    page.get_by_role("button", name="Avslutt chatten").click()
    page.get_by_role("dialog").get_by_role("button", name="Avslutt chatten").click()
    expect(page.get_by_role("heading", name="Denne chatten er avsluttet")).to_be_visible()
    expect(page.get_by_text("Svært god")).to_be_visible()
    assert violations(page) == []


def test_the_switch_needs_no_script(chromium: Browser, server: Desk) -> None:
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/chat?x=1")
    page.get_by_role("button", name="Language: English").click()
    page.get_by_role("link", name="Svenska").click()
    page.wait_for_url("**/chat?x=1&lang=sv")
    assert page.locator("html").get_attribute("lang") == "sv"
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "sv"
    context.close()
