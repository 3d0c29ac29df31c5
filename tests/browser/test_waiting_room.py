"""Before, while and after waiting, as a visitor sees it; every state looked at by axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.browser.test_story import QUESTION, ask, say
from tests.live.conftest import StartDesk
from tests.live.desk import Desk
from tests.live.people import start_chat

pytestmark = [pytest.mark.browser, pytest.mark.server]

Shot = Callable[[Page, str], None]
LOOKS = [(1440, False), (390, True)]
CARD = "4111 1111 1111 1111"


def look(page: Page, shot: Shot, state: str) -> None:
    """Keep a picture of the state; nothing in it is wrong."""
    shot(page, state)
    assert violations(page) == [], state
    assert sideways_scroll(page) == 0, state


def name_of(width: int, dark: bool) -> str:
    return f"{width}-{'dark' if dark else 'light'}"


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_form_says_what_is_missing_before_anything_is_sent(
    windows: Windows, shot: Shot, width: int, dark: bool
) -> None:
    windows.agent("ana")
    gus = windows.open("/chat", width=width, dark=dark)
    expect(gus.get_by_text("The team is online.")).to_be_visible()
    look(gus, shot, f"form-{name_of(width, dark)}")
    sent: list[str] = []
    gus.on("request", lambda request: sent.append(request.method))
    gus.get_by_label("Email address").fill("gus@")
    gus.get_by_role("button", name="Start chat").click()
    expect(gus.get_by_label("What is your name?")).to_be_focused()
    for sentence in ("Enter your name", "Enter an email address like", "Enter your question"):
        expect(gus.locator(".field__error", has_text=sentence)).to_be_visible()
    assert "POST" not in sent
    look(gus, shot, f"form-errors-{name_of(width, dark)}")
    gus.get_by_label("Email address").fill("gus@example.com")
    expect(gus.locator("#email-error")).to_have_count(0)


def test_a_reload_and_a_restart_lose_nothing_that_was_typed(windows: Windows, server: Desk) -> None:
    gus = windows.open("/chat")
    gus.get_by_label("What is your name?").fill("Gus")
    gus.get_by_label("How can we help?").fill(QUESTION)
    server.kill()
    server.start()
    gus.reload()
    expect(gus.get_by_label("What is your name?")).to_have_value("Gus")
    expect(gus.get_by_label("How can we help?")).to_have_value(QUESTION)


def test_a_member_is_two_clicks_from_the_queue_and_may_be_somebody_else(
    windows: Windows, shot: Shot
) -> None:
    maya = windows.sign_in("maya", "/")
    with maya.context.expect_page() as opened:
        maya.get_by_role("main").get_by_role("link", name="Tech Support Chat").click()
    form = opened.value
    expect(form.get_by_label("Email address")).to_have_value("maya@example.com")
    form.get_by_label("How can we help?").fill(QUESTION)
    look(form, shot, "form-member")
    form.get_by_role("button", name="Not you?").click()
    expect(form.get_by_label("How can we help?")).to_have_value(QUESTION)
    expect(form.get_by_label("Email address")).to_have_value("")
    otto = windows.sign_in("otto", "/chat")
    otto.get_by_label("How can we help?").fill(QUESTION)
    otto.keyboard.press("Tab")
    otto.get_by_role("button", name="Start chat").click()
    expect(otto.get_by_role("heading", name="You are next")).to_be_visible()


def test_a_card_number_is_warned_of_before_it_is_sent(windows: Windows, shot: Shot) -> None:
    gus = windows.open("/chat")
    ask(gus, f"I paid with {CARD} and nothing has come, why is that?")
    expect(gus.get_by_role("alert").filter(has_text="card number")).to_be_visible()
    look(gus, shot, "form-card")
    gus.get_by_role("button", name="Start chat").click()
    expect(gus.get_by_text("•••• •••• •••• 1111")).to_be_visible()
    gus.get_by_label("Add a detail").fill(CARD)
    gus.keyboard.press("Enter")
    expect(gus.get_by_role("alert").filter(has_text="card number")).to_be_visible()
    look(gus, shot, "waiting-card")
    gus.keyboard.press("Enter")
    expect(gus.locator("li", has_text="•••• •••• •••• 1111")).to_be_visible()
    assert "4111" not in gus.locator("main").inner_text()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_those_who_wait_see_their_place_and_a_way_out(
    windows: Windows, server: Desk, shot: Shot, width: int, dark: bool
) -> None:
    ana = windows.agent("ana")
    for name in ("Ada", "Bo"):
        start_chat(server.url, name=name)
    gus = windows.open("/chat", width=width, dark=dark)
    ask(gus)
    expect(gus.get_by_role("heading", name="You are number 3 in the queue")).to_be_visible()
    expect(gus).to_have_title(re.compile(r"^\(3\) In the queue"))
    expect(gus.get_by_text("Rather not wait?")).to_be_visible()
    look(gus, shot, f"waiting-{name_of(width, dark)}")
    ana.locator(".me__btn").click()
    ana.get_by_role("menuitemradio", name="Away").click()
    expect(gus.get_by_role("heading", name="Nobody from the team is online")).to_be_visible()
    expect(gus.get_by_text("Rather not wait?")).to_have_count(0)
    look(gus, shot, f"waiting-offer-{name_of(width, dark)}")


def test_who_leaves_for_a_ticket_takes_everything_along_and_may_come_back(
    windows: Windows, shot: Shot
) -> None:
    gus = windows.open("/chat")
    ask(gus)
    gus.get_by_label("Add a detail").fill("It is Safari on my iPad")
    gus.keyboard.press("Enter")
    gus.get_by_label("Add a detail").fill("And this was never sent")
    gus.get_by_role("button", name="Send this as a tech issue instead").click()
    gus.wait_for_url("**/chat/redirect/*")
    expect(gus.locator("[name=description]")).to_have_value(
        f"{QUESTION}\n\nIt is Safari on my iPad\n\nAnd this was never sent"
    )
    look(gus, shot, "left")
    gus.get_by_role("link", name="Back to the queue").click()
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    expect(gus.get_by_text("And this was never sent")).to_be_visible()
    gus.get_by_role("button", name="Send this as a tech issue instead").click()
    gus.wait_for_url("**/chat/redirect/*")
    expect(gus.locator("[name=title]")).to_have_value(re.compile("^English - My cart"))
    gus.get_by_role("button", name=re.compile("^Submit|^Send")).click()
    gus.wait_for_url("**/issues/private/*")
    gus.go_back()
    gus.go_back()
    expect(gus.get_by_role("heading", name="You left the queue")).to_be_visible()
    expect(gus.get_by_role("link", name="Open the issue")).to_be_visible()


def test_a_lost_place_is_marked_and_a_return_is_stated(windows: Windows, server: Desk) -> None:
    ana = windows.agent("ana")
    first = start_chat(server.url, name="Ada")["chat"]
    expect(ana.get_by_text("Ada").first).to_be_visible()
    ana.keyboard.press("c")
    expect(ana.get_by_role("log")).to_be_visible()
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana.get_by_role("button", name="Transfer chat").click()
    ana.get_by_role("radio", name=re.compile("queue", re.IGNORECASE)).check()
    ana.get_by_role("button", name="Send to the queue").click()
    expect(gus.get_by_role("heading", name="You are number 2 in the queue")).to_be_visible()
    expect(gus.get_by_text("Somebody who was in line before you has come back.")).to_be_visible()
    server.kill()
    expect(gus.get_by_text("Updating your place in the queue")).to_be_visible()
    server.start()
    expect(gus.get_by_text("Updating your place in the queue")).to_have_count(0)
    assert first["position"] == 1


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_after_the_chat_it_can_be_kept_and_gone_on_with(
    windows: Windows, server: Desk, shot: Shot, width: int, dark: bool
) -> None:
    gus = windows.open("/chat", width=width, dark=dark)
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    ana.get_by_placeholder("Reply to Gus").click()
    say(ana, "Which browser do you use?")
    expect(gus.get_by_role("log")).to_contain_text("Which browser do you use?")
    gus.get_by_role("button", name="End chat").click()
    gus.get_by_role("dialog").get_by_role("button", name="End chat").click()
    expect(gus.get_by_role("heading", name="This chat has ended")).to_be_visible()
    gus.get_by_role("button", name="Email it to me").click()
    expect(gus.get_by_text("Sent to gus@example.com")).to_be_visible()
    look(gus, shot, f"ended-{name_of(width, dark)}")
    gus.reload()
    expect(gus.get_by_text("Sent to gus@example.com")).to_be_visible()
    with gus.expect_download() as download:
        gus.get_by_role("link", name="Download").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert QUESTION in text
    assert "Ana, Tech Support" in text
    with gus.context.expect_page() as opened:
        gus.get_by_role("link", name=re.compile("^Print")).click()
    paper = opened.value
    expect(paper.get_by_role("heading", name="Your chat")).to_be_visible()
    look(paper, shot, f"transcript-{name_of(width, dark)}")
    gus.get_by_role("link", name="Continue in a new chat").click()
    expect(gus.get_by_label("Email address")).to_have_value("gus@example.com")
    gus.get_by_label("How can we help?").fill("It is back once more, can you help me again?")
    gus.get_by_role("button", name="Start chat").click()
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_outside_the_hours_the_reader_is_told_in_the_own_time(
    chromium: object, start_desk: StartDesk, shot: Shot, width: int, dark: bool
) -> None:
    closed = start_desk(
        rate_limits="off",
        support_hours="mon-sun 00:00-00:01",
        time_zone="Pacific/Kiritimati",
        holidays="2099-12-24",
    )
    windows = Windows(chromium, closed)  # type: ignore[arg-type]
    gus = windows.open("/chat", width=width, dark=dark)
    expect(gus.get_by_role("heading", name="Live chat is closed now")).to_be_visible()
    expect(gus.locator("opening-time")).to_have_text(re.compile("^(today|tomorrow), "))
    look(gus, shot, f"closed-{name_of(width, dark)}")
    gus.get_by_label("What is your name?").fill("Gus")
    gus.get_by_label("Email address").fill("gus@example.com")
    gus.get_by_label("How can we help?").fill(QUESTION)
    gus.get_by_role("button", name="Continue to the tech issue").click()
    gus.wait_for_url("**/chat/redirect/*")
    expect(gus.locator("[name=description]")).to_have_value(QUESTION)
    expect(gus.locator("opening-time")).to_have_text(re.compile("^(today|tomorrow), "))
    look(gus, shot, f"closed-ticket-{name_of(width, dark)}")
    windows.close_all()
    assert windows.faults == []
