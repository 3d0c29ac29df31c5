"""The whole app on a database of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from core.database import db
from core.settings import Settings
from member_portal import form_guard
from tests.browsing import Browser
from tests.factories import make_agent, make_member
from tests.member_portal.gus import GUS, QUESTION
from tests.member_portal.signing import as_guest, signed_in
from tests.sending import Payload, attached, sent


@pytest.fixture
def site(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def site_with(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """The app with other settings, on the same database each time."""
    apps: list[Flask] = []

    def make(**chosen: Any) -> Flask:
        apps.append(create_app(replace(settings, **chosen)))
        return apps[-1]

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(autouse=True)
def _quick_typists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here takes the time that people take to fill in a form."""
    monkeypatch.setattr(form_guard, "LEAST_SECONDS", 0)


@pytest.fixture
def browser(site: Flask) -> Browser:
    return Browser(site)


@pytest.fixture
def token(browser: Browser) -> str:
    """The link of the chat in which Gus waits."""
    browser.get("/chat")
    browser.submit(**GUS, question=QUESTION)
    found: str = (browser.location or "").rpartition("/")[2]
    browser.follow()
    return found


@pytest.fixture
def maya(site: Flask) -> Browser:
    return signed_in(site, make_member, "maya")


@pytest.fixture
def otto(site: Flask) -> Browser:
    """Elite, so Technical Issues are closed to him."""
    return signed_in(site, make_member, "otto")


@pytest.fixture
def lena(site: Flask) -> Browser:
    """Another member who may use Technical Issues."""
    return signed_in(site, make_member, "lena")


@pytest.fixture
def ana(site: Flask) -> Browser:
    return signed_in(site, make_agent, "ana")


@pytest.fixture
def guest(site: Flask) -> Browser:
    return as_guest(site)


@pytest.fixture
def nobody(site: Flask) -> FlaskClient:
    """A client without any cookie."""
    return site.test_client()


@pytest.fixture
def on_ticket(site: Flask, maya: Browser) -> Payload:
    """A picture on Maya's ticket, sent with the form."""
    return attached(maya, sent(maya))
