"""Who is in which room, also looked up by connection.

python-socketio looks through every room whenever a connection ends. With 10,000 connections their
common end (a proxy restarts) then holds the loop for a quarter of a minute.
"""

from typing import Any


class Membership:
    """Goes before the class of a python-socketio manager; see `know_rooms`."""

    rooms: dict[str, dict[Any, Any]]
    callbacks: dict[str, Any]
    pending_connect: dict[str, list[str]]
    pending_disconnect: dict[str, list[str]]
    _rooms_of: dict[tuple[str, str], set[Any]]

    def basic_enter_room(
        self, sid: str, namespace: str, room: Any, eio_sid: str | None = None
    ) -> None:
        super().basic_enter_room(  # type: ignore[misc]
            sid, namespace, room, eio_sid=eio_sid
        )
        self._rooms_of.setdefault((namespace, sid), set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        super().basic_leave_room(sid, namespace, room)  # type: ignore[misc]
        self._rooms_of.get((namespace, sid), set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        for room in self._rooms_of.pop((namespace, sid), ()):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            waiting = pending.get(namespace, [])
            if sid in waiting:
                waiting.remove(sid)
            if not waiting:
                pending.pop(namespace, None)

    def get_rooms(self, sid: str, namespace: str) -> list[Any]:
        return [room for room in self._rooms_of.get((namespace, sid), ()) if room is not None]


def know_rooms(manager: Any) -> None:
    """Let a manager that has no connections yet remember the rooms of each connection."""
    kind = type(manager)
    manager.__class__ = type(f"Quick{kind.__name__}", (Membership, kind), {})
    manager._rooms_of = {}  # noqa: SLF001 - this module's own
