"""Our transport under python-socketio: WebSocket only, a reader per connection, one clock.

Flask-SocketIO makes its server; `tune` turns the Engine.IO server inside it into an `Engine`.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakSet

import engineio
import socketio

from core import descriptors, loop
from core.transport import frames
from core.transport.connection import Connection
from core.transport.crowd import Crowd
from core.transport.membership import know_rooms
from core.transport.pace import complaints
from core.transport.packets import Json, Packet

PING_INTERVAL_SECONDS = 15
PING_TIMEOUT_SECONDS = 10
MESSAGE_BYTES = 16 * 1024
# An office shares one address, and its people have several tabs.
AT_ONCE_FROM_ONE_ADDRESS = 100
CHECK_SECONDS = 0.5
CHECKS_IN_A_ROW = 200

_DISCONNECT = "1"

_engines: "WeakSet[Engine]" = WeakSet()


def options(async_mode: str) -> dict[str, Any]:
    """Options for `flask_socketio.SocketIO(...)`. Origins are the caller's to add (S1)."""
    return {
        "async_mode": async_mode,
        "async_handlers": False,
        "ping_interval": PING_INTERVAL_SECONDS,
        "ping_timeout": PING_TIMEOUT_SECONDS,
        "max_http_buffer_size": MESSAGE_BYTES,
        "transports": ["websocket"],
        "allow_upgrades": False,
        "http_compression": False,
        "manage_session": False,
        "always_connect": False,
        "cookie": None,
        "cors_credentials": False,
        "json": Json,
        "logger": _quiet("livedesk.socketio"),
        "engineio_logger": _quiet("livedesk.engineio"),
    }


def _quiet(name: str) -> logging.Logger:
    """A logger for a library that would otherwise write whole messages to the log (S68)."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.ERROR)
    return logger


def tune(
    server: socketio.Server,
    *,
    brakes: bool,
    is_of_team: Callable[[dict[str, Any]], bool] = lambda _environ: False,
) -> None:
    """Give the server our transport; before its first connection.

    `brakes` False: no limit on frames per second. `is_of_team(environ)` tells whose handshake finds
    room where there is none for strangers.
    """
    server.packet_class = Packet
    server.namespaces = ()  # Nobody may sit in the default namespace, which asks for no name.
    know_rooms(server.manager)
    engine = server.eio
    engine.__class__ = Engine
    engine.adopt(server, brakes, is_of_team)
    _engines.add(engine)


def last_pong(server: socketio.Server, sid: str) -> float | None:
    """When this connection last answered a ping, in `time.monotonic()` seconds; None: not here."""
    for namespace in list(server.manager.get_namespaces()):
        engine_sid = server.manager.eio_sid_from_sid(sid, namespace)
        connection = server.eio.sockets.get(engine_sid)
        if connection is not None:
            return float(connection.last_pong_at)
    return None


def connected(server: socketio.Server) -> int:
    """How many live connections this process holds."""
    return len(server.eio.sockets)


def close_sockets(server: socketio.Server) -> None:
    """End all live connections of this server."""
    for connection in list(server.eio.sockets.values()):
        connection.leave()


def close_all() -> None:
    """End all live connections of this process."""
    for engine in list(_engines):
        for connection in list(engine.sockets.values()):
            connection.leave()


def is_handling() -> bool:
    """Whether any live connection is in the middle of an event."""
    return any(
        connection.handling
        for engine in list(_engines)
        for connection in list(engine.sockets.values())
    )


class Engine(engineio.Server):
    """The Engine.IO server: python-engineio's checks of the request, our connections."""

    brakes: bool
    start_service_task: bool

    def adopt(
        self, server: socketio.Server, brakes: bool, is_of_team: Callable[[dict[str, Any]], bool]
    ) -> None:
        self.brakes = brakes
        self._is_of_team = is_of_team
        self._crowd = Crowd(
            AT_ONCE_FROM_ONE_ADDRESS if brakes else None, in_all=descriptors.budget().strangers
        )
        self._manager = server.manager

    def is_accepted(self, sid: str) -> bool:
        """Whether a namespace has accepted this connection."""
        manager = self._manager
        return any(
            manager.is_connected(manager.sid_from_eio_sid(sid, namespace), namespace)
            for namespace in list(manager.get_namespaces())
        )

    def opening(self, sid: str) -> str:
        """The first packet of a connection."""
        return "0" + Json.dumps(
            {
                "sid": sid,
                "upgrades": [],
                "pingInterval": int(self.ping_interval * 1000),
                "pingTimeout": int(self.ping_timeout * 1000),
                "maxPayload": self.max_http_buffer_size,
            }
        )

    def send(self, sid: str, data: str) -> None:
        connection = self.sockets.get(sid)
        if connection is not None:
            connection.write_text("4" + data)
            if data.startswith(_DISCONNECT):
                connection.doubt()

    def send_packet(self, sid: str, pkt: Any) -> None:
        connection = self.sockets.get(sid)
        if connection is not None:
            connection.send(pkt)

    def _handle_connect(
        self, environ: dict[str, Any], start_response: Any, transport: str, jsonp_index: Any = None
    ) -> Any:
        """python-engineio has looked at origin, transport and version already."""
        agreement = frames.agree(environ)
        if agreement is None:
            return self._bad_request("Invalid websocket upgrade")
        address = environ.get("REMOTE_ADDR", "")
        if not self._crowd.let_in(address, is_of_team=partial(self._is_of_team, environ)):
            complaints.note("there were too many live connections, or too many of one address")
            return self._bad_request("Too many connections")
        self._start_clock()
        try:
            return self._carry(environ, agreement)
        finally:
            self._crowd.let_go(address)

    def _carry(self, environ: dict[str, Any], agreement: bytes) -> Any:
        backend = loop.current()
        sid = self.generate_id()
        connection = self.sockets[sid] = Connection(self, sid, backend.take_socket(environ))
        try:
            connection.run(environ, agreement)
        finally:
            self.sockets.pop(sid, None)
        return backend.leave_socket(environ)

    def _start_clock(self) -> None:
        if self.start_service_task:
            self.start_service_task = False
            self._stop_clock = loop.spawn_every(CHECK_SECONDS, self._check_all)

    def _check_all(self) -> None:
        now = time.monotonic()
        for count, connection in enumerate(list(self.sockets.values()), 1):
            connection.check(now)
            if count % CHECKS_IN_A_ROW == 0:
                loop.sleep(0)

    def shutdown(self) -> None:
        """Stop the clock. Live connections are ended by `close_sockets`."""
        if not self.start_service_task:
            self.start_service_task = True
            self._stop_clock()
