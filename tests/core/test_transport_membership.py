"""Rooms are those of python-socketio's own manager, only found faster when a connection ends."""

import random

import pytest
import socketio
from socketio.pubsub_manager import PubSubManager

from core.transport.membership import know_rooms

NAMESPACES = ("/visitor", "/agent")
ROOMS = ("queue", "supervisors", "chat")


def manager(kind: type) -> socketio.Manager:
    made = kind()
    made.set_server(socketio.Server(async_mode="threading"))
    return made


def rooms(one: socketio.Manager) -> dict:
    return {
        namespace: {room: dict(members) for room, members in named.items()}
        for namespace, named in one.rooms.items()
    }


@pytest.mark.parametrize("kind", [socketio.Manager, PubSubManager])
def test_random_comings_and_goings_leave_the_same_rooms(kind: type):
    plain, quick = manager(kind), manager(kind)
    know_rooms(quick)
    dice = random.Random(7)
    inside: list[tuple[str, str]] = []
    for number in range(2000):
        act = dice.choice(["come", "enter", "enter", "leave", "go", "close"])
        sid, namespace = dice.choice(inside) if inside else ("", "")
        room = dice.choice(ROOMS)
        if act == "come" or not inside:
            sid, namespace = f"sid{number}", dice.choice(NAMESPACES)
            inside.append((sid, namespace))
            for one in (plain, quick):
                one.basic_enter_room(sid, namespace, None, eio_sid=f"eio{number}")
                one.basic_enter_room(sid, namespace, sid, eio_sid=f"eio{number}")
                one.pending_connect.setdefault(namespace, []).append(sid)
        elif act == "go":
            inside.remove((sid, namespace))
            for one in (plain, quick):
                one.pre_disconnect(sid, namespace)
                one.basic_disconnect(sid, namespace)
        else:
            for one in (plain, quick):
                getattr(one, f"basic_{act}_room")(
                    *((room, namespace) if act == "close" else (sid, namespace, room))
                )
        assert rooms(plain) == rooms(quick)
        assert plain.pending_connect == quick.pending_connect
        assert plain.pending_disconnect == quick.pending_disconnect
        for one_sid, one_namespace in inside:
            assert set(plain.get_rooms(one_sid, one_namespace)) == set(
                quick.get_rooms(one_sid, one_namespace)
            )


def test_who_is_not_there_leaves_without_a_trace():
    quick = manager(socketio.Manager)
    know_rooms(quick)
    quick.basic_disconnect("nobody", "/visitor")
    quick.basic_leave_room("nobody", "/visitor", "chat")
    assert (quick.rooms, quick.get_rooms("nobody", "/visitor")) == ({}, [])
