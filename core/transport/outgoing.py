"""What goes out to one client: straight to the operating system, or waiting until that has room."""

from collections import deque
from collections.abc import Callable
from socket import MSG_DONTWAIT, SO_LINGER, SO_SNDBUF, SOL_SOCKET
from struct import pack
from typing import Any

from core import loop
from core.transport.pace import complaints

WAITING_PACKETS = 256
WAITING_BYTES = 1024 * 1024
KERNEL_BYTES = 256 * 1024
WRITE_AT_ONCE = 64 * 1024

_RESET = pack("ii", 1, 0)


class Outgoing:
    """Any greenlet or thread may `write`; one writer runs as long as something waits.

    `give_up` is called when the client is gone or reads so slowly that too much waits (R62).
    """

    __slots__ = (
        "_give_up",
        "_lock",
        "_socket",
        "_stopped",
        "_waiting",
        "_waiting_bytes",
        "_writing",
        "plain",
    )

    def __init__(self, sock: Any, give_up: Callable[[], None]) -> None:
        self._socket = sock
        self.plain = loop.current().plain(sock)
        self.plain.setsockopt(SOL_SOCKET, SO_SNDBUF, KERNEL_BYTES)
        self._give_up = give_up
        self._lock = loop.current().make_thread_lock()
        self._waiting: deque[bytes] | None = None
        self._waiting_bytes = 0
        self._writing = False
        self._stopped = False

    def write(self, frame: bytes) -> None:
        """Write what the operating system takes now, keep the rest. Never waits, never yields."""
        with self._lock:
            if self._stopped:
                return
            if not self._writing:
                frame = frame[self._write_now(frame) :]
                if not frame:
                    return
            too_much = self._keep(frame)
            begin, self._writing = not self._writing, True
        if too_much:
            self._drop()
        elif begin:
            loop.spawn(self._write_rest)

    def stop(self, farewell: bytes) -> None:
        """Nothing is written after this; what still waits is forgotten."""
        with self._lock:
            if not self._stopped and not self._writing and farewell:
                self._write_now(farewell)
            self._stopped = True
            self._waiting = None

    def wait_for_writer(self) -> None:
        """After `stop`, until the writer has noticed, so that the socket can be closed."""
        while self._writing:
            loop.sleep(0.01)

    def _write_now(self, frame: bytes) -> int:
        try:
            return self.plain.send(frame, MSG_DONTWAIT)
        except BlockingIOError:
            return 0
        except OSError:
            return len(frame)  # The client is gone, which the reader is about to find out.

    def _keep(self, frame: bytes) -> bool:
        """Returns whether more waits now than is allowed."""
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append(frame)
        self._waiting_bytes += len(frame)
        return len(self._waiting) > WAITING_PACKETS or self._waiting_bytes > WAITING_BYTES

    def _write_rest(self) -> None:
        try:
            while (chunk := self._next_chunk()) is not None:
                self._socket.sendall(chunk)
                with self._lock:
                    self._waiting_bytes -= len(chunk)
        except OSError:
            self._writing = False
            self._give_up()

    def _next_chunk(self) -> bytes | None:
        with self._lock:
            if not self._waiting:
                self._writing = False
                self._waiting = None
                return None
            chunk = [self._waiting.popleft()]
            size = len(chunk[0])
            while self._waiting and size < WRITE_AT_ONCE:
                chunk.append(self._waiting.popleft())
                size += len(chunk[-1])
            return b"".join(chunk)

    def _drop(self) -> None:
        """End it by a reset, so that the operating system keeps nothing for it either."""
        complaints.note("a client that does not read was dropped")
        self.plain.setsockopt(SOL_SOCKET, SO_LINGER, _RESET)
        self.stop(b"")
        self._give_up()
