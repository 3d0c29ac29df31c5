"""An agent's whole browser stands still, as a laptop does whose lid is shut, and goes on too late.

`test_lost_chats.py` plays the same with a network that is cut.
"""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Launch, Windows
from tests.browser.test_story import ask, say
from tests.live.conftest import StartDesk

pytestmark = [pytest.mark.browser, pytest.mark.server]

# Pressed in the first moment in which the browser lives again: time has jumped.
SEND_ON_WAKING = """() => {
  let last = Date.now();
  const timer = setInterval(() => {
    const hasSlept = Date.now() - last > 15_000;
    last = Date.now();
    if (!hasSlept) return;
    clearInterval(timer);
    document.querySelector('.composer [type=submit]').click();
  }, 50);
}"""


def descendants(pid: int) -> set[int]:
    """The processes that this one has started, and theirs."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # It has ended meanwhile.
            continue
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        new = children.get(waiting.pop(), [])
        found.update(new)
        waiting += new
    return found


def test_what_a_frozen_browser_says_too_late_reaches_nobody(
    launch: Launch, chromium: Browser, start_desk: StartDesk
) -> None:
    desk = start_desk(rate_limits="off", agent_grace_seconds="1")
    near, others = Windows(chromium, desk), descendants(os.getpid())
    gus = near.open("/chat")
    ask(gus)
    others |= descendants(os.getpid())
    far = launch()
    ana = Windows(far, desk).agent("ana")
    frozen = descendants(os.getpid()) - others
    expect(ana.locator(".qitem", has_text="Gus Vermeer")).to_be_visible()
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    ana.get_by_placeholder("Reply to Gus").fill("CANARY: said too late")
    ana.evaluate(SEND_ON_WAKING)
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        notice = gus.get_by_role("main").locator(".callout")
        expect(notice).to_contain_text("back in the queue", timeout=60_000)
        bea = near.agent("bea")
        bea.locator(".qitem", has_text="Returned").click()
        bea.keyboard.press("c")
        expect(gus.get_by_role("log")).to_contain_text("Bea joined the chat")
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
    expect(ana.get_by_text("Bea has this chat. You can read what you had.")).to_be_visible()
    expect(ana.locator(".pane__kept")).to_have_text("CANARY: said too late")
    bea.get_by_placeholder("Reply to Gus").click()
    say(bea, "I am here now")
    expect(gus.get_by_role("log")).to_contain_text("I am here now")
    expect(gus.get_by_text("CANARY")).to_have_count(0)
    expect(bea.get_by_text("CANARY")).to_have_count(0)
    far.close()
    near.close_all()
    assert near.faults == []
