"""The main job as people see it: a visitor and two agents in Chromium, from question to rating."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]

QUESTION = "My cart becomes empty when I use my points. It has happened three times since Monday."
Shot = Callable[[Page, str], None]


def ask(page: Page, question: str = QUESTION, name: str = "Gus Vermeer") -> None:
    """Fill in the form of the member guide and send it."""
    page.get_by_label("What is your name?").fill(name)
    page.get_by_label("Email address").fill("gus@example.com")
    page.get_by_label("How can we help?").fill(question)
    page.get_by_role("button", name="Start chat").click()


def say(page: Page, words: str) -> None:
    page.keyboard.type(words)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_from_question_to_rating(windows: Windows, shot: Shot, width: int, dark: bool) -> None:
    look = f"{width}-{'dark' if dark else 'light'}"
    gus = windows.open("/chat", width=width, dark=dark)
    shot(gus, f"form-{look}")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    shot(gus, f"waiting-{look}")

    ana, bea = windows.agent("ana", dark=dark), windows.agent("bea")
    expect(bea.get_by_text("Gus Vermeer")).to_be_visible()
    shot(ana, f"console-queue-{look}")
    ana.keyboard.press("c")
    expect(ana.get_by_role("log")).to_contain_text("My cart becomes empty")
    expect(bea.get_by_text("Nobody is waiting")).to_be_visible()
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")

    ana.get_by_placeholder("Reply to Gus").click()
    say(ana, "Which browser do you use?")
    expect(gus.get_by_role("log")).to_contain_text("Which browser do you use?")
    gus.get_by_label("Write a message").click()
    gus.keyboard.type("Safari on my")
    expect(ana.locator(".typing").first).to_be_visible()
    say(gus, " iPad")
    expect(ana.get_by_role("log")).to_contain_text("Safari on my iPad")
    shot(gus, f"chat-{look}")

    ana.get_by_role("tab", name="Internal note").click()
    ana.get_by_placeholder("Write a note for the team").click()
    say(ana, "CANARY: same as the points issue")
    expect(ana.locator(".msg--note")).to_contain_text("CANARY")
    shot(ana, f"console-{look}")

    ana.get_by_role("button", name="Transfer chat").click()
    ana.get_by_role("radio", name=re.compile("^Bea")).check()
    shot(ana, f"transfer-{look}")
    ana.get_by_role("dialog").get_by_role("button", name=re.compile("^Transfer")).click()
    expect(bea.locator(".citem", has_text="Gus Vermeer")).to_be_visible()
    bea.locator(".citem", has_text="Gus Vermeer").click()
    expect(bea.get_by_role("log")).to_contain_text("CANARY")
    expect(gus.get_by_role("log")).to_contain_text("Ana handed the chat to Bea")

    gus.reload()
    expect(gus.get_by_role("log")).to_contain_text("Which browser do you use?")
    bea.reload()
    bea.locator(".citem", has_text="Gus Vermeer").click()
    bea.get_by_role("button", name="Convert to ticket").click()
    shot(bea, f"convert-{look}")
    bea.get_by_role("button", name="Create ticket and end chat").click()
    expect(gus.get_by_role("heading", name="This chat has ended")).to_be_visible()
    shot(gus, f"ended-{look}")
    gus.get_by_role("radio", name="Very good").check()
    gus.get_by_role("button", name="Send rating").click()
    expect(gus.get_by_text("Thank you for your rating")).to_be_visible()
    assert "CANARY" not in gus.content()

    gus.goto(gus.get_by_role("link", name="Open the issue").get_attribute("href") or "")
    expect(gus.get_by_role("main")).to_contain_text("Safari on my iPad")
    assert "/issues/private/" in gus.url
    assert "CANARY" not in gus.content()


def test_a_member_is_asked_for_feedback_and_answers(windows: Windows) -> None:
    maya = windows.sign_in("maya", "/chat")
    expect(maya.get_by_text("Maya", exact=False).first).to_be_visible()
    maya.get_by_label("How can we help?").fill(QUESTION)
    maya.get_by_role("button", name="Start chat").click()
    expect(maya.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    ana.get_by_role("button", name="Convert to ticket").click()
    ana.get_by_label("Status").select_option(label="Awaiting Feedback")
    ana.get_by_role("button", name="Create ticket and end chat").click()
    maya.get_by_role("link", name="Open the issue").click()
    maya.wait_for_url("**/issues/IT-1001")
    expect(maya.get_by_role("main")).to_contain_text("Awaiting Feedback")
    maya.get_by_label("Your answer").fill("It is Safari 18.")
    maya.get_by_role("button", name="Send answer").click()
    expect(maya.get_by_role("main")).to_contain_text("It is Safari 18.")
    maya.goto("/issues?status=open")
    expect(maya.get_by_role("main")).to_contain_text("My cart becomes empty")


def test_a_question_in_norwegian_becomes_a_prefilled_issue(windows: Windows, shot: Shot) -> None:
    question = "Jeg får ikke til å behandle bestillingen min, kan dere hjelpe meg?"
    kari = windows.open("/chat")
    ask(kari, question, "Kari Nordmann")
    kari.wait_for_url("**/chat/redirect/*")
    expect(kari.locator("[lang=nb]").first).to_contain_text("engelsk")
    expect(kari.locator("[name=title]")).to_have_value(re.compile("^Norsk - Jeg får ikke til"))
    expect(kari.locator("[name=description]")).to_have_value(question)
    shot(kari, "redirect-1440-light")
    kari.get_by_role("button", name=re.compile("^Send")).click()
    kari.wait_for_url("**/issues/private/*")
    expect(kari.get_by_role("main")).to_contain_text("IT-1001")
    ana = windows.agent("ana")
    expect(ana.get_by_text("Nobody is waiting")).to_be_visible()


def test_everybody_goes_on_after_the_server_was_killed(windows: Windows, server) -> None:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    server.kill()
    gus.get_by_label("Write a message").fill("Are you still there?")
    gus.keyboard.press("Enter")
    expect(gus.locator(".msg--pending")).to_be_visible()
    server.start()
    expect(ana.get_by_role("log")).to_contain_text("Are you still there?")
    expect(gus.locator(".msg--pending")).to_have_count(0)
    expect(gus.get_by_text("Are you still there?")).to_have_count(1)
