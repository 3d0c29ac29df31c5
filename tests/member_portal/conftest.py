"""The whole app on a database of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app import create_app
from core.database import db
from core.settings import Settings
from member_portal import form_guard
from tests.browsing import Browser


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
