"""The loop on gevent, the spare: LIVEDESK_ASYNC_MODE=gevent."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any

import gevent
import gevent.event
import gevent.lock
import gevent.monkey
import gevent.pool
import gevent.pywsgi
import gevent.socket
import gevent.threadpool

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

name = "gevent"

_allocate_lock = gevent.monkey.get_original("_thread", "allocate_lock")
_threads: list[gevent.threadpool.ThreadPool] = []


def patch() -> None:
    gevent.monkey.patch_all()
    _threads.append(gevent.threadpool.ThreadPool(THREADS))
    try:
        from psycopg2 import extensions  # noqa: PLC0415 - not before the patching above
    except ImportError:
        return
    extensions.set_wait_callback(_wait_for_postgresql)


def _wait_for_postgresql(connection: Any) -> None:
    from psycopg2 import OperationalError, extensions  # noqa: PLC0415 - see patch()

    while True:
        state = connection.poll()
        if state == extensions.POLL_OK:
            return
        elif state == extensions.POLL_READ:
            gevent.socket.wait_read(connection.fileno())
        elif state == extensions.POLL_WRITE:
            gevent.socket.wait_write(connection.fileno())
        else:
            raise OperationalError(f"unexpected answer of poll: {state}")


def spawn(fn: Callable[[], None]) -> None:
    gevent.spawn(fn)


def sleep(seconds: float) -> None:
    gevent.sleep(seconds)


def make_event() -> Flag:
    event: Flag = gevent.event.Event()
    return event


def make_lock() -> Mutex:
    lock: Mutex = gevent.lock.Semaphore()
    return lock


def make_thread_lock() -> Mutex:
    lock: Mutex = _allocate_lock()
    return lock


def in_thread(fn: Callable[[], Result]) -> Result:
    done, error = _threads[0].apply(outcome, (fn,))
    if error is not None:
        raise error
    result: Result = done
    return result


def no_switch() -> AbstractContextManager[None]:
    return refusing_to_switch(gevent.get_hub())


def take_socket(environ: dict[str, Any]) -> Any:
    handler = environ["livedesk.handler"]
    handler.close_connection = True  # What is left unread is no request.
    handler.server.plain.taken(plain(handler.socket))
    handler.socket.settimeout(None)
    return handler.socket


def plain(sock: Any) -> "socket":
    found: socket = sock._sock  # noqa: SLF001 - gevent names it in its documentation only
    return found


def receive(sock: Any, size: int) -> bytes:
    # Waiting before reading lets the others run, even when bytes are there already.
    gevent.socket.wait_read(sock.fileno())
    data: bytes = sock.recv(size)
    return data


def leave_socket(environ: dict[str, Any]) -> list[bytes]:
    return []


class _Handler(gevent.pywsgi.WSGIHandler):
    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        sock.settimeout(STALL_SECONDS)
        self._plain = plain(sock)
        super().__init__(sock, *args, **kwargs)

    def handle(self) -> None:
        # The client may go away in the middle of a request.
        with suppress(OSError), self.server.plain.carrying(self._plain, self.client_address[0]):
            super().handle()

    def handle_one_response(self) -> None:
        with self.server.plain.asking(self._plain) as is_here:
            if is_here:
                super().handle_one_response()
            else:
                self.close_connection = True

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), "livedesk.handler": self}

    def read_requestline(self) -> Any:
        try:
            with gevent.Timeout(KEEP_ALIVE_SECONDS):
                return super().read_requestline()
        except gevent.Timeout:
            return ""

    def read_request(self, raw_requestline: str) -> Any:
        try:
            with gevent.Timeout(HEADER_SECONDS):
                return super().read_request(raw_requestline)
        except gevent.Timeout:
            raise ValueError("the headers took too long") from None


class _Server:
    def __init__(
        self, listener: "socket", app: WsgiApp, connections: int, plain: PlainConnections
    ) -> None:
        self._server = gevent.pywsgi.WSGIServer(
            listener,
            app,
            spawn=gevent.pool.Pool(connections),
            handler_class=_Handler,
            environ={"wsgi.errors": sys.stderr},
            log=None,
            error_log=None,
        )
        self._server.plain = plain
        self._server.start()

    def stop_accepting(self) -> None:
        self._server.stop_accepting()
        self._server.socket.close()


def start_server(
    listener: "socket", app: WsgiApp, connections: int, plain: PlainConnections
) -> _Server:
    return _Server(listener, app, connections, plain)
