"""An agent loses the connection: the chat goes on without them, and none of their words is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask, say
from tests.live.conftest import StartDesk
from tests.ports import free_port
from tests.proxy import Proxy

pytestmark = [pytest.mark.browser, pytest.mark.server]

Shot = Callable[[Page, str], None]


@dataclass
class Network:
    """`far` windows stand behind the proxy, `near` ones do not."""

    proxy: Proxy
    near: Windows
    far: Windows


@pytest.fixture
def network(chromium: Browser, start_desk: StartDesk) -> Iterator[Network]:
    port = free_port()
    proxy = Proxy(port).start()
    desk = start_desk(
        rate_limits="off", port=str(port), public_url=proxy.url, agent_grace_seconds="1"
    )
    found = Network(proxy, Windows(chromium, desk), Windows(chromium, desk, url=proxy.url))
    yield found
    found.near.close_all()
    proxy.stop()
    assert found.near.faults + found.far.faults == []


def test_a_laptop_that_wakes_up_reads_who_has_the_chat_and_keeps_its_words(
    network: Network, shot: Shot
) -> None:
    gus, ana = network.near.open("/chat"), network.far.agent("ana")
    ask(gus)
    expect(ana.locator(".qitem", has_text="Gus Vermeer")).to_be_visible()
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    bea = network.near.agent("bea")

    network.proxy.refuses_everything = True
    network.proxy.cut()
    ana.get_by_placeholder("Reply to Gus").click()
    say(ana, "CANARY: said to nobody")
    expect(bea.locator(".qitem", has_text="Returned")).to_be_visible()
    bea.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Bea joined the chat")

    network.proxy.heal()
    expect(ana.get_by_text("Bea has this chat. You can read what you had.")).to_be_visible()
    expect(ana.locator(".pane__kept")).to_have_text("CANARY: said to nobody")
    expect(ana.get_by_placeholder("Reply to Gus")).to_have_count(0)
    shot(ana, "lost-chat")
    assert violations(ana) == []
    bea.get_by_placeholder("Reply to Gus").click()
    say(bea, "I am here now")
    expect(gus.get_by_role("log")).to_contain_text("I am here now")
    expect(gus.get_by_text("CANARY")).to_have_count(0)
