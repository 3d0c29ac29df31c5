"""The one gate that every live event passes: who, right, schema, rate.

A handler cannot be registered without them, and what is not registered is answered as unknown (S3).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from flask import Flask
from socketio import Server
from socketio.exceptions import ConnectionRefusedError as Turned

from core import answers, figures
from core.database import reading
from core.disk import disk_of
from core.errors import Invalid, NotFound, RateLimited, Refused
from core.writer import writer_of
from live.rates import Bucket, Rate

log = logging.getLogger("livedesk.live")

Handler = Callable[..., dict[str, Any]]


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """The schema of an event that carries nothing: `{}`."""


@dataclass(slots=True)
class Connection:
    """One live connection: who it is (`principal`), as the server found out on connecting."""

    sid: str
    namespace: str
    principal: Any
    environ: dict[str, Any]
    buckets: dict[str, Bucket] = field(default_factory=dict)
    # The chats whose changes this connection hears besides its own.
    watched: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Registered:
    schema: type
    right: Callable[[Any], None]
    rate: Rate
    way: str
    handler: Handler


class Gate:
    """The gate of one namespace.

    `admit(sid, environ, auth)` returns the principal or raises Refused; `welcome(connection)` runs
    once the connection stands; `farewell(connection, reason)` when it has gone, and why.
    """

    def __init__(
        self,
        namespace: str,
        *,
        admit: Callable[[str, dict[str, Any], Any], Any],
        welcome: Callable[[Connection], None],
        farewell: Callable[[Connection, str], None],
    ) -> None:
        self.namespace = namespace
        self.connections: dict[str, Connection] = {}
        self._events: dict[str, _Registered] = {}
        self._admit, self._welcome, self._farewell = admit, welcome, farewell

    @property
    def names(self) -> list[str]:
        return sorted(self._events)

    def event(
        self,
        name: str,
        schema: type,
        *,
        right: Callable[[Any], None],
        rate: Rate,
        way: str,
    ) -> Callable[[Handler], Handler]:
        """Register a handler `(connection, payload) -> acknowledgement fields`.

        `right(principal)` raises when the person may not act (any more). `way`: `write` runs both
        through the writer, `read` inside one read transaction, `door` leaves it to the handler.
        """
        if way not in ("write", "read", "door"):
            raise ValueError(way)

        def register(handler: Handler) -> Handler:
            self._events[name] = _Registered(schema, right, rate, way, handler)
            return handler

        return register

    def install(self, app: Flask, server: Server, *, brakes: bool) -> None:
        """Attach the namespace to the Socket.IO server. `brakes` False: no rate limits."""
        self._app, self._server, self._brakes = app, server, brakes
        self._writer = writer_of(app)
        self._disk = disk_of(app)
        figures.connections.labels(self.namespace).set_function(lambda: len(self.connections))
        server.on("connect", self._connect, namespace=self.namespace)
        server.on("disconnect", self._disconnect, namespace=self.namespace)
        server.on("*", self._pass, namespace=self.namespace)

    def enter(self, connection: Connection, room: str) -> None:
        self._server.enter_room(connection.sid, room, namespace=self.namespace)

    def leave(self, connection: Connection, room: str) -> None:
        self._server.leave_room(connection.sid, room, namespace=self.namespace)

    def _connect(self, sid: str, environ: Any = None, auth: Any = None, *more: Any) -> Any:
        # A client may send an event that is called "connect": it comes without the true environ.
        if sid in self.connections or environ is not self._server.get_environ(sid, self.namespace):
            return answers.acknowledge_refusal(_unknown("connect"))
        try:
            with self._app.app_context():
                connection = Connection(
                    sid, self.namespace, self._admit(sid, environ, auth), environ
                )
                self.connections[sid] = connection
                self._welcome(connection)
            figures.connected.labels(self.namespace).inc()
        except Refused as refusal:
            raise self._turned_away(sid, refusal) from None
        except Exception as error:  # noqa: BLE001 - the client is to learn that it may come again
            raise self._turned_away(sid, answers.unexpected("connecting", error)) from None
        return None

    def _turned_away(self, sid: str, refusal: Refused) -> Turned:
        self.connections.pop(sid, None)
        return Turned(refusal.message, answers.error(refusal))

    def _disconnect(self, sid: str, reason: Any = "", *_: Any) -> Any:
        # Likewise "disconnect": the true one comes when the connection is closing already.
        if self._server.manager.is_connected(sid, self.namespace):
            return answers.acknowledge_refusal(_unknown("disconnect"))
        connection = self.connections.pop(sid, None)
        if connection is not None:
            with self._app.app_context():
                self._farewell(connection, reason)
        return None

    def _pass(self, name: str, *given: Any) -> dict[str, Any]:
        # And an event that is called "*" comes without its name: then the connection is first.
        if name in self.connections:
            return answers.acknowledge_refusal(_unknown("*"))
        sid, *sent = given
        began = time.monotonic()
        answer = self._answer(name, sid, sent)
        known = name if name in self._events else "unknown"
        outcome = "ok" if answer["ok"] else answer["error"]["code"]
        figures.count_answer(known, outcome, time.monotonic() - began)
        return answer

    def _answer(self, name: str, sid: str, sent: list[Any]) -> dict[str, Any]:
        try:
            return {"ok": True, **self._act(name, sid, sent)}
        except Refused as refusal:
            return answers.acknowledge_refusal(refusal)
        except Exception as error:  # noqa: BLE001 - a handler's fault ends its event only (S13)
            return answers.acknowledge_refusal(answers.unexpected(f"event {name}", error))

    def _act(self, name: str, sid: str, sent: list[Any]) -> dict[str, Any]:
        connection = self.connections.get(sid)
        if connection is None:
            raise NotFound("This connection is closed.")
        registered = self._events.get(name)
        if registered is None:
            raise _unknown(name)
        if self._brakes:
            _brake(connection, name, registered.rate)
        payload = _checked(registered.schema, sent)
        if registered.way == "write":
            self._disk.require_room()
            # The writer has an app context of its own; one for each message is dear.
            done: dict[str, Any] = self._writer.run(_rightly, registered, connection, payload)
            return done
        with self._app.app_context():
            return _looked_up(registered, connection, payload)


def _rightly(registered: _Registered, connection: Connection, payload: Any) -> dict[str, Any]:
    """Check the right to act in the same transaction as the act (S33)."""
    registered.right(connection.principal)
    return registered.handler(connection, payload)


def _looked_up(registered: _Registered, connection: Connection, payload: Any) -> dict[str, Any]:
    with reading():
        if registered.way == "read":
            return _rightly(registered, connection, payload)
        registered.right(connection.principal)
    return registered.handler(connection, payload)


def _brake(connection: Connection, name: str, rate: Rate) -> None:
    bucket = connection.buckets.get(name)
    if bucket is None:
        bucket = connection.buckets[name] = Bucket(rate)
    wait = bucket.take()
    if wait:
        raise RateLimited(wait)


def _checked(schema: type, sent: list[Any]) -> Any:
    """The payload as the schema's type; exact types, no unknown fields (S12)."""
    if len(sent) != 1 or not isinstance(sent[0], dict):
        raise Invalid("An event carries one object.")
    try:
        return msgspec.convert(sent[0], schema)
    except msgspec.ValidationError as error:
        raise answers.schema_refusal(error) from None


def _unknown(name: Any) -> Invalid:
    return Invalid(f"There is no event '{str(name)[:40]}'.")
