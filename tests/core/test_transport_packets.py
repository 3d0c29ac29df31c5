"""Socket.IO packets, and the limits of one client."""

import json
import logging

import pytest
import socketio.packet
from hypothesis import given
from hypothesis import strategies as st

from core.transport import pace
from core.transport.packets import CONNECT, DISCONNECT, EVENT, Json, Malformed, Packet

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def decoded(text: str) -> tuple:
    packet = Packet(encoded_packet=text)
    return packet.packet_type, packet.namespace, packet.id, packet.data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", (CONNECT, None, None, None)),
        ('0/visitor,{"token":"t"}', (CONNECT, "/visitor", None, {"token": "t"})),
        ("0/visitor", (CONNECT, "/visitor", None, None)),
        ("0/visitor?x=1,{}", (CONNECT, "/visitor", None, {})),
        ("1/agent,", (DISCONNECT, "/agent", None, None)),
        ('2["a"]', (EVENT, None, None, ["a"])),
        ('2/agent,17["a",{"b":[1,2]}]', (EVENT, "/agent", 17, ["a", {"b": [1, 2]}])),
        ('2/agent,["é\\n😀"]', (EVENT, "/agent", None, ["é\n😀"])),
    ],
)
def test_a_packet_is_read(text: str, expected: tuple):
    assert decoded(text) == expected


@given(data=st.lists(JSON, max_size=3), number=st.none() | st.integers(0, 10**15 - 1))
def test_what_is_written_is_what_the_library_reads_and_the_other_way_round(data, number):
    ours = Packet(EVENT, ["name", *data], "/visitor", number)
    theirs = socketio.packet.Packet(EVENT, ["name", *data], "/visitor", number)
    read = socketio.packet.Packet(encoded_packet=ours.encode())
    assert (read.data, read.namespace, read.id) == (["name", *data], "/visitor", number)
    assert decoded(theirs.encode()) == (EVENT, "/visitor", number, ["name", *data])


@pytest.mark.parametrize(
    "text",
    [
        *("x", "7", "3", "30[]", "4", '6["a"]', "-1", "2", "2[]", "2{}", '2"a"', "2[1]"),
        *('2[["a"]]', "2null", '2["a"', '2["a"]x', '2/agent["a"]', '2/agent17["a"]', '21-["a"]'),
        *('2/agent,12345678901234567["a"]', '2["a",NaN]', '2["a",1e999]', "0[]", '0"t"'),
        *("2" + "[" * 16000, '2["\\ud800",' + "[" * 16000, '2["\\ud800",NaN]', '2²["a"]'),
    ],
)
def test_what_is_not_a_packet_is_dropped(text: str):
    with pytest.raises(Malformed):
        decoded(text)


def test_a_binary_event_is_an_event_that_fits_no_schema():
    placeholder = {"_placeholder": True, "num": 0}
    packet = '51-/visitor,3["a",{"_placeholder":true,"num":0}]'
    assert decoded(packet) == (EVENT, "/visitor", 3, ["a", placeholder])
    assert Packet(encoded_packet='51000000-["a"]').attachment_count == 0


def test_lone_surrogates_are_read_so_that_they_can_be_refused():
    assert decoded('2["a",{"body":"\\ud800"}]')[3] == ["a", {"body": "\ud800"}]


def test_what_msgspec_does_not_write_is_an_error_of_ours():
    with pytest.raises(TypeError):
        Json.dumps({"body": object()})


def test_json_says_what_the_standard_library_reads():
    value = {"body": 'é😀"\n\u2028</script>', "numbers": [1, -2, 2.5], "none": None}
    assert json.loads(Json.dumps(value)) == value


def test_a_burst_is_free_and_then_the_rate_holds():
    allowance = pace.Allowance(per_second=10, at_once=20)
    waits = [allowance.take(1, now=100.0) for _ in range(25)]
    assert waits[:20] == [0.0] * 20
    assert waits[20:] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])


def test_a_quiet_time_fills_the_allowance_again_but_not_over():
    allowance = pace.Allowance(per_second=10, at_once=20)
    allowance.take(20, now=100.0)
    assert allowance.take(10, now=101.0) == 0.0
    assert allowance.take(25, now=1000.0) == pytest.approx(0.5)


def test_trouble_is_written_once_and_counted(caplog: pytest.LogCaptureFixture):
    complaints = pace.Complaints()
    with caplog.at_level(logging.WARNING):
        for _ in range(1000):
            complaints.note("not JSON")
        complaints.note("too big")
    assert [record.getMessage() for record in caplog.records] == [
        "live connections: not JSON (1 times)",
        "live connections: too big (1 times)",
    ]
