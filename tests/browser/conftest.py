"""Chromium for the browser tests: every window is watched for errors and for foreign addresses."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.factories import PASSWORD
from tests.live.conftest import prepared, server, start_desk  # noqa: F401 - fixtures
from tests.live.desk import Desk

# A starved machine takes its time; this only ends a hang.
WAITS_MILLIS = 60_000
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What Chromium itself writes about a refused connection or an answer of 4xx is not our error.
CHROMIUMS_OWN = ("Failed to load resource", "WebSocket connection to", "ERR_CONNECTION_REFUSED")


Launch = Callable[[], Browser]


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Starts one more Chromium, which a test may kill."""
    found = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    assert found, "Chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAITS_MILLIS)
        yield lambda: playwright.chromium.launch(executable_path=found, args=list(SWITCHES))


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


class Windows:
    """Opens windows, each a browser of its own, and keeps account of what went wrong in them."""

    def __init__(self, chromium: Browser, desk: Desk, *, url: str | None = None) -> None:
        self._chromium, self._url = chromium, url or desk.url
        self.faults: list[str] = []

    def open(
        self, path: str = "/", *, width: int = 1440, dark: bool = False, scripts: bool = True
    ) -> Page:
        context = self._chromium.new_context(
            base_url=self._url,
            viewport={"width": width, "height": 900 if width > 600 else 844},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(WAITS_MILLIS)
        page = context.new_page()
        self._watch(page)
        page.goto(path)
        return page

    def another_tab(self, page: Page, path: str) -> Page:
        """A second tab of the same browser."""
        tab = page.context.new_page()
        self._watch(tab)
        tab.goto(path)
        return tab

    def sign_in(self, username: str, path: str, **options: object) -> Page:
        page = self.open(f"/login?next={path}", **options)  # type: ignore[arg-type]
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(self._url + path)  # The form has it in its address, too.
        return page

    def agent(self, first_name: str, **options: object) -> Page:
        """An agent at the console who has set themself to Available."""
        page = self.sign_in(f"{first_name}@desk.example", "/console", **options)
        page.locator(".me__btn").click()
        page.get_by_role("menuitemradio", name="Available").click()
        page.locator(".me__btn", has_text="Available").wait_for()
        return page

    def _watch(self, page: Page) -> None:
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", lambda request: self._note_address(request.url))

    def close_all(self) -> None:
        for context in list(self._chromium.contexts):
            context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        theirs = any(words in message.text for words in CHROMIUMS_OWN)
        if message.type in ("error", "warning") and not theirs:
            self.faults.append(f"console {message.type}: {message.text}")

    def _note_address(self, address: str) -> None:
        parts = urlsplit(address)
        own = urlsplit(self._url).port
        if parts.scheme in ("http", "https", "ws", "wss") and parts.port != own:
            self.faults.append(f"a request to another origin: {address}")


@pytest.fixture
def windows(chromium: Browser, server: Desk) -> Iterator[Windows]:  # noqa: F811 - a fixture
    opened = Windows(chromium, server)
    yield opened
    opened.close_all()
    assert opened.faults == []


@pytest.fixture
def shot(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Page, str], None]:
    """Keep a picture of a page when SHOTS names a folder, to be looked at beside the mockups."""
    folder = os.environ.get("SHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=f"{folder}/{name}.png")

    return take
