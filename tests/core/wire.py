"""A Socket.IO client that can also misbehave: raw frames over a plain socket."""

import base64
import json
import os
import socket
import struct
import time

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
# A starved machine takes its time; this only ends a hang.
PATIENCE_SECONDS = 60


def frame(payload: bytes, kind: int = TEXT, *, last: bool = True, size: int | None = None) -> bytes:
    """A masked frame. `size` lies about the length."""
    size = len(payload) if size is None else size
    head = bytes([(0x80 if last else 0) | kind])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65536:
        head += bytes([0x80 | 126]) + struct.pack("!H", size)
    else:
        head += bytes([0x80 | 127]) + struct.pack("!Q", size)
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


class Wire:
    """One connection. After `join()` it is in namespace /t and can `call` events."""

    def __init__(self, port: int, *, offer: str = "", receive_buffer: int | None = None):
        self.sock = socket.socket()
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        offered = f"Sec-WebSocket-Extensions: {offer}\r\n" if offer else ""
        self.sock.sendall(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{offered}\r\n".encode()
        )
        self._read = b""
        self._deadline: float | None = None
        self.answer = self._head()
        self.events: list[list] = []
        self.pings = 0
        self.answers_pings = True
        self._number = 0

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def join(self, auth: dict | None = None) -> "Wire":
        assert self.packet().startswith("0")
        self.text("40/t," + json.dumps(auth or {}))
        assert self.packet().startswith("40/t,")
        return self

    def text(self, packet: str) -> None:
        self.sock.sendall(frame(packet.encode()))

    def ask(self, event: str, *sent: object) -> int:
        """Send an event without waiting; returns the number of its acknowledgement."""
        self._number += 1
        self.text(f"42/t,{self._number}" + json.dumps([event, *sent]))
        return self._number

    def call(self, event: str, *sent: object) -> object:
        return self.acknowledgement(self.ask(event, *sent))

    def acknowledgement(self, number: int) -> object:
        head = f"43/t,{number}["
        while True:
            packet = self.packet()
            if packet.startswith(head):
                sent = json.loads(packet[len(head) - 1 :])
                return sent[0] if sent else None
            if packet.startswith("42/t,"):
                self.events.append(json.loads(packet[5:]))

    def packet(self) -> str:
        """The next text packet; pings are answered on the way. Raises EOFError at the end."""
        while True:
            kind, payload = self.frame()
            if kind == CLOSE:
                raise EOFError(struct.unpack("!H", payload[:2])[0])
            if payload == b"2":
                self.pings += 1
                if self.answers_pings:
                    self.text("3")
            elif kind == TEXT:
                return payload.decode()

    def frame(self) -> tuple[int, bytes]:
        first, second = self._take(2)
        assert not second & 0x80, "a server does not mask"
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(self._take(2 if size == 126 else 8))
        return first & 0x0F, self._take(size)

    def ending(self, within: float = PATIENCE_SECONDS) -> int | None:
        """The close code (0: cut off without one), or None when it is still open then."""
        self._deadline = time.monotonic() + within
        try:
            while True:
                self.packet()
        except EOFError as end:
            return end.args[0]
        except ConnectionError:
            return 0
        except TimeoutError:
            return None
        finally:
            self._deadline = None

    def _head(self) -> str:
        while b"\r\n\r\n" not in self._read:
            self._read += self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        return head.decode()

    def _take(self, size: int) -> bytes:
        while len(self._read) < size:
            self._read += self._more()
        taken, self._read = self._read[:size], self._read[size:]
        return taken

    def _more(self) -> bytes:
        left = PATIENCE_SECONDS if self._deadline is None else self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        data = self.sock.recv(65536)
        if not data:
            raise EOFError(0)
        return data
