"""How much a visitor's browser has to fetch, everything included, nothing in its cache."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.test_story import QUESTION

pytestmark = [pytest.mark.browser, pytest.mark.server]

KILOBYTE = 1024
FORM_PAGE = 100 * KILOBYTE
CHAT_PAGE = 180 * KILOBYTE


class Scales:
    """Weighs all that a page fetches from now on, as it goes over the wire."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])


def test_the_form_and_the_chat_page_are_light(windows: Windows) -> None:
    for language in ("en", "ja"):  # Japanese words are the heaviest.
        page = windows.open("/healthz")
        form = Scales(page)
        page.goto(f"/chat?lang={language}", wait_until="networkidle")
        form_bytes = form.bytes
        assert 0 < form_bytes < FORM_PAGE, language
        for name, text in (("name", "Gus"), ("email", "gus@example.com"), ("question", QUESTION)):
            page.fill(f"[name={name}]", text)
        page.locator("form[action='/chat'] [type=submit]").first.click()
        expect(page.locator(".ring")).to_be_visible()
        chat = Scales(page)
        page.reload(wait_until="load")
        expect(page.locator(".ring")).to_be_visible()
        page.evaluate("document.fonts.ready")
        assert 0 < chat.bytes < CHAT_PAGE, (language, chat.bytes)
        weights = (
            f"form page {form_bytes / KILOBYTE:.0f} KB, chat page {chat.bytes / KILOBYTE:.0f} KB"
        )
        print(f"{language}: {weights}")
