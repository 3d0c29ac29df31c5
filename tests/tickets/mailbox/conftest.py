"""A desk with a mailbox that is read."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from core.database import db
from core.settings import Settings
from tests.imap_server import ImapServer
from tickets.mailbox.jobs import Postbox


@pytest.fixture(scope="session")
def imap_server() -> Iterator[ImapServer]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # Dovecot's own processes have to get in.
        server = ImapServer(Path(folder)).start()
        yield server
        server.stop()


@pytest.fixture
def mailbox(imap_server: ImapServer) -> ImapServer:
    imap_server.empty()
    return imap_server


@pytest.fixture
def desk(settings: Settings, mailbox: ImapServer) -> Iterator[Flask]:
    """A desk that reads the mailbox, inside an open context."""
    app = create_app(
        replace(
            settings,
            imap_url=mailbox.url,
            mail_from="help@desk.example",
            mail_reply_to="answers+*@desk.example",
        )
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def postbox(desk: Flask) -> Postbox:
    return Postbox(desk)


@pytest.fixture
def look(postbox: Postbox) -> Callable[[], None]:
    def look() -> None:
        db.session.rollback()
        postbox.look()
        db.session.expire_all()

    return look
