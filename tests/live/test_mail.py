"""Mail of a real server process: nothing is lost when it dies, and nobody waits for it."""

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from accounts.models import Account
from app import create_app
from core import letters
from core.database import db
from core.letters import Letter
from core.settings import Settings
from tests.factories import committed, make_ticket
from tests.imap_server import ImapServer
from tests.live.desk import Desk
from tests.mail_answers import letters_of, reply
from tests.mail_sink import Sink, certificate, sink
from tests.ports import free_port
from tickets import handling
from tickets.models import TicketEntry

pytestmark = pytest.mark.server

MAIL_FROM = "help@desk.example"
MODES = ("eventlet", "gevent", "threading")
ARRIVES_WITHIN_SECONDS = 60
# Who waits with the desk for a mail server waits for half a minute.
HELD_UP_SECONDS = 5


def queue(desk: Desk, *subjects: str) -> None:
    """Write letters as a command does, beside the running server."""
    with inside(desk):
        for subject in subjects:
            letter = Letter(
                to="maya@example.com", kind="test", locale="en", subject=subject, text="Hello."
            )
            committed(letters.queue, letter)


@pytest.fixture(scope="module")
def encrypted_mailbox() -> Iterator[ImapServer]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)  # Dovecot's own processes have to get in.
        _, file = certificate(folder)
        server = ImapServer(folder, certificate=(file, file.with_suffix(".key"))).start()
        yield server
        server.stop()


@contextmanager
def inside(desk: Desk, **settings: str) -> Iterator[None]:
    """In an app on the same data, as a command is."""
    app = create_app(Settings(data_dir=desk.data_dir, **settings))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def let_pauses_run_out(desk: Desk) -> None:
    """The kill may have come late, after longer pauses, or in the middle of one more try."""
    desk.rows("UPDATE letters SET due_at = created_at WHERE state = 'waiting'")


def asked_by_mail(desk: Desk) -> tuple[str, bytes]:
    """Ana asks Maya something on a ticket; returns its id and the mail in which Maya answers."""
    with inside(desk, mail_from=MAIL_FROM):
        maya, ana = (
            db.session.query(Account).filter_by(email=email).one()
            for email in ("maya@example.com", "ana@desk.example")
        )
        ticket = make_ticket(maya)
        committed(handling.reply_as_agent, ticket, ana, body="Which browser?")
        return ticket.id, reply(letters_of("ticket_answered")[0], "Safari 17.").as_bytes()


def answers(desk: Desk, ticket_id: str) -> list[str]:
    with inside(desk):
        found = db.session.query(TicketEntry).filter_by(ticket_id=ticket_id, author_kind="member")
        return [entry.body for entry in found]


def arrived(server: Sink, number: int) -> list[str]:
    """The subjects in order of arrival, once there are as many."""
    until = time.monotonic() + ARRIVES_WITHIN_SECONDS
    while len(server.envelopes) < number and time.monotonic() < until:
        time.sleep(0.05)
    return server.subjects


@contextmanager
def black_hole() -> Iterator[tuple[int, threading.Event]]:
    """A server that takes the connection and never says a word."""
    taken = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            held = []
            while True:
                try:
                    held.append(listener.accept())
                except OSError:
                    break
                taken.set()
            for connection, _ in held:
                connection.close()

        thread = threading.Thread(target=take)
        thread.start()
        yield listener.getsockname()[1], taken
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def slowest_answer(desk: Desk, *, seconds: float) -> float:
    until, slowest = time.monotonic() + seconds, 0.0
    with requests.Session() as session:
        while time.monotonic() < until:
            began = time.monotonic()
            assert session.get(f"{desk.url}/healthz", timeout=10).ok
            slowest = max(slowest, time.monotonic() - began)
    return slowest


def test_letters_that_wait_when_the_server_is_killed_are_sent_once_each(
    start_desk: Callable[..., Desk],
):
    port = free_port()
    desk = start_desk(smtp_url=f"smtp://127.0.0.1:{port}")
    wanted = [f"letter {number}" for number in range(10)]
    queue(desk, *wanted)
    until = time.monotonic() + ARRIVES_WITHIN_SECONDS
    while "no mail can be sent" not in desk.log.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    desk.kill()
    let_pauses_run_out(desk)
    with sink(port) as server:
        desk.start()
        assert sorted(arrived(server, len(wanted))) == wanted
        desk.stop()
        desk.start()
        time.sleep(3)  # Long enough for a second round.
        assert sorted(server.subjects) == wanted


@pytest.mark.parametrize("mode", MODES)
def test_the_desk_answers_while_a_mail_server_says_nothing(
    start_desk: Callable[..., Desk], mode: str
):
    with black_hole() as (port, taken):
        desk = start_desk(smtp_url=f"smtp://127.0.0.1:{port}", async_mode=mode)
        queue(desk, "into the void")
        assert taken.wait(timeout=ARRIVES_WITHIN_SECONDS)
        assert slowest_answer(desk, seconds=2) < HELD_UP_SECONDS


@pytest.mark.parametrize("mode", MODES)
def test_mail_is_encrypted_on_every_loop(
    start_desk: Callable[..., Desk], tmp_path: Path, mode: str
):
    context, _ = certificate(tmp_path)
    with sink(tls_context=context, require_starttls=True) as server:
        desk = start_desk(smtp_url=server.url, async_mode=mode)
        queue(desk, "sealed")
        assert arrived(server, 1) == ["sealed"]


def test_without_a_mail_server_letters_become_files(start_desk: Callable[..., Desk]):
    desk = start_desk()
    queue(desk, "to a file")
    folder = desk.data_dir / "mail"
    until = time.monotonic() + ARRIVES_WITHIN_SECONDS
    while not list(folder.glob("*.eml")) and time.monotonic() < until:
        time.sleep(0.05)
    [path] = folder.glob("*.eml")
    assert b"Subject: to a file" in path.read_bytes()


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_by_mail_is_taken_on_every_loop(
    start_desk: Callable[..., Desk], encrypted_mailbox: ImapServer, mode: str
):
    desk = start_desk(async_mode=mode, imap_url=encrypted_mailbox.tls_url, mail_from=MAIL_FROM)
    ticket_id, answer = asked_by_mail(desk)
    desk.stop()
    encrypted_mailbox.deliver(answer)
    desk.start()  # It looks at once, and every half a minute from then on.
    until = time.monotonic() + ARRIVES_WITHIN_SECONDS
    while not (found := answers(desk, ticket_id)) and time.monotonic() < until:
        time.sleep(0.1)
    assert found == ["Safari 17."]
    assert slowest_answer(desk, seconds=1) < HELD_UP_SECONDS
