"""The whole app on a database of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from accounts.models import Account
from app import create_app
from core.database import db
from core.settings import Settings
from tests.browsing import Browser
from tests.factories import make_agent


@pytest.fixture
def site(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def browser(site: Flask) -> Browser:
    return Browser(site)


@pytest.fixture
def ana(site: Flask, browser: Browser) -> Account:
    """The browser is hers."""
    with site.app_context():
        ana = make_agent("ana", name="Ana Moreau")
    browser.sign_in(ana)
    return ana
