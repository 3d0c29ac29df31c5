"""The loop on plain threads: commands, tests, and LIVEDESK_ASYNC_MODE=threading."""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from socket import socket
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from core.loop_interface import BACKLOG, HEADER_SECONDS, THREADS, Flag, Mutex, Result, WsgiApp
from core.plain_connections import PlainConnections

name = "threading"

_slots = threading.BoundedSemaphore(THREADS)
_holding = threading.local()


def patch() -> None:
    """Threads need no patching."""


def spawn(fn: Callable[[], None]) -> None:
    threading.Thread(target=fn, daemon=True).start()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def make_event() -> Flag:
    return threading.Event()


def make_lock() -> Mutex:
    return threading.Lock()


def make_thread_lock() -> Mutex:
    return threading.Lock()


def in_thread(fn: Callable[[], Result]) -> Result:
    """The caller is a thread already: only the number at work is bounded."""
    if getattr(_holding, "slot", False):
        return fn()
    with _slots:
        _holding.slot = True
        try:
            return fn()
        finally:
            _holding.slot = False


def no_switch() -> AbstractContextManager[None]:
    return nullcontext()


def take_socket(environ: dict[str, Any]) -> Any:
    handler = environ["livedesk.handler"]
    handler.close_connection = True  # What is left unread is no request.
    handler.server.plain.taken(handler.connection)
    handler.connection.settimeout(None)
    return handler.connection


def plain(sock: Any) -> socket:
    found: socket = sock
    return found


def receive(sock: Any, size: int) -> bytes:
    data: bytes = sock.recv(size)
    return data


def leave_socket(environ: dict[str, Any]) -> list[bytes]:
    # Werkzeug has no other word for "there is no answer to send, and nothing went wrong".
    raise ConnectionError("the socket was taken over")


class _Handler(WSGIRequestHandler):
    timeout = HEADER_SECONDS
    server: "_Server"

    def handle(self) -> None:
        with self.server.plain.carrying(self.connection, self.client_address[0]):
            super().handle()

    def run_wsgi(self) -> None:
        with self.server.plain.asking(self.connection) as is_here:
            if is_here:
                super().run_wsgi()
            else:
                self.close_connection = True

    def make_environ(self) -> dict[str, Any]:
        return {**super().make_environ(), "livedesk.handler": self}

    def log(self, *_: Any) -> None:
        """Requests are counted, not logged line by line."""


class _Server(ThreadedWSGIServer):
    request_queue_size = BACKLOG
    plain: PlainConnections

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle of a request is no error of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def start(self) -> None:
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        )
        self._thread.start()

    def stop_accepting(self) -> None:
        """Returns when nobody is let in any more; the serving thread closes the listener."""
        self.shutdown()
        self._thread.join()


def start_server(
    listener: socket, app: WsgiApp, connections: int, plain: PlainConnections
) -> _Server:
    host, port = listener.getsockname()[:2]
    server = _Server(host, port, app, _Handler, fd=listener.fileno())
    server.plain = plain
    listener.close()
    server.start()
    return server
