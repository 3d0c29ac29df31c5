"""What each loop (eventlet, gevent, plain threads) has to offer; `core.loop` hands it on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from socket import socket

    from core.plain_connections import PlainConnections

Result = TypeVar("Result")
WsgiApp = Callable[[dict[str, Any], Any], Any]

BACKLOG = 1024
HEADER_SECONDS = 10
KEEP_ALIVE_SECONDS = 15
STALL_SECONDS = 30
THREADS = 4


class LoopSwitched(RuntimeError):
    """Somebody yielded to the loop where that would freeze everybody (inside `no_switch`)."""


class CannotListen(Exception):
    """The address cannot be listened on; the text is the one line to print."""

    start_ends_with = 2


class Flag(Protocol):
    """Something to wait for. Once set it stays set; set it from the loop, not from `in_thread`."""

    def set(self) -> None: ...
    def is_set(self) -> bool: ...
    def wait(self, timeout: float | None = None) -> bool: ...


class Mutex(AbstractContextManager[Any], Protocol):
    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool: ...
    def release(self) -> None: ...
    def locked(self) -> bool: ...


class Server(Protocol):
    """A running HTTP server."""

    def stop_accepting(self) -> None:
        """Refuse new connections and close idle ones; requests and live sockets go on."""


class Loop(Protocol):
    """One way to do many things at once. The modules `core.loop_*` have this shape."""

    name: str

    def patch(self) -> None: ...
    def spawn(self, fn: Callable[[], None]) -> None: ...
    def sleep(self, seconds: float) -> None: ...
    def make_event(self) -> Flag: ...
    def make_lock(self) -> Mutex: ...

    def make_thread_lock(self) -> Mutex:
        """A lock of the operating system, for moments that never yield."""

    def in_thread(self, fn: Callable[[], Result]) -> Result: ...
    def no_switch(self) -> AbstractContextManager[None]: ...

    def take_socket(self, environ: dict[str, Any]) -> Any:
        """The client's socket, which from now on belongs to the caller."""

    def plain(self, sock: Any) -> "socket":
        """The socket of the operating system beneath it."""

    def receive(self, sock: Any, size: int) -> bytes:
        """Wait for bytes. Others run before this returns; empty when the other side has closed."""

    def leave_socket(self, environ: dict[str, Any]) -> list[bytes]:
        """What a WSGI app returns after it has taken the socket."""

    def start_server(
        self, listener: "socket", app: WsgiApp, connections: int, plain: "PlainConnections"
    ) -> Server:
        """`connections` in all; `plain` hears of those that carry requests."""
