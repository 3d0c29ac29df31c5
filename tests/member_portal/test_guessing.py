"""A try is counted before the password is looked at: guesses at once gain nothing (S18)."""

from typing import Any

import pytest
from flask import Flask

from accounts import passwords, rules
from tests.browsing import Browser
from tests.factories import PASSWORD, make_member


def test_beyond_the_tries_no_password_is_looked_at_not_even_the_right_one(
    site: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.app_context():
        make_member("maya")
    looked_at: list[str] = []
    verify = passwords.verify

    def note(password: str, *more: Any) -> bool:
        looked_at.append(password)
        return verify(password, *more)

    monkeypatch.setattr(passwords, "verify", note)
    browser.get("/login")
    for number in range(rules.TRIES_PER_ACCOUNT):
        browser.submit(username="maya", password=f"guess {number} of many")
    assert len(looked_at) == rules.TRIES_PER_ACCOUNT
    browser.submit(username="maya", password=PASSWORD)
    assert browser.status == 429
    assert len(looked_at) == rules.TRIES_PER_ACCOUNT
