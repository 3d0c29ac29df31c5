"""The day of an agent by keys alone: no pointer is touched from signing in to the next chat."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.browser.test_pictures import BRING, DROP, picture
from tests.factories import PASSWORD
from tests.live.conftest import People, people  # noqa: F401 - a fixture
from tests.live.people import Guest

pytestmark = [pytest.mark.browser, pytest.mark.server]

Shot = Callable[[Page, str], None]

COUNT_POINTERS = """
for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'mousemove', 'touchstart', 'wheel'])
  addEventListener(kind, () => { window.pointers = (window.pointers ?? 0) + 1; }, true);
"""
# A slow press must not come after the five seconds in which it counts.
STRETCH_UNDO = """() => {
  window.inTime = setTimeout;
  window.setTimeout = (act, ms) => window.inTime(act, ms === 5_000 ? 600_000 : ms);
}"""
SAVE = """async (reply) => {
  const { csrf_token } = JSON.parse(document.getElementById('page-state').textContent);
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': csrf_token };
  const body = JSON.stringify(reply);
  return (await fetch('/console/api/replies', { method: 'POST', headers, body })).status;
}"""


def save_reply(page: Page, shortcut: str, text: str) -> None:
    """Before the day begins: there is a saved reply."""
    reply = {"shortcut": shortcut, "title": shortcut.title(), "text": text}
    assert page.evaluate(SAVE, reply) == 201


def sign_in_by_keys(windows: Windows, first_name: str) -> Page:
    page = windows.open("/login?next=/console")
    page.context.add_init_script(COUNT_POINTERS)
    page.locator("[name=username]").focus()
    page.keyboard.type(f"{first_name}@desk.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".me__btn").wait_for()
    return page


def field(page: Page) -> Locator:
    """The message field, once it has the focus."""
    focused = page.locator("textarea:focus")
    focused.wait_for()
    return focused


def claim(page: Page, name: str) -> Locator:
    page.locator(".qitem", has_text=name).wait_for()
    page.keyboard.press("c")
    expect(page.locator(".pane__title h2")).to_have_text(name)
    return field(page)


def test_a_day_without_a_pointer(
    windows: Windows,
    people: type[People],  # noqa: F811
    shot: Shot,
) -> None:
    bea, sam = people.agent("bea"), people.agent("sam")
    guests = [people.guest(name) for name in ("Gus", "Vera", "Finn", "Nell")]
    gus, vera, finn, nell = guests
    ana = sign_in_by_keys(windows, "ana")
    save_reply(ana, "hello", "Hi {name}, I am {agent}.")
    save_reply(ana, "ticket", "This is ticket {number} now.")
    ana.keyboard.press("Shift+A")
    expect(ana.locator(".me__btn")).to_contain_text("Available")

    claim(ana, "Gus")
    ana.keyboard.type("Which browser do you use?")
    ana.keyboard.press("Enter")
    insert_replies(ana, gus)
    leave_a_note(ana)
    paste_a_picture(ana, gus)
    be_told_of_a_newer_note(ana, lambda: sam.says(gus.chat_id, "He called", kind="note"), gus)
    ana.keyboard.press("Escape")
    shot(ana, "console-keys-chat")

    ana.keyboard.press("k")
    expect(ana.get_by_role("textbox", name="Title")).to_have_value(
        "English - I cannot log in to my account, can you help me please"
    )
    ana.keyboard.press("Control+Enter")
    claim(ana, "Vera")
    ana.keyboard.press("Escape")
    ana.keyboard.press("t")
    expect(ana.get_by_role("radio", name="Bea")).to_be_focused()
    ana.keyboard.press("Enter")
    claim(ana, "Finn")
    end_and_take_it_back(ana)
    expect(ana.locator(".citem", has_text="Gus")).to_contain_text("Ended")
    assert gus.hears("chat_changed", such=lambda one: one["chat"]["state"] == "closed")
    bea.hears("chat_changed", such=lambda one: one["chat"]["id"] == vera.chat_id)
    finn.hears("chat_changed", such=lambda one: one["chat"]["state"] == "closed")

    ana.keyboard.press("e")  # Off the desk, and on to the next.
    expect(ana.locator(".citem", has_text="Finn")).to_have_count(0)
    claim(ana, "Nell")
    assert ana.evaluate("window.pointers ?? 0") == 0
    ana.keyboard.press("Escape")
    ana.keyboard.press("e")
    expect(ana.get_by_role("button", name="Undo")).to_be_visible()
    ana.goto("/console/tickets")  # Whoever leaves the page has decided.
    nell.hears("chat_changed", such=lambda one: one["chat"]["state"] == "closed")


def insert_replies(page: Page, guest: Guest) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.type("hello")
    page.keyboard.press("Control+Enter")
    guest.hears("message_posted", such=lambda one: one["message"]["body"] == "Hi Gus, I am Ana.")
    # A variable without a value is inserted as it stands, and holds the reply back.
    field(page).press("/")
    page.keyboard.type("ticket")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".picker").get_by_role("alert")).to_contain_text("{number} has no value")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("This is ticket {number} now.")
    page.keyboard.press("Enter")
    expect(page.locator(".composer").get_by_role("alert")).to_contain_text("is not filled in")
    assert not any(
        "{number}" in one["message"]["body"] for one in guest.all_heard("message_posted")
    )
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")


def leave_a_note(page: Page) -> None:
    page.keyboard.press("Control+Shift+.")
    expect(page.locator(".composer--note")).to_be_visible()
    page.keyboard.type("CANARY for the team")
    page.keyboard.press("Enter")
    expect(page.locator(".msg--note")).to_contain_text("CANARY")
    page.keyboard.press("Control+Shift+.")


def paste_a_picture(page: Page, guest: Guest) -> None:
    page.locator(".composer").evaluate(BRING, ["paste", list(picture()), "cart.png"])
    expect(page.locator(".composer .file progress")).to_have_count(0)
    # Beside the field the browser would leave the console to show what is dropped.
    page.get_by_role("log").evaluate(DROP, [list(picture("navy")), "beside.png"])
    expect(page.locator(".composer .file")).to_have_count(2)
    page.get_by_role("button", name="Remove beside.png").press("Enter")
    expect(page.locator(".composer .file")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    field(page).press("Enter")
    heard = guest.hears("message_posted", such=lambda one: bool(one["message"]["attachments"]))
    assert heard["message"]["attachments"][0]["name"] == "cart.png"


def be_told_of_a_newer_note(page: Page, note: Callable[[], object], guest: Guest) -> None:
    page.keyboard.type("I will look into it")
    note()
    expect(page.locator(".msg--note")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator(".composer").get_by_role("alert")).to_contain_text(
        "Sam left a note meanwhile: “He called”"
    )
    page.keyboard.press("Enter")
    guest.hears("message_posted", such=lambda one: one["message"]["body"] == "I will look into it")


def end_and_take_it_back(page: Page) -> None:
    page.keyboard.press("Escape")
    page.evaluate(STRETCH_UNDO)
    page.keyboard.press("e")
    undo = page.locator(".pane__notice").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    page.keyboard.press("Control+z")
    expect(undo).to_have_count(0)
    page.evaluate("() => { window.setTimeout = window.inTime; }")
    page.keyboard.press("e")
    expect(page.locator(".pane__notice")).to_contain_text("The chat was ended.")


def test_keys_and_drafts_follow_an_agent_to_another_browser(
    windows: Windows,
    people: type[People],  # noqa: F811
    shot: Shot,
) -> None:
    gus, vera = people.guest("Gus"), people.guest("Vera")
    ana = windows.agent("ana")
    ana.keyboard.press("?")
    ana.get_by_role("button", name="Change keys").click()
    ana.get_by_role("button", name="Change Claim next: C").click()
    ana.keyboard.press("r")
    expect(ana.get_by_role("alert").filter(has_text="taken by “Write a reply”")).to_be_visible()
    with ana.expect_response("**/console/api/settings"):
        ana.keyboard.press("j")
    assert violations(ana) == []
    shot(ana, "console-keys-change")
    ana.keyboard.press("Escape")
    ana.keyboard.press("j")
    expect(ana.locator(".pane__title h2")).to_have_text("Gus")
    field(ana)
    # It may be saved more than once while somebody types slowly.
    with ana.expect_response(lambda one: "Half an ans" in (one.request.post_data or "")):
        ana.keyboard.type("Half an ans")

    other = windows.sign_in("ana@desk.example", "/console")
    other.locator(".qitem", has_text="Vera").wait_for()
    other.keyboard.press("c")
    other.keyboard.press("j")
    expect(other.locator(".pane__title h2")).to_have_text("Vera")
    field(other)
    other.keyboard.press("Escape")
    expect(other.locator(".citem", has_text="Gus")).to_contain_text("Draft: Half an ans")
    other.keyboard.press("s")
    expect(other.locator(".pane")).to_have_count(2)
    expect(other.locator(f'[data-chat="{gus.chat_id}"] textarea')).to_have_value("Half an ans")
    assert violations(other) == []
    assert sideways_scroll(other) == 0
    shot(other, "console-side-by-side")
    other.keyboard.press("Control+k")
    other.keyboard.type("gus")
    expect(other.get_by_role("option", name="Gus")).to_be_visible()
    assert violations(other) == []
    other.keyboard.press("Enter")
    expect(other.locator(f'[data-chat="{gus.chat_id}"]')).to_have_attribute("data-active", "")
    other.keyboard.press("r")
    expect(field(other)).to_have_value("Half an ans")
    other.keyboard.type("wer")
    other.keyboard.press("Enter")
    gus.hears("message_posted", such=lambda one: one["message"]["body"] == "Half an answer")

    # A press on a reply must not close the list before it is chosen, nor hold the focus back.
    save_reply(other, "bye", "Bye {name}.")
    here = other.locator(f'[data-chat="{gus.chat_id}"]')
    here.get_by_role("button", name="Saved replies").click()
    other.get_by_role("option", name="Bye").click()
    expect(field(other)).to_have_value("Bye Gus.")
    here.get_by_role("button", name="Saved replies").click()
    other.locator(".citem", has_text="Vera").click()
    expect(other.locator(".picker")).to_have_count(0)
    expect(other.locator(".citem", has_text="Vera")).to_be_focused()
    assert vera.connected


def test_a_dialog_asked_for_right_after_another_was_left_stays_open(windows: Windows) -> None:
    """The browser tells of the first one's end when the next has been asked for already."""
    ana = windows.agent("ana")
    left_and_pressed = """(key) => {
      document.querySelector('dialog[open]').close();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }"""
    ana.keyboard.press("?")
    for _ in range(3):
        expect(ana.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        ana.evaluate(left_and_pressed, "?")
    expect(ana.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("dialog")).to_have_count(0)
    ana.keyboard.press("?")
    expect(ana.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
