"""A signed cookie outlives a wall clock that is set, in either direction."""

import time

import pytest
from flask import Flask, session


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_a_step_of_the_wall_clock_signs_nobody_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch, hours: int
):
    app.add_url_rule("/remember", "remember", view_func=lambda: session.setdefault("word", "kept"))
    app.add_url_rule("/recall", "recall", view_func=lambda: session.get("word", "lost"))
    browser = app.test_client()
    browser.get("/remember")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + hours * 3600)
    assert browser.get("/recall").text == "kept"


def test_a_forged_cookie_is_still_none(app: Flask):
    app.add_url_rule("/recall", "recall", view_func=lambda: session.get("word", "lost"))
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["word"] = "kept"
    cookie = browser.get_cookie("livedesk_session")
    assert cookie is not None
    browser.set_cookie("livedesk_session", cookie.value[:-2] + "xx")
    assert browser.get("/recall").text == "lost"
