"""Mail of a real server process: nothing is lost when it dies, and nobody waits for it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from app import create_app
from core import letters
from core.database import db
from core.letters import Letter
from core.settings import Settings
from tests.factories import committed
from tests.live.desk import Desk, free_port
from tests.mail_sink import Sink, certificate, sink

pytestmark = pytest.mark.server

MODES = ("eventlet", "gevent", "threading")
ARRIVES_WITHIN_SECONDS = 20


def queue(desk: Desk, *subjects: str) -> None:
    """Write letters as a command does, beside the running server."""
    app = create_app(Settings(data_dir=desk.data_dir))
    with app.app_context():
        for subject in subjects:
            letter = Letter(
                to="maya@example.com", kind="test", locale="en", subject=subject, text="Hello."
            )
            committed(letters.queue, letter)
        db.session.remove()
        db.engine.dispose()


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
    time.sleep(3)  # The postman has found the mail server away by now.
    desk.kill()
    with sink(port) as server:
        desk.start()
        assert sorted(arrived(server, len(wanted))) == wanted
        desk.stop()
        desk.start()
        time.sleep(5)
        assert sorted(server.subjects) == wanted


@pytest.mark.parametrize("mode", MODES)
def test_the_desk_answers_while_a_mail_server_says_nothing(
    start_desk: Callable[..., Desk], mode: str
):
    with black_hole() as (port, taken):
        desk = start_desk(smtp_url=f"smtp://127.0.0.1:{port}", async_mode=mode)
        queue(desk, "into the void")
        assert taken.wait(timeout=10)
        assert slowest_answer(desk, seconds=2) < 0.5


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
