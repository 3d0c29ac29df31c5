"""People at the other end without a network: the real gates, rooms and packets, in one thread.

What crosses here is Engine.IO text, so names, schemas, rooms, acknowledgements and who hears what
are those of a served desk. Only sockets and time are missing, which makes thousands of steps cheap.
"""

import json
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

from flask import Flask

from accounts import sessions
from agent_console.sockets import gate as agent_gate
from chat.board import Board
from chat.sockets import gate as visitor_gate
from core.database import db, transaction
from core.transport.packets import Malformed

Payload = dict[str, Any]


class StillBoard(Board):
    """Publishes when it is told to, not half a second later."""

    stirred = False

    def stir(self) -> None:
        self.stirred = True

    def publish(self) -> None:
        self.stirred = False
        self._publish()


class Loopback:
    """A served app without a listener. `later`: what runs beside the handlers, one by one."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.server = app.extensions["socketio"].server
        self.board = app.extensions["livedesk_board"] = StillBoard(app)
        self.sweeper = app.extensions["livedesk_sweeper"]
        self.sweeper.look_around()
        self._later: deque[Callable[[], Any]] = deque()
        self.lines: list[Line] = []
        visitor_gate.connections.clear()
        agent_gate.connections.clear()

    def spawn(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """In the place of `core.loop.spawn`: the writer at once, everything else a little later."""
        if getattr(act, "__name__", "") == "_drain":
            act()
        else:
            self._later.append(lambda: act(*args, **kwargs))

    def settle(self) -> None:
        while self._later:
            self._later.popleft()()

    def publish(self) -> None:
        with self.app.app_context():
            self.board.publish()

    def close(self) -> None:
        """Twice is once."""
        for line in list(self.lines):
            line.cut()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


class Line:
    """One live connection; to the engine it is a socket, to the test a person."""

    connected = upgraded = True
    closed = False

    def __init__(self, desk: Loopback, namespace: str, cookie: str = "") -> None:
        self.desk, self.namespace = desk, namespace
        self.heard: list[tuple[str, Payload]] = []
        # What had been heard when the last answer came: what is heard since knows more than it.
        self.heard_when_answered = 0
        self.last_pong_at = time.monotonic()
        self.refusal: Payload | None = None
        self.sid = uuid4().hex
        self._acknowledged: dict[int, Payload] = {}
        self._number = 0
        self._environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/socket.io/",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "5000",
            "wsgi.url_scheme": "http",
            "HTTP_COOKIE": cookie,
        }

    def connect(self, auth: Any = None) -> "Line":
        eio = self.desk.server.eio
        eio.sockets[self.sid] = self
        self.desk.lines.append(self)
        self.closed = False
        eio.handlers["connect"](self.sid, self._environ)
        self.say_raw(f"0{self.namespace}," + ("" if auth is None else json.dumps(auth)))
        return self

    def ask(self, event: str, *sent: Any) -> Payload:
        """Send an event (with `{}` when nothing is said) and return its acknowledgement."""
        return self.ask_raw(event, *(sent or ({},)))

    def ask_raw(self, event: str, *sent: Any) -> Payload:
        self._number += 1
        self.say_raw(f"2{self.namespace},{self._number}" + json.dumps([event, *sent]))
        return self._acknowledged.pop(self._number)

    def cut(self) -> None:
        """The connection is gone, without a goodbye."""
        if not self.closed:
            self.closed = True
            self.desk.lines.remove(self)
            self.desk.server.eio.sockets.pop(self.sid, None)
            self.desk.server.eio.handlers["disconnect"](self.sid, "transport close")

    def is_disconnected(self) -> bool:
        return self.closed

    def all_heard(self, event: str) -> list[Payload]:
        return [payload for name, payload in self.heard if name == event]

    def say_raw(self, text: str) -> None:
        """Send what may be no packet at all; the transport drops what is malformed."""
        with suppress(Malformed):
            self.desk.server.eio.handlers["message"](self.sid, text)
        self.desk.settle()

    def acknowledgement(self, number: int) -> Payload | None:
        return self._acknowledged.pop(number, None)

    # What the engine calls.

    def write_text(self, text: str) -> None:
        self._take(text[1:])

    def send(self, packet: Any) -> None:
        self._take(packet.encode()[1:])

    def doubt(self) -> None:
        """A namespace has let it go."""
        self.cut()

    def close(self, **_: Any) -> None:
        self.cut()

    def _take(self, packet: str) -> None:
        kind, rest = packet[0], packet[1:].removeprefix(self.namespace).removeprefix(",")
        if kind == "2":
            name, payload = json.loads(rest)
            self.heard.append((name, payload))
        elif kind == "3":
            at = rest.index("[")
            self._acknowledged[int(rest[:at])] = json.loads(rest[at:])[0]
            self.heard_when_answered = len(self.heard)
        elif kind == "4":
            self.refusal = json.loads(rest)


def cookie_of(app: Flask, account: Any) -> str:
    """The session cookie of somebody who has just signed in."""
    with app.app_context():
        with transaction():
            token = sessions.begin(account)
        signer = app.session_interface.get_signing_serializer(app)
        db.session.remove()
        return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'token': token})}"
