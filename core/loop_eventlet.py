"""The loop on eventlet, the default."""

import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from errno import ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM
from typing import TYPE_CHECKING, Any

with warnings.catch_warnings():
    # It is in maintenance mode and says so; `docs/decisions/loop.md` is our answer.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

import eventlet.event
import eventlet.tpool
import eventlet.wsgi
from eventlet import hubs, patcher

from core.loop_greenlets import outcome, refusing_to_switch
from core.loop_interface import (
    HEADER_SECONDS,
    KEEP_ALIVE_SECONDS,
    STALL_SECONDS,
    THREADS,
    Flag,
    Mutex,
    Result,
    WsgiApp,
)
from core.plain_connections import PlainConnections

if TYPE_CHECKING:
    from socket import socket

name = "eventlet"

# Running out of descriptors or memory must not end the accepting of connections for ever.
_PASSING_ERRORS = (ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM)

_real_threading = patcher.original("threading")


def patch() -> None:
    eventlet.monkey_patch()
    eventlet.tpool.set_num_threads(THREADS)


def spawn(fn: Callable[[], None]) -> None:
    eventlet.spawn_n(fn)


def sleep(seconds: float) -> None:
    eventlet.sleep(seconds)


class _Event:
    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = eventlet.event.Event()

    def set(self) -> None:
        if not self._event.ready():
            self._event.send(True)

    def is_set(self) -> bool:
        return bool(self._event.ready())

    def wait(self, timeout: float | None = None) -> bool:
        return self._event.wait(timeout) is True


def make_event() -> Flag:
    return _Event()


def make_lock() -> Mutex:
    lock: Mutex = eventlet.semaphore.Semaphore()
    return lock


def make_thread_lock() -> Mutex:
    lock: Mutex = _real_threading.Lock()
    return lock


def in_thread(fn: Callable[[], Result]) -> Result:
    done, error = eventlet.tpool.execute(outcome, fn)
    if error is not None:
        raise error
    result: Result = done
    return result


def no_switch() -> AbstractContextManager[None]:
    return refusing_to_switch(hubs.get_hub())


def take_socket(environ: dict[str, Any]) -> Any:
    sock = environ["eventlet.input"].get_socket()
    environ["livedesk.plain"].taken(sock.fd)
    sock.settimeout(None)
    return sock


def plain(sock: Any) -> "socket":
    found: socket = sock.fd
    return found


def receive(sock: Any, size: int) -> bytes:
    while True:
        # Waiting before reading lets the others run, even when bytes are there already.
        hubs.trampoline(sock.fd, read=True)
        try:
            data: bytes = sock.fd.recv(size)
        except BlockingIOError:
            continue
        return data


def leave_socket(environ: dict[str, Any]) -> list[bytes]:
    eventlet.wsgi.WSGI_LOCAL.already_handled = True
    return []


class _Protocol(eventlet.wsgi.HttpProtocol):
    # A live connection keeps these buffers as long as it lives.
    rbufsize = 4096
    wbufsize = 4096

    close_connection: bool
    plain: PlainConnections

    def _read_request_line(self) -> Any:
        try:
            with eventlet.Timeout(KEEP_ALIVE_SECONDS):
                return super()._read_request_line()
        except eventlet.Timeout:
            return ""

    def parse_request(self) -> Any:
        try:
            with eventlet.Timeout(HEADER_SECONDS):
                return super().parse_request()
        except eventlet.Timeout:
            self.close_connection = True
            return False

    def handle(self) -> None:
        # The client may go away in the middle of a request.
        with suppress(OSError), self.plain.carrying(self.connection.fd, self.client_address[0]):
            super().handle()

    def handle_one_response(self) -> None:
        with self.plain.asking(self.connection.fd) as is_here:
            if is_here:
                super().handle_one_response()
            else:
                self.close_connection = True

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), "livedesk.plain": self.plain}

    def log_message(self, *_: Any) -> None:
        """Rubbish is answered, not logged line by line."""


class _Accepting:
    """A listener whose `accept` outlives a shortage."""

    def __init__(self, listener: Any) -> None:
        self._listener = listener

    def accept(self) -> Any:
        while True:
            try:
                return self._listener.accept()
            except OSError as error:
                if error.errno not in _PASSING_ERRORS:
                    raise
                eventlet.sleep(0.1)

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._listener, attribute)


class _Server:
    def __init__(
        self, listener: Any, app: WsgiApp, connections: int, plain: PlainConnections
    ) -> None:
        self._listener = listener
        self._greenlet = eventlet.spawn(
            eventlet.wsgi.server,
            _Accepting(listener),
            app,
            protocol=type("_Protocol", (_Protocol,), {"plain": plain}),
            max_size=connections,
            keepalive=KEEP_ALIVE_SECONDS,
            socket_timeout=STALL_SECONDS,
            log_output=False,
            debug=False,
        )

    def stop_accepting(self) -> None:
        self._greenlet.kill()
        self._listener.close()


def start_server(
    listener: "socket", app: WsgiApp, connections: int, plain: PlainConnections
) -> _Server:
    return _Server(listener, app, connections, plain)
