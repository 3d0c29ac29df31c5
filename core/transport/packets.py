"""Socket.IO packets as JSON text: strict on the way in, quick on the way out."""

import json
import re
from typing import Any

import msgspec
import socketio.packet

CONNECT, DISCONNECT, EVENT, ACK, _CONNECT_ERROR, _BINARY_EVENT = range(6)

# Kind, number of attachments, namespace (a query is cut off), number to acknowledge.
_HEAD = re.compile(
    r"([0125])(?:([0-9]{1,10})-)?(?:(/[^,?]{0,100})(?:\?[^,]*)?(?:,|$))?([0-9]{1,15})?", re.ASCII
)


class Malformed(ValueError):
    """What was sent is not a packet that a client may send; it is dropped."""


class Json:
    """msgspec's JSON, with the names that python-socketio expects of a JSON module."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        try:
            return msgspec.json.encode(value).decode()
        except UnicodeEncodeError:  # A refusal may quote a lone surrogate.
            return json.dumps(value, separators=(",", ":"))

    @staticmethod
    def loads(text: str | bytes) -> Any:
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            return _loads_surrogates(text, error)


def _loads_surrogates(text: str | bytes, error: Exception) -> Any:
    """Lone surrogates pass, to be refused as `invalid` later on: so the sender learns why."""
    if isinstance(text, bytes) or "\\u" not in text:
        raise Malformed("not JSON") from error
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as worse:
        raise Malformed("not JSON") from worse


def _refuse_constant(name: str) -> None:
    raise Malformed(f"{name} is not JSON")


class Packet(socketio.packet.Packet):
    """A packet without binary parts: the product sends none, and none is waited for (S10)."""

    uses_binary_events = False
    json = Json

    def encode(self) -> str:
        head = str(self.packet_type)
        if self.namespace is not None and self.namespace != "/":
            head += self.namespace + ","
        if self.id is not None:
            head += str(self.id)
        return head if self.data is None else head + Json.dumps(self.data)

    def decode(self, encoded_packet: str) -> int:
        """Raises Malformed. Always 0: no attachments will be waited for."""
        head = _HEAD.match(encoded_packet)
        if head is None:
            raise Malformed("unknown kind of packet")
        kind, attachments, namespace, number = head.groups()
        self.packet_type = int(kind)
        self.namespace = namespace
        self.id = None if number is None else int(number)
        rest = encoded_packet[head.end() :]
        self.data = Json.loads(rest) if rest else None
        if self.packet_type == _BINARY_EVENT:
            # With its placeholders left in it fits no schema, so the sender is told `invalid`.
            self.packet_type = EVENT
        elif attachments is not None:
            raise Malformed("attachments without a binary event")
        self._check()
        return 0

    def _check(self) -> None:
        if self.packet_type == EVENT:
            if not isinstance(self.data, list) or not self.data:
                raise Malformed("an event without a name")
            if not isinstance(self.data[0], str):
                raise Malformed("an event whose name is no text")
        elif self.data is not None and not isinstance(self.data, dict):
            raise Malformed("a packet whose data is no object")
