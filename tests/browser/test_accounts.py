"""A forgotten password, the profile, and a sign-in in between, as members see them in Chromium."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.factories import PASSWORD
from tests.live.desk import Desk
from tests.mail_sink import Sink, sink

pytestmark = [pytest.mark.browser, pytest.mark.server]

NEW = "four wet lemons sing"
Shot = Callable[[Page, str], None]
SIZES = pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])


@pytest.fixture
def mail() -> Iterator[Sink]:
    with sink() as one:
        yield one


@pytest.fixture
def server(start_desk: Callable[..., Desk], mail: Sink) -> Desk:
    return start_desk(rate_limits="off", smtp_url=mail.url)


class Look:
    """Each page is looked at once: nothing for axe to find, and no scrolling sideways."""

    def __init__(self, shot: Shot, name: str) -> None:
        self._shot, self._name = shot, name

    def __call__(self, page: Page, name: str) -> None:
        self._shot(page, f"{name}-{self._name}")
        assert violations(page) == []
        assert sideways_scroll(page) <= 0


@SIZES
def test_a_forgotten_password_is_replaced_by_mail(
    windows: Windows, mail: Sink, shot: Shot, width: int, dark: bool
) -> None:
    look = Look(shot, f"{width}-{'dark' if dark else 'light'}")
    elsewhere = windows.sign_in("maya", "/profile")
    page = windows.open("/login", width=width, dark=dark)
    look(page, "login")
    page.get_by_role("link", name="Forgot your password?").click()
    page.wait_for_url("**/password/forgotten")
    look(page, "forgotten")
    page.get_by_label("Username or email").fill("maya")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    look(page, "forgotten-sent")

    page.goto(link_in(mail.letter("Choose a new password")))
    look(page, "new-password")
    field = page.get_by_label("New password", exact=True)
    field.fill("doterra123456")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_contain_text("among the first that somebody would guess")
    look(page, "new-password-refused")
    field.fill(NEW)
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is changed")
    look(page, "login-changed")
    page.get_by_label("Username or email").fill("maya@example.com")
    page.get_by_label("Password", exact=True).fill(NEW)
    page.keyboard.press("Enter")
    page.wait_for_url("**/issues")

    mail.letter("Your password was changed")
    elsewhere.reload()
    expect(elsewhere).to_have_url(re.compile("/login"))


@SIZES
def test_members_find_language_mail_password_and_devices_in_their_profile(
    windows: Windows, shot: Shot, width: int, dark: bool
) -> None:
    look = Look(shot, f"{width}-{'dark' if dark else 'light'}")
    elsewhere = windows.sign_in("maya", "/issues")
    page = windows.sign_in("maya", "/issues", width=width, dark=dark)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("link", name="My profile").click()
    expect(page.get_by_role("definition").filter(has_text="maya@example.com")).to_be_visible()
    look(page, "profile")

    page.get_by_label("Email me about my tech issues").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_label("Email me about my tech issues")).not_to_be_checked()

    page.get_by_label("Present password").fill("not my password")
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not your present password")
    look(page, "profile-refused")
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status")).to_contain_text("Every other device was logged out")
    look(page, "profile-changed")
    elsewhere.reload()
    expect(elsewhere).to_have_url(re.compile("/login"))

    page.locator("select[name=language]").select_option("nb")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", "nb")


def test_what_was_typed_survives_a_sign_in_that_ran_out(windows: Windows) -> None:
    page = windows.sign_in("maya", "/issues/new")
    page.get_by_label("Title", exact=True).fill("English - cart empties")
    page.get_by_label("Detailed description").fill("When I apply my points, it is empty.")
    page.get_by_role("button", name="Submit Tech Issue").click()
    page.wait_for_url(re.compile(r"/issues/IT-\d+"))
    page.get_by_label("Your answer").fill("It is empty again today.")
    other = windows.sign_in("maya", "/profile")
    other.get_by_role("button", name="Log out everywhere else").click()
    expect(other.get_by_role("status")).to_be_visible()

    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("heading", name="You were logged out")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("main").get_by_role("link", name="Log in").click()
    opened.value.get_by_label("Username or email").fill("maya")
    opened.value.get_by_label("Password", exact=True).fill(PASSWORD)
    opened.value.keyboard.press("Enter")
    opened.value.wait_for_url(re.compile(r"//[^/]+/issues/IT-\d+"))

    page.get_by_role("button", name="Send answer").click()
    # The form belonged to the sign-in before: it comes back once, with all that is in it.
    expect(page.get_by_role("alert")).to_contain_text("Please press the button again")
    expect(page.get_by_label("Your answer")).to_have_value("It is empty again today.")
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator(".entry")).to_contain_text(["It is empty again today."])
    expect(page.get_by_label("Your answer")).to_have_value("")


def link_in(text: str) -> str:
    found = re.search(r"http://\S+/password/reset/\S+", text)
    assert found is not None, text
    return found.group(0)
