import pytest
from flask import Flask

from core.errors import RateLimited, Unavailable
from tests.browsing import Browser
from tests.factories import make_agent, make_member


def test_an_unknown_page_offers_a_next_step(browser: Browser) -> None:
    page = browser.get("/no/such/page")
    assert browser.status == 404
    assert page.link("/issues")
    assert "Werkzeug" not in page.html


def test_a_wrong_method_is_told_which_are_right(browser: Browser) -> None:
    browser.send("/issues")
    assert browser.status == 405
    assert "GET" in browser.headers["Allow"]


@pytest.mark.parametrize("path", ["/console", "/console/tickets", "/console/tickets/IT-1001"])
def test_the_console_is_for_the_team(site: Flask, browser: Browser, path: str) -> None:
    browser.get(path)
    assert browser.location == f"/login?next={path}"
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).get(path)
    assert browser.status == 403
    assert "You cannot open this page" in browser.page.text


def test_too_large_a_form_is_refused(browser: Browser) -> None:
    browser.get("/chat")
    browser.submit(question="x" * 200_000)
    assert browser.status == 413
    assert "data value" not in browser.page.text  # Werkzeug's words.


@pytest.mark.parametrize(("refused", "status"), [(RateLimited(30), 429), (Unavailable(), 503)])
def test_refusals_say_when_to_try_again(
    site: Flask, browser: Browser, refused: Exception, status: int
) -> None:
    _home_raises(site, refused)
    browser.get("/")
    assert browser.status == status
    assert int(browser.headers["Retry-After"]) > 0


def test_a_fault_shows_a_number_and_nothing_of_itself(site: Flask, browser: Browser) -> None:
    site.config["PROPAGATE_EXCEPTIONS"] = False
    _home_raises(site, RuntimeError("a secret of the inside"))
    page = browser.get("/")
    assert browser.status == 500
    assert "Something failed on our side" in page.text
    assert "If you contact us, mention" in page.text
    assert "a secret of the inside" not in page.html
    assert "Traceback" not in page.html


def test_the_fault_page_needs_no_database(
    site: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.config["PROPAGATE_EXCEPTIONS"] = False
    with site.app_context():
        ana = make_agent("ana")
    browser.sign_in(ana)

    def nothing_works(_token: str) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr("accounts.sessions.find", nothing_works)
    page = browser.get("/issues")
    assert browser.status == 500
    assert "Something failed on our side" in page.text


def test_errors_of_the_api_are_json(browser: Browser) -> None:
    browser.get("/api/v1/no-such-thing")
    assert browser.status == 404
    assert browser.headers["Content-Type"].startswith("application/json")
    assert '"code"' in browser.page.html


def _home_raises(site: Flask, error: Exception) -> None:
    def home() -> str:
        raise error

    site.view_functions["member_portal.home"] = home


def test_the_log_of_a_failure_holds_no_secret_of_the_address(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_token: str) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("accounts.forgotten.holder_of", fails)
    browser.get("/password/reset/a-secret-of-somebody")
    assert browser.status == 500
    assert "Failed: GET /password/reset/<token>" in caplog.text
    assert "out of order" in caplog.text
    assert "a-secret-of-somebody" not in caplog.text
