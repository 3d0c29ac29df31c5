"""How much a browser has to fetch, everything included, nothing in its cache."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Account
from app import create_app
from core.database import db
from core.settings import Settings
from tests.browser.conftest import Windows
from tests.browser.test_story import QUESTION
from tests.factories import make_ticket
from tests.live.desk import Desk

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


def fill(server: Desk, issues: int) -> None:
    """Gives Maya so many issues at once; the server on the same folder does not mind."""
    app = create_app(Settings(data_dir=server.data_dir))
    with app.app_context():
        [maya] = db.session.query(Account).filter_by(username="maya")
        for number in range(issues):
            make_ticket(maya, title=f"English - the cart empties when I use points, {number}")
        db.session.remove()
        db.engine.dispose()


def test_a_long_list_is_light_at_first_load(windows: Windows, server: Desk) -> None:
    fill(server, 30)
    maya = windows.sign_in("maya", "/issues")
    session = maya.context.new_cdp_session(maya)
    raw, packed = [], []
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.dataReceived", lambda event: raw.append(event["dataLength"]))
    session.on("Network.loadingFinished", lambda event: packed.append(event["encodedDataLength"]))
    maya.goto("/issues", wait_until="networkidle")
    expect(maya.locator(".issue")).to_have_count(25)
    assert 0 < sum(packed) < 100 * KILOBYTE
    assert sum(packed) < sum(raw) < 240 * KILOBYTE
