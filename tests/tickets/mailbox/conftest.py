"""A desk with a mailbox that is read."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from core.database import db
from core.letters import WrittenLetter
from core.settings import Settings
from tests.factories import committed, make_agent, make_member, make_ticket
from tests.imap_server import ImapServer
from tests.mail_answers import letters_of
from tickets import handling
from tickets.mailbox.jobs import Postbox
from tickets.models import Ticket


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


@pytest.fixture
def asked(desk: Flask) -> Ticket:
    """Maya's ticket, on which Ana has asked something by mail."""
    ticket = make_ticket(make_member("maya"))
    committed(
        handling.reply_as_agent,
        ticket,
        make_agent("ana"),
        body="Which browser?",
        status="awaiting_feedback",
    )
    return ticket


@pytest.fixture
def letter(asked: Ticket) -> WrittenLetter:
    [found] = letters_of("ticket_feedback")
    return found
