"""The only place that emits: after the commit, to the rooms that the catalog names."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from engineio import packet as engine
from flask import Flask, current_app
from socketio import PubSubManager, Server, packet

from core.database import current, in_transaction
from live import rooms
from live.catalog import Event, Payload

_EXTENSION = "livedesk_live"


class Delivery:
    """Hands events to the Socket.IO server, and closes connections."""

    def __init__(self, server: Server | None) -> None:
        self._server = server
        # Without a message queue nobody in another process has to hear of anything.
        self._is_alone = server is not None and not isinstance(server.manager, PubSubManager)

    def send(self, event: Event) -> None:
        self._emit(event.name, event.payload(), event.namespace, event.rooms(), event.origin)

    def send_to(self, sid: str, event: Event) -> None:
        """To one connection alone, which missed it or has only just come."""
        self._emit(event.name, event.payload(), event.namespace, [sid], None)

    def announce_restart(self) -> None:
        """To every connection: come back after a while, each at another moment (R55)."""
        if self._server is None:
            return
        for namespace in rooms.NAMESPACES:
            for sid, _ in list(self._server.manager.get_participants(namespace, None)):
                delay = round(secrets.randbelow(50) / 10, 1)
                self._emit("server_restarting", {"delay_seconds": delay}, namespace, [sid], None)

    def disconnect(self, room: str) -> None:
        """Close every connection in a room, in all namespaces."""
        if self._server is None:
            return
        for namespace in rooms.NAMESPACES:
            found = self._server.manager.get_participants(namespace, room)
            for sid in [sid for sid, _ in found]:
                self._server.disconnect(sid, namespace=namespace)

    def narrow(self, room: str, to: list[str]) -> None:
        """In /agent nobody stays in `room` but who is in one of the rooms `to` as well."""
        if self._server is None:
            return
        found = {sid for sid, _ in self._server.manager.get_participants(rooms.AGENT, room)}
        if found:
            found -= {sid for sid, _ in self._server.manager.get_participants(rooms.AGENT, to)}
        for sid in found:
            self._server.leave_room(sid, room, namespace=rooms.AGENT)

    def _emit(
        self, name: str, payload: Payload, namespace: str, to: list[str], skip: str | None
    ) -> None:
        if in_transaction():
            raise RuntimeError(f"{name} was about to be sent before the commit")
        if self._server is None:
            return
        if self._is_alone:
            self._emit_here(name, payload, namespace, to, skip)
        else:
            self._server.emit(name, payload, to=to, namespace=namespace, skip_sid=skip)

    def _emit_here(
        self, name: str, payload: Payload, namespace: str, to: list[str], skip: str | None
    ) -> None:
        """What `Server.emit` does, but written out once, and only when somebody is there."""
        server: Any = self._server
        found = server.manager.get_participants(namespace, to)
        there = [engine_sid for sid, engine_sid in found if sid != skip]
        if there:
            event = server.packet_class(packet.EVENT, data=[name, payload], namespace=namespace)
            message = engine.Packet(engine.MESSAGE, event.encode())
            for engine_sid in there:
                server.eio.send_packet(engine_sid, message)


def install(app: Flask, server: Server | None) -> None:
    """`server` None (commands): events go nowhere, as nobody is connected to this process."""
    app.extensions[_EXTENSION] = Delivery(server)


def delivery() -> Delivery:
    found: Delivery = current_app.extensions[_EXTENSION]
    return found


def record(*events: Event) -> None:
    """Tell those concerned once the open transaction is committed; forgotten on a rollback."""
    opened, send = current(), delivery().send
    for event in events:
        opened.then(partial(send, event))


def whisper(event: Event) -> None:
    """Tell those concerned now: what is not stored (typing)."""
    delivery().send(event)


def end_watching(chat_id: str, *, holder_id: str | None) -> None:
    """After the commit: of those who watch the chat only its holder and supervisors go on."""
    readers = [rooms.SUPERVISORS, *([rooms.agent(holder_id)] if holder_id else [])]
    current().then(partial(delivery().narrow, rooms.watchers_of(chat_id), readers))


def disconnect_session(session_id: str) -> None:
    """After the commit: close the connections that this signed-in session has opened."""
    current().then(partial(delivery().disconnect, rooms.session(session_id)))


def disconnect_account(account_id: str) -> None:
    """After the commit: close all connections of a person (password, role or access changed)."""
    current().then(partial(delivery().disconnect, rooms.account(account_id)))


def afterwards(act: Callable[..., Any], *args: Any) -> None:
    """Call `act` after the commit of the open transaction."""
    current().then(partial(act, *args))
