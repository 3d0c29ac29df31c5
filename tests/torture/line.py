"""One live connection that says at once when it is broken, so that somebody can open another."""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from struct import pack
from typing import Any

import websocket

Payload = dict[str, Any]
PATIENCE_SECONDS = 3
_RESET = pack("ii", 1, 0)


class Broken(Exception):
    """The connection is of no use any more, or never came about."""


@dataclass(frozen=True)
class Key:
    """What opens a namespace: a visitor's token or an agent's cookie."""

    namespace: str
    auth: Payload | None = None
    cookie: str = ""


def _nobody(_event: str, _payload: Payload) -> None:
    """Hears nothing."""


class Line:
    """Opens on construction; `hear(event, payload)` gets what it hears. Every failure is Broken."""

    pushes = True

    def __init__(self, url: str, key: Key, hear: Callable[[str, Payload], None] = _nobody) -> None:
        self._hear = hear
        self._head = f"{key.namespace},"
        self._number = 0
        self._answers: dict[int, Payload] = {}
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        try:
            # Programs name no origin; with one, the desk would ask whose page this is.
            self._wire = websocket.create_connection(
                address, timeout=PATIENCE_SECONDS, suppress_origin=True, cookie=key.cookie or None
            )
        except (OSError, websocket.WebSocketException) as error:
            raise Broken from error
        self._await("0")
        self._send("40" + self._head + json.dumps(key.auth or {}))
        self._await("40" + self._head)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def send(self, event: str, payload: Payload) -> int:
        """Send an event; the number is that of its answer."""
        self._number += 1
        words = json.dumps([event, payload], ensure_ascii=False)
        self._send(f"42{self._head}{self._number}{words}")
        return self._number

    def answer(self, number: int) -> Payload:
        while number not in self._answers:
            self._take(self._next())
        return self._answers.pop(number)

    def ask(self, event: str, payload: Payload | None = None) -> Payload:
        return self.answer(self.send(event, payload or {}))

    def hang_up(self) -> None:
        """As a browser that dies: a reset, no goodbye."""
        wire = self._wire.sock
        if wire is not None:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._wire.shutdown()

    def _take(self, packet: str) -> None:
        if packet.startswith("43" + self._head):
            number, _, answer = packet[2 + len(self._head) :].partition("[")
            self._answers[int(number)] = json.loads("[" + answer)[0]
        elif packet.startswith("42" + self._head):
            self._hear(*json.loads(packet[2 + len(self._head) :]))

    def _await(self, start: str) -> None:
        while not (packet := self._next()).startswith(start):
            if packet.startswith("44"):
                self.hang_up()
                raise Broken(packet)

    def _next(self) -> str:
        """The next packet that is not a ping."""
        try:
            while (packet := self._wire.recv()) == "2":
                self._wire.send("3")
        except (OSError, websocket.WebSocketException) as error:
            self.hang_up()
            raise Broken from error
        if not packet:
            self.hang_up()
            raise Broken("closed")
        return str(packet)

    def _send(self, packet: str) -> None:
        try:
            self._wire.send(packet)
        except (OSError, websocket.WebSocketException) as error:
            self.hang_up()
            raise Broken from error
