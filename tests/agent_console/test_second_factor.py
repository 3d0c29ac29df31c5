"""The second factor: nobody comes in without a code, and no code counts twice."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from flask import Flask

from app import create_app
from core.database import db
from core.settings import Settings
from core.statements import Sql
from tests.agent_console.test_settings_own import trail
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import PASSWORD, committed, make_agent, make_member

HOME = "/console/settings/second-factor"


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Codes are those of the clock that the test moves."""


class Phone:
    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    @property
    def code(self) -> str:
        from core import clock

        return self._totp.at(clock.now())


def set_up(site: Flask, browser: Browser, time: StoppedClock) -> tuple[Phone, list[str]]:
    """Ana is signed in and has the second factor; her app and her recovery codes."""
    with site.app_context():
        ana = make_agent("ana")
    browser.sign_in(ana).get(HOME)
    browser.submit(password=PASSWORD)
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", browser.follow().html)
    assert secret is not None
    phone = Phone(secret[1])
    page = browser.submit(code=phone.code)
    assert browser.headers["Cache-Control"] == "no-store"
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", page.html)
    time.advance(seconds=30)
    return phone, codes


def with_password(site: Flask) -> Browser:
    other = Browser(site)
    other.get("/login?next=/console/tickets")
    other.submit(username="ana@desk.example", password=PASSWORD)
    assert (other.status, other.location) == (303, "/console/login")
    other.follow()
    return other


def test_it_is_set_up_with_an_app_and_asked_for_from_then_on(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    phone, codes = set_up(site, browser, time)
    assert len(set(codes)) == 10
    assert "The second factor is on" in browser.get(HOME).text
    assert codes[0] not in browser.page.html
    other = with_password(site)
    other.submit(code=phone.code)
    assert (other.status, other.location) == (303, "/console/tickets")
    other.follow()
    assert other.status == 200
    assert any("Second factor added" in line for line in trail(site))


def test_nothing_opens_between_password_and_code(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    set_up(site, browser, time)
    other = with_password(site)
    for path in ("/console", "/console/settings", HOME, "/console/tickets"):
        other.get(path)
        assert other.status == 303
    assert other.client.get("/console/api/settings").status_code == 401


def test_no_code_counts_twice(site: Flask, browser: Browser, time: StoppedClock) -> None:
    phone, codes = set_up(site, browser, time)
    code = phone.code
    for one in (code, codes[3].upper().replace("-", " ")):
        assert with_password(site).submit(code=one) is not None
        again = with_password(site)
        page = again.submit(code=one)
        assert (again.status, "was used already" in page.text) == (422, True)
    assert "9 of your codes are left" in browser.get(HOME).text
    assert any("Recovery code used" in line for line in trail(site))


def test_wrong_codes_are_braked_even_with_the_right_one_at_last(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    phone, _ = set_up(site, browser, time)
    other = with_password(site)
    for _ in range(5):
        other.submit(code="000000")
        assert other.status == 422
    other.submit(code=phone.code)
    assert other.status == 429
    time.advance(seconds=15 * 60)
    other = with_password(site)
    other.submit(code=phone.code)
    assert other.status == 303


def test_the_way_to_the_code_ends_after_minutes_and_with_the_password(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    phone, _ = set_up(site, browser, time)
    slow, robbed = with_password(site), with_password(site)
    with site.app_context():
        committed(Sql("UPDATE accounts SET password_hash = 'x' WHERE role = 'agent'").run)
    robbed.submit(code=phone.code)
    assert robbed.status == 422
    time.advance(seconds=301)
    slow.submit(code=phone.code)
    assert (slow.status, slow.location) == (303, "/login")


def test_old_and_invented_codes_are_refused(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    phone, _ = set_up(site, browser, time)
    old = phone.code
    time.advance(seconds=90)
    other = with_password(site)
    in_other_digits = "".join(chr(ord("０") + int(digit)) for digit in phone.code)
    for code in (old, "", "12345", "abcdef", in_other_digits):
        other.submit(code=code)
        assert other.status == 422
    other = with_password(site)
    other.get("/console/login")
    assert other.status == 200


def test_it_is_removed_with_password_and_code_only(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    phone, _ = set_up(site, browser, time)
    removal = f"{HOME}/removal"
    browser.send(removal, password=PASSWORD, code="000000")
    assert browser.status == 422
    browser.send(removal, password="guess", code=phone.code)
    assert browser.status == 422
    browser.send(removal, password=PASSWORD, code=phone.code)
    assert "The second factor is off" in browser.follow().text
    other = Browser(site)
    other.get("/login")
    other.submit(username="ana@desk.example", password=PASSWORD)
    assert other.location == "/console"
    assert any("Second factor removed" in line for line in trail(site))


def test_renewed_recovery_codes_replace_the_old_ones(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    phone, old = set_up(site, browser, time)
    page = browser.send(f"{HOME}/recovery-codes", code=phone.code)
    new = re.findall(r"<code>([a-z0-9-]{14})</code>", page.html)
    assert (len(new), set(new) & set(old)) == (10, set())
    other = with_password(site)
    other.submit(code=old[0])
    assert other.status == 422
    other.submit(code=new[0])
    assert other.status == 303


def test_setting_it_up_asks_for_the_password_and_a_right_code(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        ana = make_agent("ana")
    browser.sign_in(ana).get(HOME)
    browser.submit(password="guess")
    assert browser.status == 422
    browser.submit(password=PASSWORD)
    browser.follow()
    page = browser.submit(code="000000")
    assert (browser.status, "not right" in page.text) == (422, True)
    other = Browser(site)
    other.get("/login")
    other.submit(username="ana@desk.example", password=PASSWORD)
    assert other.location == "/console"


@pytest.fixture
def public(settings: Settings) -> Iterator[Flask]:
    """The desk on an address of its own, where a password alone is not enough for the team."""
    app = create_app(replace(settings, public_url="http://help.example"))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_off_loopback_nobody_of_the_team_comes_in_without_one(
    public: Flask, time: StoppedClock
) -> None:
    with public.app_context():
        make_agent("ana")
        maya = make_member("maya")
    ana = Browser(public, url="http://help.example")
    ana.get("/login")
    ana.submit(username="ana@desk.example", password=PASSWORD)
    assert ana.location == "/console/login"
    page = ana.follow()
    for path in ("/console", HOME, "/console/settings", "/profile"):
        ana.get(path)
        assert ana.status == 303
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page.html)
    assert secret is not None
    ana.get("/console/login")
    ana.submit(code="000000")
    assert ana.status == 422
    page = ana.submit(code=Phone(secret[1]).code)
    assert len(re.findall(r"<code>[a-z0-9-]{14}</code>", page.html)) == 10
    ana.get("/console")
    assert ana.status == 200
    assert "Turn it off" not in ana.get(HOME).text
    time.advance(seconds=30)
    ana.send(f"{HOME}/removal", password=PASSWORD, code=Phone(secret[1]).code)
    assert ana.status == 409
    Browser(public, url="http://help.example").sign_in(maya).get("/issues")
