"""A desk whose mail goes to a server of the test."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from core import letters
from core.database import db
from core.letters import Letter
from core.mail.jobs import Postman
from core.settings import Settings
from tests.factories import committed
from tests.mail_sink import Sink, sink


@pytest.fixture
def mail_server() -> Iterator[Sink]:
    with sink() as server:
        yield server


@pytest.fixture
def posted(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Makes an app with these settings, inside an open context."""
    opened = []

    def make(**chosen: str) -> Flask:
        app = create_app(replace(settings, **chosen))
        context = app.app_context()
        context.push()
        opened.append(context)
        return app

    yield make
    for context in reversed(opened):
        db.session.remove()
        db.engine.dispose()
        context.pop()


@pytest.fixture
def mailing(posted: Callable[..., Flask], mail_server: Sink) -> Flask:
    """A desk that sends to the test's mail server."""
    return posted(smtp_url=mail_server.url, mail_from="help@desk.example")


@pytest.fixture
def postman(mailing: Flask) -> Postman:
    return Postman(mailing)


def letter(**chosen) -> Letter:
    usual = {
        "to": "maya@example.com",
        "kind": "received",
        "locale": "en",
        "subject": "[IT-1001] English - cart empties",
        "text": "We have your issue.",
    }
    return Letter(**(usual | chosen))


def send(**chosen) -> None:
    committed(letters.queue, letter(**chosen))
