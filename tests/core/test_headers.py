"""The headers around every answer, and browsers' reports about them."""

import json
import logging
from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask, Response, abort, render_template_string, session
from flask.testing import FlaskClient
from werkzeug.test import Client, run_wsgi_app

from core import headers
from core.headers import SecurityHeaders
from core.policy_reports import LONGEST_BYTES, REPORT_PATH
from tests.clocks import StoppedClock

PUBLIC_URL = "https://help.example.com"
PAGES = ["/page", "/nowhere", "/forbidden", "/broken", "/cacheable", "/own_policy"]


def cacheable() -> Response:
    session["name"] = "Maya"
    kept = {"Cache-Control": "public, max-age=60", "Vary": "Accept"}
    return Response("a font", headers=kept, mimetype="font/woff2")


def own_policy() -> Response:
    return Response("a file", headers={"Content-Security-Policy": "default-src 'none'; sandbox"})


def personal() -> Response:
    session["name"] = "Maya"
    return Response("for Maya", headers={"Vary": "Accept-Encoding"})


def page() -> str:
    return render_template_string("{{ csp_nonce() }}")


def forbidden() -> str:
    abort(403)


def broken() -> str:
    raise ZeroDivisionError


def make_site(public_url: str) -> Flask:
    app = Flask("site", static_folder=None)
    app.secret_key = "a secret of the tests"
    for view in (page, forbidden, broken, cacheable, own_policy, personal):
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    headers.install(app, public_url)
    return app


@pytest.fixture
def client() -> FlaskClient:
    return make_site(PUBLIC_URL).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str):
    answer = client.get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Server"] == "livedesk"
    assert answer.headers.getlist("Content-Security-Policy")[0].startswith("default-src 'none'")


def test_a_page_says_more_of_what_it_never_uses_than_its_seventy_files(client: FlaskClient):
    assert "usb=()" in client.get("/page").headers["Permissions-Policy"]
    assert client.get("/cacheable").headers["Permissions-Policy"].count("=") == 3


def test_the_policy_allows_only_what_carries_the_nonce(client: FlaskClient):
    answer = client.get("/page")
    policy = dict(
        rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["script-src"] == f"'nonce-{answer.text}'"
    assert len(answer.text) >= 22
    assert policy["connect-src"] == "'self' wss://help.example.com"
    for name in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy[name] == "'none'"
    assert not any("unsafe" in value or "*" in value for value in policy.values())


def test_each_answer_has_a_nonce_of_its_own(client: FlaskClient):
    assert client.get("/page").text != client.get("/page").text


def test_a_file_keeps_its_own_stricter_policy(client: FlaskClient):
    answer = client.get("/own_policy")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_without_https_browsers_are_not_bound_to_it():
    answer = make_site("http://127.0.0.1:5000").test_client().get("/page")
    assert "Strict-Transport-Security" not in answer.headers
    assert "ws://127.0.0.1:5000" in answer.headers["Content-Security-Policy"]


def test_pages_are_never_stored_and_vary_by_cookie(client: FlaskClient):
    answer = client.get("/personal")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
    assert "Set-Cookie" in answer.headers


def test_what_a_proxy_may_keep_never_sets_a_cookie(client: FlaskClient):
    answer = client.get("/cacheable")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers


def test_the_switch_to_a_websocket_is_left_alone():
    upgrade = [("Upgrade", "websocket"), ("Connection", "Upgrade")]

    def switches(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("101 Switching Protocols", list(upgrade))
        return []

    layer = SecurityHeaders(switches, PUBLIC_URL)
    _, status, sent = run_wsgi_app(layer, {"REQUEST_METHOD": "GET"})
    assert status.startswith("101")
    assert list(sent) == upgrade


def report(client: Client, blocked: str, size: int = 0) -> int:
    body = {"csp-report": {"violated-directive": "script-src-elem", "blocked-uri": blocked}}
    answer = client.post(
        REPORT_PATH,
        data=json.dumps(body | {"padding": "x" * size}),
        content_type="application/csp-report",
    )
    return answer.status_code


def test_a_report_is_one_line_without_the_address(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, time: StoppedClock
):
    assert report(client, "https://evil.example/chat/secret-token?x=1") == 204
    assert caplog.messages == [
        "policy broken: script-src-elem by https://evil.example (0 more since the last line)"
    ]


def test_a_flood_of_reports_is_one_line_a_minute(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, time: StoppedClock
):
    for _ in range(50):
        report(client, "inline")
    time.advance(seconds=60)
    report(client, "inline")
    assert caplog.messages == [
        "policy broken: script-src-elem by inline (0 more since the last line)",
        "policy broken: script-src-elem by inline (49 more since the last line)",
    ]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"csp-report": 5}', b"\xff\xfe"])
def test_a_report_that_cannot_be_read_is_answered_all_the_same(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, body: bytes
):
    assert client.post(REPORT_PATH, data=body).status_code == 204
    assert caplog.messages == ["policy report that cannot be read (0 more since the last line)"]


def test_a_report_that_is_too_long_is_not_read(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    assert report(client, "inline", size=LONGEST_BYTES) == 204
    assert caplog.messages == ["policy report of a wrong size (0 more since the last line)"]


def test_control_characters_of_a_report_stay_out_of_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    report(client, "in\x1b[31mline")
    assert "\x1b" not in caplog.text
