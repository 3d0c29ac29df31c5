"""One live connection: Engine.IO over one WebSocket, with the limits that keep it harmless.

One reader runs it from handshake to end and calls the handlers one after another, so the events of
a connection keep their order (R8).
"""

import logging
import time
from contextlib import suppress
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any

from core import loop
from core.transport import frames
from core.transport.frames import BINARY, CLOSE, PING, TEXT, Broken
from core.transport.outgoing import Outgoing
from core.transport.pace import (
    BYTES_AT_ONCE,
    BYTES_PER_SECOND,
    FRAMES_AT_ONCE,
    FRAMES_PER_SECOND,
    Allowance,
    complaints,
)
from core.transport.packets import Malformed

if TYPE_CHECKING:
    from core.transport.engine import Engine

log = logging.getLogger("livedesk.transport")

RECEIVE_BYTES = 4096
FRAMES_IN_A_ROW = 16
SILENT_SECONDS = 5
SILENT_PACKETS = 3
SILENT_BYTES = 4096

_ENGINE_CLOSE, _ENGINE_PING, _ENGINE_PONG, _ENGINE_MESSAGE = "1", "2", "3", "4"
_PING_FRAME = frames.pack(TEXT, _ENGINE_PING.encode())
_EVENT = "2"


class Connection:
    """python-engineio calls this a socket and knows it by `sid`, `session`, `send`, `close`,
    `closed`, `connected` and `upgraded`."""

    connected = upgraded = True

    def __init__(self, engine: "Engine", sid: str, sock: Any) -> None:
        now = time.monotonic()
        self.sid = sid
        self.session: dict[str, Any] = {}
        self.closed = False
        self.handling = False
        self.last_pong_at = now
        self._engine = engine
        self._socket = sock
        self._out = Outgoing(sock, self._gone)
        self._reason = engine.reason.TRANSPORT_CLOSE
        # Silent: no namespace has accepted it (any more), so it may stay for a moment only.
        self._silent_since: float | None = now
        self._silent_packets = 0
        self._ping_at = now + engine.ping_interval
        self._pinged_at: float | None = None
        self._frames = Allowance(FRAMES_PER_SECOND, FRAMES_AT_ONCE)
        self._bytes = Allowance(BYTES_PER_SECOND, BYTES_AT_ONCE)

    def run(self, environ: dict[str, Any], agreement: bytes) -> None:
        """Serve the client until either side ends it."""
        try:
            self._out.write(agreement)
            self.write_text(self._engine.opening(self.sid))
            self._engine.handlers["connect"](self.sid, environ)
            self._read()
        except Broken as broken:
            complaints.note(str(broken))
            self._end(self._engine.reason.TRANSPORT_ERROR, broken.code)
        except OSError:
            pass  # The client is gone; the farewell says the rest.
        finally:
            self._end(self._engine.reason.TRANSPORT_CLOSE)
            self._say_farewell()
            self._out.wait_for_writer()

    def write_text(self, text: str) -> None:
        self._out.write(frames.pack(TEXT, text.encode()))

    def send(self, packet: Any) -> None:
        """Send an Engine.IO packet; one that goes to many is put into a frame once."""
        frame = getattr(packet, "frame", None)
        if frame is None:
            frame = packet.frame = frames.pack(TEXT, packet.encode().encode())
        self._out.write(frame)

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """End it from this side (python-engineio's signature; nobody has to wait for it)."""
        self._end(reason or self._engine.reason.SERVER_DISCONNECT)

    def leave(self) -> None:
        """End it because this server goes away."""
        self._end(self._engine.reason.SERVER_DISCONNECT, frames.GOING_AWAY)

    def check(self, now: float) -> None:
        """Ping when it is time; end what does not answer or never says who it is (R13, S5)."""
        if self._pinged_at is not None and now - self._pinged_at >= self._engine.ping_timeout:
            self._end(self._engine.reason.PING_TIMEOUT)
        elif self._silent_since is not None and now - self._silent_since >= SILENT_SECONDS:
            self._look_for_acceptance()
            if self._silent_since is not None:
                self._end(self._engine.reason.SERVER_DISCONNECT)
        elif self._pinged_at is None and now >= self._ping_at:
            self._pinged_at = now
            self._out.write(_PING_FRAME)

    def doubt(self) -> None:
        """A namespace has let it go: from now on it has to be accepted by one again."""
        self._silent_since = time.monotonic()
        self._silent_packets = 0

    def _read(self) -> None:
        reader = frames.Reader(self._engine.max_http_buffer_size)
        receive = loop.current().receive
        while data := receive(self._socket, RECEIVE_BYTES):
            self._slow_down(self._bytes, len(data))
            for count, (kind, payload) in enumerate(reader.read(data), 1):
                self._slow_down(self._frames, 1)
                self._take(kind, payload)
                if self.closed:
                    return
                if count % FRAMES_IN_A_ROW == 0:
                    loop.sleep(0)

    def _slow_down(self, allowance: Allowance, amount: int) -> None:
        """Who sends too fast is read more slowly, until the network makes the sender wait."""
        wait = allowance.take(amount, time.monotonic())
        if wait and self._engine.brakes:
            complaints.note("a client sends too fast and was slowed down")
            loop.sleep(wait)

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == TEXT:
            try:
                packet = payload.decode()
            except UnicodeDecodeError:
                raise Broken(frames.NOT_TEXT, "the text is not UTF-8") from None
            self._take_packet(packet[:1], packet[1:])
        elif kind == CLOSE:
            self._end(self._engine.reason.CLIENT_DISCONNECT)
        elif kind == PING:
            self._out.write(frames.pack(frames.PONG, payload))
        elif kind == BINARY:
            complaints.note("a binary packet was dropped")

    def _take_packet(self, kind: str, data: str) -> None:
        if kind == _ENGINE_MESSAGE and data:
            self._take_message(data)
        elif kind == _ENGINE_PONG:
            self._take_pong()
        elif kind == _ENGINE_CLOSE:
            self._end(self._engine.reason.CLIENT_DISCONNECT)
        else:
            complaints.note("a packet of an unknown kind was dropped")

    def _take_message(self, message: str) -> None:
        if self._silent_since is not None:
            self._silent_packets += 1
            if self._silent_packets > SILENT_PACKETS or len(message) > SILENT_BYTES:
                raise Broken(frames.PROTOCOL_ERROR, "a client sent much before it was accepted")
        self.handling = True
        try:
            self._engine.handlers["message"](self.sid, message)
        except Malformed as why:
            complaints.note(f"a packet was dropped: {why}")
        except Exception:  # One bad event must not cost the others their connection.
            log.exception("an event handler failed")
        finally:
            self.handling = False
        if self._silent_since is not None:
            self._look_for_acceptance()
        elif not message.startswith(_EVENT):
            self.doubt()
            self._look_for_acceptance()

    def _look_for_acceptance(self) -> None:
        if self._engine.is_accepted(self.sid):
            self._silent_since = None

    def _take_pong(self) -> None:
        """Only the answer to a ping of ours counts: chatter renews no lease."""
        if self._pinged_at is not None:
            now = self.last_pong_at = time.monotonic()
            self._pinged_at = None
            self._ping_at = now + self._engine.ping_interval

    def _gone(self) -> None:
        self._end(self._engine.reason.TRANSPORT_ERROR)

    def _end(self, reason: str, code: int = frames.NORMAL) -> None:
        """Whoever ends it only shuts the socket: the reader wakes up and says farewell."""
        if self.closed:
            return
        self.closed = True
        self._reason = reason
        self._out.stop(frames.goodbye(code))
        with suppress(OSError):
            self._out.plain.shutdown(SHUT_RDWR)

    def _say_farewell(self) -> None:
        try:
            self._engine.handlers["disconnect"](self.sid, self._reason)
        except Exception:  # Nobody waits for it, so the log has to hear of it.
            log.exception("a disconnect handler failed")
