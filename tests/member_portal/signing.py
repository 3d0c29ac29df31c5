"""Browsers of people who have signed in, or who have not."""

from collections.abc import Callable

from flask import Flask

from accounts.models import Account
from core.database import db
from tests.browsing import Browser


def signed_in(site: Flask, make: Callable[[str], Account], name: str) -> Browser:
    with site.app_context():
        account = make(name)
        db.session.remove()
    return Browser(site).sign_in(account)


def as_guest(site: Flask) -> Browser:
    """Somebody who has seen the form before the chat, and so has the visitor's cookie."""
    browser = Browser(site)
    browser.get("/chat")
    return browser
