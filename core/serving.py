"""Serving: one listener, one readiness call, one graceful stop, on whichever loop is in force."""

import errno
import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from werkzeug.wsgi import ClosingIterator

from core import descriptors, loop
from core.loop_interface import BACKLOG, CannotListen, WsgiApp
from core.plain_connections import OF_ONE_ADDRESS, PlainConnections
from core.transport import engine

log = logging.getLogger("livedesk.serving")

REQUESTS_MAY_END_SECONDS = 5
STOP_SECONDS = 9


def serve(
    app: WsgiApp,
    *,
    host: str,
    port: int,
    behind_proxy: bool = False,
    on_ready: Callable[[], None] | None = None,
    on_stop: Callable[[], None] | None = None,
) -> None:
    """Serve until the first SIGTERM or SIGINT; the second one ends the process at once.

    `behind_proxy`: all come from one address. Raises CannotListen.
    """
    descriptors.raise_limit()
    budget = descriptors.budget()
    plain = PlainConnections(budget.plain, None if behind_proxy else OF_ONE_ADDRESS)
    listener = _listen(host, port)
    stop = _Stop()
    requests = _Requests(app)
    server = loop.current().start_server(listener, requests, budget.connections, plain)
    gc.collect()
    gc.freeze()  # Collections in full flight would stop everybody for what never becomes garbage.
    if on_ready is not None:
        on_ready()
    stop.wait()
    server.stop_accepting()
    if on_stop is not None:
        _tell(on_stop)
    _let_finish(requests)
    engine.close_all()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it; without it small frames wait 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host.strip("[]"), port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotListen(_why(error, host, port)) from error
    return listener


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use by another program; choose another LIVEDESK_PORT"
    elif error.errno in (errno.EACCES, errno.EPERM):
        return f"Listening on port {port} needs more rights; choose a LIVEDESK_PORT above 1023"
    else:
        return f"Cannot listen on {host}, port {port}: {error.strerror or error}"


class _Stop:
    """Waits for the signal. Handlers run in the middle of the loop, so they only write a byte."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def wait(self) -> None:
        self._reader.recv(1)

    def _ask(self, number: int, _frame: Any) -> None:
        if self._asked:
            os._exit(128 + number)
        self._asked = True
        # Whatever hangs on the way out, the process is gone in time.
        signal.signal(signal.SIGALRM, lambda *_: os._exit(1))
        signal.alarm(STOP_SECONDS)
        self._writer.send(b".")


class _Requests:
    """Counts the requests that are running; live connections are not requests."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app
        self._running = 0
        self._lock = threading.Lock()

    @property
    def running(self) -> int:
        return self._running

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "HTTP_UPGRADE" in environ:
            return self._app(environ, start_response)
        self._count(1)
        try:
            answer = self._app(environ, start_response)
        except Exception:
            self._count(-1)
            log.exception("%s failed before it was answered", environ["REQUEST_METHOD"])
            raise
        if isinstance(answer, list):
            self._count(-1)
            return answer
        return ClosingIterator(answer, lambda: self._count(-1))

    def _count(self, change: int) -> None:
        with self._lock:
            self._running += change


def _tell(on_stop: Callable[[], None]) -> None:
    try:
        on_stop()
    except Exception:  # A farewell that fails must not keep the process from going.
        log.exception("could not announce the stop")


def _let_finish(requests: _Requests) -> None:
    deadline = time.monotonic() + REQUESTS_MAY_END_SECONDS
    while (requests.running or engine.is_handling()) and time.monotonic() < deadline:
        loop.sleep(0.02)
