"""The visitor's side of a conversation: receipts, the field, many messages, focus, a lost agent."""

import base64
import json
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.rules import LEASE_SECONDS
from tests.browser.axe import violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask, say
from tests.live.desk import Desk
from tests.live.people import AgentAtWork

pytestmark = [pytest.mark.browser, pytest.mark.server]

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MANY = 230
# A text that the server refuses, as an older page might have left it on this device.
SHELVE_TOO_LONG = """(chat_id) => {
  const entry = {
    client_id: 'too-long', chat_id, kind: 'text', body: 'x'.repeat(4500), attachments: [],
    created_at: 1, state: 'pending', is_late: false, error: null,
  };
  localStorage.setItem(`livedesk:outbox:${chat_id}:too-long`, JSON.stringify(entry));
}"""


@pytest.fixture
def ana(server: Desk) -> Iterator[AgentAtWork]:
    agent = AgentAtWork(server.url)
    yield agent
    agent.leave()


def meet(windows: Windows, ana: AgentAtWork, **options: int) -> tuple[Page, str]:
    """Gus on his page and the id of the chat that Ana has claimed."""
    gus = windows.open("/chat", **options)
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    expect(gus).to_have_title(re.compile("^You are next"))
    chat = ana.ask("claim_next")["chat"]
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    return gus, chat["id"]


