"""The transport under real sockets: order, limits, and what one client cannot do to the others."""

import contextlib
import http.client
import json
import random
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import socketio

from tests.core.neighbours import (
    log_stays_short,
    memory_stays,
    others_are_served,
    push,
)
from tests.core.served import Served
from tests.core.wire import BINARY, Wire, frame

pytestmark = pytest.mark.server

LIMIT = 16 * 1024
NAP_SECONDS = 3.0


@pytest.fixture
def ana(served: Served) -> Iterator[Wire]:
    with Wire(served.port) as wire:
        yield wire.join()


def test_an_event_is_acknowledged(ana: Wire):
    assert ana.call("echo", {"body": "é😀\n"}, 2) == {"sent": [{"body": "é😀\n"}, 2]}


def test_the_official_python_client_gets_along(served: Served):
    with socketio.SimpleClient() as client:
        client.connect(f"http://127.0.0.1:{served.port}", namespace="/t", transports=["websocket"])
        assert client.call("echo", {"a": 1}) == {"sent": [{"a": 1}]}
        client.call("nap", (0.0, 7))
        assert client.receive(timeout=20) == ["woke", 7]


def test_a_refused_connection_hears_so_and_is_closed(served: Served):
    with Wire(served.port) as wire:
        assert wire.packet().startswith("0")
        wire.text('40/t,{"refuse":true}')
        assert wire.packet().startswith("44/t,")


@pytest.mark.parametrize("namespace", ["/", "/nobody", "/visitor"])
def test_there_is_no_way_into_a_namespace_that_nobody_guards(served: Served, namespace: str):
    with Wire(served.port) as wire:
        assert wire.packet().startswith("0")
        wire.text("40" if namespace == "/" else f"40{namespace},")
        assert wire.packet()[:2] == "44"


def test_events_of_one_connection_keep_their_order(ana: Wire):
    naps = [random.choice([0.0, 0.0, 0.001, 0.004]) for _ in range(50)]
    numbers = [ana.ask("nap", seconds, place) for place, seconds in enumerate(naps)]
    assert [ana.acknowledgement(number) for number in numbers] == list(range(50))
    assert ana.events == [["woke", place] for place in range(50)]


def test_one_burst_in_one_segment_keeps_its_order(ana: Wire):
    burst = [f'42/t,{number}["nap",0,{number}]' for number in range(200)]
    ana.sock.sendall(b"".join(frame(packet.encode()) for packet in burst))
    assert [ana.acknowledgement(number) for number in range(200)] == list(range(200))


def test_a_slow_event_of_one_connection_does_not_hold_up_another(served: Served, ana: Wire):
    with Wire(served.port).join() as bea:
        ana.ask("nap", NAP_SECONDS, 1)
        started = time.monotonic()
        bea.call("echo")
        assert time.monotonic() - started < NAP_SECONDS


def test_fragments_and_control_frames_make_one_event(ana: Wire):
    packet = b'42/t,9["echo",5]'
    parts = [frame(packet[:3], last=False), frame(b"?", 9), frame(packet[3:], 0)]
    ana.sock.sendall(b"".join(parts))
    assert ana.frame() == (10, b"?")
    assert ana.acknowledgement(9) == {"sent": [5]}


def test_deflate_is_refused(served: Served):
    with Wire(served.port, offer="permessage-deflate; client_max_window_bits") as wire:
        assert "101 " in wire.answer
        assert "extensions" not in wire.answer.lower()


def test_the_biggest_message_passes_and_a_bigger_one_ends_this_connection(ana: Wire):
    head, tail = '42/t,1["echo","', '"]'
    text = "x" * (LIMIT - len(head) - len(tail) - 1)
    ana.text(f"{head}{text}{tail}")
    assert ana.acknowledgement(1) == {"sent": [text]}
    ana.text(f"{head}{text}xx{tail}")
    assert ana.ending() in (1009, 0)


