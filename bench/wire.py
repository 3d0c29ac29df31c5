"""A Socket.IO client on raw WebSocket frames, which costs the bench microseconds, not hundreds."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

import msgspec
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

ANSWERS_WITHIN_SECONDS = 10

Heard = Callable[["Client", str, Any], None]
Answered = Callable[[Any], None]


class Client(WSListener):
    """One connection to one namespace. `hear(client, event, payload)` gets what it hears."""

    def __init__(self, namespace: str, auth: Any, hear: Heard) -> None:
        self._prefix = b"" if namespace == "/" else namespace.encode() + b","
        self._auth = auth
        self._hear = hear
        self._numbers = count()
        self._waiting: dict[int, Answered] = {}
        self._transport: WSTransport | None = None
        self._accepted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, url: str, *, cookie: str = "") -> None:
        """Returns when the namespace has accepted the connection. Raises ConnectionError."""
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        headers = [("Cookie", cookie)] if cookie else []
        async with asyncio.timeout(ANSWERS_WITHIN_SECONDS):
            await ws_connect(lambda: self, address, extra_headers=headers)
            await self._accepted

    def emit(self, event: str, payload: Any, answered: Answered) -> None:
        """Send an event; `answered` gets what the server acknowledges it with."""
        number = next(self._numbers)
        self._waiting[number] = answered
        head = b"42%b%d" % (self._prefix, number)
        self._send(head + msgspec.json.encode([event, payload]))

    async def ask(self, event: str, payload: Any) -> Any:
        """Send an event and return what the server acknowledges it with."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.emit(event, payload, answer.set_result)
        async with asyncio.timeout(ANSWERS_WITHIN_SECONDS):
            return await answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_disconnected(self, _transport: WSTransport) -> None:
        self._transport = None
        self._refuse("the server closed the connection")

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect(graceful=False)
        elif frame.msg_type is WSMsgType.TEXT:
            self._take(frame.get_payload_as_bytes())

    def _take(self, packet: bytes) -> None:
        match packet[:1]:
            case b"0":
                self._send(b"40" + self._prefix + msgspec.json.encode(self._auth))
            case b"2":
                self._send(b"3")
            case b"4":
                self._take_message(packet[1:2], packet[2:].removeprefix(self._prefix))

    def _take_message(self, kind: bytes, rest: bytes) -> None:
        match kind:
            case b"0":
                self._accepted.set_result(None)
            case b"2":
                event, payload = msgspec.json.decode(rest)
                self._hear(self, event, payload)
            case b"3":
                start = rest.index(b"[")
                answered = self._waiting.pop(int(rest[:start]))
                answered(msgspec.json.decode(rest[start:])[0])
            case b"4":
                self._refuse(rest.decode())

    def _refuse(self, reason: str) -> None:
        if not self._accepted.done():
            self._accepted.set_exception(ConnectionError(reason))

    def _send(self, packet: bytes) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, packet)