def test_a_message_is_sent_delivered_and_read(windows: Windows, ana: AgentAtWork) -> None:
    gus, chat_id = meet(windows, ana)
    gus.get_by_label("Write a message").click()
    say(gus, "Hello")
    receipt = gus.locator(".msg--own .receipt").last
    expect(receipt).to_contain_text("Sent")
    seq = ana.hears("message_posted", such=lambda heard: heard["message"]["body"] == "Hello")
    told = {"chat_id": chat_id, "seq": seq["message"]["seq"]}
    ana.ask("mark_delivered", told)
    expect(receipt).to_contain_text("Delivered")
    ana.ask("mark_read", told)
    expect(receipt).to_contain_text("Read")
    # Own messages are not read out, those of others once.
    expect(gus.get_by_role("log")).to_have_attribute("aria-live", "off")
    ana.says(chat_id, "Good morning")
    expect(gus.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_the_field_sends_on_enter_but_not_while_a_word_is_put_together(
    windows: Windows, ana: AgentAtWork
) -> None:
    gus, _ = meet(windows, ana)
    field = gus.get_by_label("Write a message")
    field.click()
    low = field.bounding_box()
    gus.keyboard.type("one")
    gus.keyboard.press("Shift+Enter")
    gus.keyboard.type("two")
    session = gus.context.new_cdp_session(gus)
    session.send(
        "Input.imeSetComposition", {"text": "変換", "selectionStart": 2, "selectionEnd": 2}
    )
    gus.keyboard.press("Enter")
    for typed in ({"isComposing": True}, {"keyCode": 229}):
        field.dispatch_event("keydown", {"key": "Enter", "bubbles": True, **typed})
    expect(gus.locator(".msg--own")).to_have_count(1)  # The question.
    session.send("Input.insertText", {"text": "変換"})
    high = field.bounding_box()
    assert low is not None
    assert high is not None
    assert high["height"] > low["height"]
    gus.keyboard.press("Enter")
    expect(gus.locator(".msg--own .bubble").last).to_contain_text("one\ntwo変換")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    field.fill("x" * 3_999 + "🙂🙂")
    expect(gus.get_by_text("1 character too many")).to_be_visible()
    gus.keyboard.press("Enter")
    expect(field).not_to_have_value("")
    gus.keyboard.press("Backspace")
    expect(gus.get_by_text("4,000 of 4,000 characters").first).to_be_visible()
    gus.keyboard.press("Enter")
    expect(field).to_have_value("")


def bubble(page: Page, words: str) -> Locator:
    return page.locator("[role=log] .bubble", has_text=re.compile(f"{words}$"))


def test_many_messages_are_walked_through_without_being_pushed(
    windows: Windows, ana: AgentAtWork
) -> None:
    gus, chat_id = meet(windows, ana)
    for number in range(MANY):
        assert ana.says(chat_id, f"line {number}")["ok"]
    newest, oldest = bubble(gus, f"line {MANY - 1}"), bubble(gus, "line 0")
    expect(newest).to_be_in_viewport()
    gus.reload()
    expect(newest).to_be_in_viewport()
    expect(oldest).to_have_count(0)
    read = bubble(gus, f"line {MANY - 199}")
    gus.get_by_role("region", name="Messages in this chat").evaluate(
        "box => { box.scrollTop = 0; }"
    )
    expect(oldest).to_be_attached()
    expect(read).to_be_in_viewport()
    expect(gus.locator(".thread__day")).to_contain_text("Today")
    ana.says(chat_id, "and one more")
    jump = gus.get_by_role("button", name="1 new message")
    expect(jump).to_be_visible()
    expect(read).to_be_in_viewport()
    expect(bubble(gus, "and one more")).not_to_be_in_viewport()
    expect(gus).to_have_title(re.compile(r"^\(1\) Ana"))
    expect(gus.locator(".thread__new")).to_have_text("New")
    jump.press("Enter")
    expect(bubble(gus, "and one more")).to_be_in_viewport()
    expect(gus.get_by_label("Write a message")).to_be_focused()
    expect(gus).to_have_title(re.compile("^Ana"))
    # A phone's keyboard comes up.
    gus.set_viewport_size({"width": 390, "height": 420})
    expect(bubble(gus, "and one more")).to_be_in_viewport()
    expect(gus.get_by_label("Write a message")).to_be_in_viewport()


def test_the_focus_is_never_lost(windows: Windows, ana: AgentAtWork) -> None:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    pictures = [{"name": f"{one}.png", "mimeType": "image/png", "buffer": PICTURE} for one in "ab"]
    gus.get_by_label("Attach a picture").set_input_files(pictures)  # type: ignore[arg-type]
    for one in "ab":
        gus.get_by_role("button", name=f"Remove {one}.png").focus()
        gus.keyboard.press("Enter")
        expect(gus.locator(".file")).to_have_count(1 if one == "a" else 0)
    expect(gus.get_by_label("Add a detail")).to_be_focused()
    chat_id = json.loads(gus.locator("#page-state").text_content() or "")["chat"]["id"]
    gus.evaluate(SHELVE_TOO_LONG, chat_id)
    gus.reload()
    not_sent = gus.get_by_role("listitem").get_by_text("Not sent")
    expect(not_sent).to_be_visible()
    gus.get_by_role("button", name="Send again").press("Enter")
    expect(gus.get_by_text("This is too long: 4,500 characters.")).to_be_visible()
    gus.get_by_role("button", name="Delete").press("Enter")
    expect(not_sent).to_have_count(0)
    expect(gus.get_by_label("Add a detail")).to_be_focused()
    gus.get_by_role("switch", name="Play a sound").focus()
    ana.ask("claim_next")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    expect(gus.get_by_role("main")).to_be_focused()
    gus.get_by_label("Write a message").fill("half a sentence")
    ana.ask("close_chat", {"chat_id": chat_id})
    expect(gus.get_by_role("heading", name="This chat has ended")).to_be_visible()
    expect(gus.get_by_text("Ana ended the chat.").first).to_be_visible()
    expect(gus.get_by_text("half a sentence")).to_be_visible()
    expect(gus.get_by_role("main")).to_be_focused()
    gus.get_by_role("radio", name="Very good").check()
    gus.get_by_role("button", name="Send rating").press("Enter")
    expect(gus.get_by_role("status").filter(has_text="Thank you")).to_be_focused()
    gus.get_by_role("button", name="Email it to me").press("Enter")
    expect(gus.get_by_text("Sent to gus@example.com")).to_be_visible()
    expect(gus.get_by_role("link", name="Download")).to_be_focused()


def test_who_loses_the_agent_is_told_and_keeps_everything(
    windows: Windows, server: Desk, ana: AgentAtWork
) -> None:
    gus, chat_id = meet(windows, ana, width=390)
    gus.get_by_label("Write a message").fill("I was just")
    ana.ask("set_presence", {"presence": "offline"})
    # As if Ana had been gone for some time: a sweep still sees the lease, and a later one its end.
    seen_at = int((time.time() - LEASE_SECONDS + 8) * 1000)
    server.rows("UPDATE accounts SET seen_at = ? WHERE presence = 'offline'", seen_at)
    notice = gus.get_by_role("main").locator(".callout")
    expect(notice).to_contain_text("Ana has lost the connection.")
    expect(gus.get_by_role("status").first).to_contain_text("Ana has lost the connection.")
    assert violations(gus) == []
    ana.ask("transfer", {"chat_id": chat_id, "to": "queue"})
    expect(notice).to_contain_text("You are back in the queue, number 1.")
    expect(gus.get_by_role("status").first).to_contain_text("You are back in the queue")
    expect(gus.get_by_label("Write a message")).to_have_value("I was just")
    expect(gus.get_by_role("log")).to_contain_text("My cart becomes empty")
    assert violations(gus) == []