ATTACKS = {
    "one message in 300 fragments": frame(b"4" + b"x" * 8000, last=False)
    + frame(b"x" * 8000, 0, last=False) * 300,
    "one big frame": frame(b"x" * 900_000),
    "a frame that claims to be endless": frame(b"x" * 5000, size=1 << 60),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_what_is_too_big_costs_only_its_sender(served: Served, attack: bytes):
    with (
        Wire(served.port).join() as wire,
        memory_stays(served),
        log_stays_short(served),
        others_are_served(served),
    ):
        push(wire, attack)
        assert wire.ending() in (1009, 0)


FLOODS = {
    "tiny frames": frame(b"4x" + b"y" * 28) * 20_000,
    "big rubbish": frame(b"42/t," + b"[" * 16_000) * 100,
    "empty fragments": frame(b"4", last=False) + frame(b"", 0, last=False) * 20_000,
    "pings": frame(b"?" * 100, 9) * 20_000,
    "real events": frame(b'42/t,1["echo",1]') * 20_000,
    "binary packets": frame(b"x" * 500, BINARY) * 5_000,
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_flood_is_slowed_down_and_others_do_not_notice(served: Served, flood: bytes):
    with (
        Wire(served.port).join() as wire,
        Wire(served.port).join() as bea,
        memory_stays(served, within_kib=8192),
        log_stays_short(served),
        others_are_served(served),
    ):
        pushing = threading.Thread(target=push, args=(wire, flood))
        pushing.start()
        for _ in range(20):
            assert bea.call("echo", 1) == {"sent": [1]}
            time.sleep(0.02)
        wire.sock.shutdown(socket.SHUT_RDWR)
        pushing.join()


MALFORMED = [
    *('42/t,1["echo"', "42/t,1{}", "42/t,1[]", "42/t,1[[]]", '42/t,1["echo",NaN]', "43/t,1[]"),
    *("44/t,{}", "45", "46/t,", "4", "49", "7", "x", "6", "5", "2probe", "bAAAA", "4" + "9" * 999),
    *("42/t,1" + "[" * 9000, '40/t,"text"', "3", "0{}", '42/nobody,1["echo"]'),
]


def test_malformed_packets_are_dropped_and_the_connection_lives(served: Served, ana: Wire):
    with log_stays_short(served):
        for packet in MALFORMED:
            ana.text(packet)
        ana.sock.sendall(frame(b"\x04binary", BINARY))
        assert ana.call("echo", "still here") == {"sent": ["still here"]}


def test_lone_surrogates_reach_the_handler_as_they_are(ana: Wire):
    ana.text('42/t,5["boom"]')  # answered by a log line only
    ana.text('42/t,6["nap",0,"\\ud800"]')
    assert ana.acknowledgement(6) == "\ud800"


def test_a_binary_event_is_answered_like_any_other(ana: Wire):
    ana.text('451-/t,8["echo",{"_placeholder":true,"num":0}]')
    ana.sock.sendall(frame(b"attachment", BINARY))
    assert ana.acknowledgement(8) == {"sent": [{"_placeholder": True, "num": 0}]}
    assert ana.call("echo") == {"sent": []}


def test_text_that_is_not_utf8_ends_the_connection(ana: Wire):
    ana.sock.sendall(frame(b"4\xff\xfe"))
    assert ana.ending() == 1007


def test_a_failing_handler_costs_no_connection(served: Served, ana: Wire):
    ana.text('42/t,1["boom"]')
    assert ana.call("echo") == {"sent": []}
    assert "planted" in served.log


@pytest.mark.parametrize(
    ("method", "query"),
    [
        ("GET", "EIO=4&transport=polling"),
        ("GET", "EIO=4"),
        ("GET", "EIO=4&transport=polling&j=0"),
        ("POST", "EIO=4&transport=polling"),
        ("POST", "EIO=4&transport=websocket"),
        ("GET", "EIO=4&transport=websocket"),
        ("GET", "EIO=3&transport=websocket"),
        ("GET", "EIO=4&transport=websocket&j=0"),
    ],
)
def test_whatever_is_not_a_websocket_gets_400_at_once(served: Served, method: str, query: str):
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.request(method, f"/socket.io/?{query}", body=b"9" if method == "POST" else None)
    assert connection.getresponse().status == 400
    connection.close()


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_nobody_speaks_into_a_connection_by_its_sid(served: Served, transport: str):
    with Wire(served.port) as wire:
        sid = json.loads(wire.packet()[1:])["sid"]
        wire.text("40/t,{}")
        wire.packet()
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        connection.request(
            "POST", f"/socket.io/?EIO=4&transport={transport}&sid={sid}", body=b'42/t,["echo"]'
        )
        assert connection.getresponse().status == 400
        connection.close()
        assert wire.call("echo") == {"sent": []}


def test_what_follows_the_end_of_a_connection_is_no_request(served: Served):
    request = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    for consumed in (4096, 8192):
        with Wire(served.port).join() as wire:
            end = frame(b"\x03\xe8", 8)
            push(wire, end + b"x" * (consumed - len(end)) + request * 3)
            assert wire.ending() is not None
    time.sleep(0.1)
    assert "smuggled" not in served.state()["farewells"]


def test_an_event_before_the_connection_is_accepted_does_nothing(served: Served):
    with Wire(served.port) as wire:
        wire.packet()
        wire.text('42/t,1["echo"]')
        wire.text("40/t,{}")
        assert wire.packet().startswith("40/t,")


def test_much_before_the_connection_is_accepted_ends_it(served: Served):
    with Wire(served.port) as wire, Wire(served.port) as other:
        for _ in range(4):
            wire.text('42/t,1["echo"]')
        other.text("40/t," + json.dumps({"token": "x" * 5000}))
        assert wire.ending() == other.ending() == 1002


def test_a_client_that_goes_is_said_farewell(served: Served, ana: Wire):
    ana.sock.sendall(frame(b"\x03\xe8", 8))
    assert ana.ending() == 1000
    served.eventually(lambda state: "client disconnect" in state["farewells"])


def test_a_client_that_does_not_read_is_dropped_and_keeps_no_memory(served: Served):
    with (
        Wire(served.port, receive_buffer=4096).join() as deaf,
        memory_stays(served, within_kib=8192),
        log_stays_short(served),
    ):
        connections = served.state()["connections"]
        with contextlib.suppress(ConnectionError):  # It may be dropped before it has asked for all.
            for _ in range(5):
                deaf.ask("flood", 400, 10_000)
        served.eventually(lambda state: state["connections"] < connections)


def test_a_slow_reader_gets_everything_in_order(served: Served):
    with Wire(served.port, receive_buffer=4096).join() as slow:
        number = slow.ask("flood", 100, 9_000)
        time.sleep(0.2)
        assert slow.acknowledgement(number) is None
        assert slow.events == [["news", "x" * 9_000]] * 100


def test_two_who_flood_one_receiver_do_not_mix_their_frames(served: Served, ana: Wire):
    sizes = (1, 70_000, 200, 60_000, 5)
    for size in sizes:
        ana.ask("flood", 3, size)
    ana.call("echo")
    assert [len(event[1]) for event in ana.events] == [size for size in sizes for _ in range(3)]
