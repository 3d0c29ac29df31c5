"""The doors of a served desk: which requests come in at all, and what a stranger can do there."""

import json
from typing import Any

import pytest
import requests
import socketio
import websocket

from tests.live.desk import Desk
from tests.live.people import Person, cookie_of, sign_in

pytestmark = pytest.mark.server
HANDSHAKE = "EIO=4&transport=websocket"


@pytest.fixture
def server(shared: Desk) -> Desk:
    return shared


def knock(server: Desk, **options: Any) -> websocket.WebSocket:
    """A handshake on the wire. A program names no origin."""
    options = {"suppress_origin": "origin" not in options, **options}
    return websocket.create_connection(
        f"ws://127.0.0.1:{server.port}/socket.io/?{HANDSHAKE}", timeout=10, **options
    )


def is_let_in(server: Desk, **options: Any) -> bool:
    try:
        knock(server, **options).close()
    except websocket.WebSocketBadStatusException as refused:
        if refused.status_code != 400:
            raise
        return False
    return True


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_our_own_pages_and_programs_come_in(server: Desk, host: str):
    assert is_let_in(server)
    assert is_let_in(server, origin=f"http://{host}:{server.port}")


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1", "null",
        "http://127.0.0.1:{port}.evil.example", "http://evil127.0.0.1:{port}",
        "http://127.0.0.1:{port}@evil.example", "http://127.0.0.1:1", "file://", "127.0.0.1:{port}",
    ],
)  # fmt: skip
def test_another_sites_pages_stay_outside(server: Desk, origin: str):
    assert not is_let_in(server, origin=origin.format(port=server.port))


def test_a_foreign_host_does_not_make_a_foreign_origin_ours(server: Desk):
    assert not is_let_in(server, origin="http://evil.example", host="evil.example")
    spoofed = ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http"]
    assert not is_let_in(server, origin="http://evil.example", header=spoofed)


@pytest.mark.parametrize(
    ("method", "query"),
    [
        ("GET", "EIO=4&transport=polling"), ("GET", "EIO=4&transport=polling&j=0"),
        ("POST", "EIO=4&transport=polling"), ("POST", "EIO=4&transport=websocket"),
        ("GET", "EIO=4&transport=websocket"), ("GET", "EIO=3&transport=polling"), ("GET", ""),
        ("OPTIONS", "EIO=4&transport=polling"), ("POST", "EIO=4&transport=polling&sid=x"),
    ],
)  # fmt: skip
def test_there_is_no_way_but_the_websocket(server: Desk, method: str, query: str):
    url = f"{server.url}/socket.io/?{query}"
    answer = requests.request(method, url, data="40", timeout=10)
    assert answer.status_code == 400
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_a_sid_of_somebody_else_is_worth_nothing(server: Desk, people):
    gus = people.guest()
    sid = gus._client.eio.sid
    for transport in ("polling", "websocket"):
        url = f"{server.url}/socket.io/?EIO=4&transport={transport}&sid={sid}"
        packet = '42/visitor,["send_message",{"client_id":"stolen","body":"stolen"}]'
        assert requests.post(url, data=packet, timeout=10).status_code == 400
    assert len(gus.sync()["messages"]) == 1


def test_an_event_before_the_acceptance_is_not_run(server: Desk, people):
    gus = people.guest()
    before = gus.sync()["chat"]["last_seq"]
    wire = knock(server)
    wire.recv()
    said = json.dumps(["send_message", {"client_id": "early", "body": "early"}])
    wire.send(f"42/visitor,1{said}")
    wire.send("40/visitor," + json.dumps({"token": "wrong"}))
    assert "not_found" in wire.recv()
    wire.close()
    assert gus.sync()["chat"]["last_seq"] == before


def test_nobody_listens_in_the_default_namespace(server: Desk):
    client = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(server.url, transports=["websocket"], wait_timeout=5)
    client.disconnect()


def test_a_visitors_token_does_not_open_the_console(server: Desk, people):
    gus = people.guest()
    stranger = Person(server.url, "/agent")
    assert stranger.is_turned_away(auth={"token": gus.token}) == "forbidden"


def test_an_agents_cookie_does_not_open_a_chat(server: Desk, people):
    people.guest()
    cookie = cookie_of(sign_in(server.url, "ana@desk.example"))
    assert Person(server.url, "/visitor").is_turned_away(cookie=cookie) == "not_found"


def test_a_binary_event_is_invalid_and_the_connection_goes_on(server: Desk, people):
    gus = people.guest()
    answer = gus.ask("send_message", {"client_id": "x", "body": b"\x00\x01"})
    assert answer["error"]["code"] == "invalid"
    assert gus.says("Hello")["ok"]
    assert gus.connected


def test_two_payloads_and_unknown_events_are_invalid_over_the_wire_too(server: Desk, people):
    gus = people.guest()
    for event, payload in (
        ("send_message", ({}, {})), ("send_message", "text"), ("typing", ()), ("unknown", {}),
        ("connect", {}), ("disconnect", {}), ("*", {}),
    ):  # fmt: skip
        assert gus.ask(event, payload)["error"]["code"] == "invalid"
    assert gus.says("Hello")["ok"]


def test_a_message_of_the_longest_kind_fits_and_a_longer_one_is_told(server: Desk, people):
    gus = people.guest()
    assert gus.says("é" * 4000)["message"]["body"] == "é" * 4000
    assert gus.says("x" * 4001)["error"]["code"] == "too_long"


def test_a_frame_beyond_16_kb_ends_only_its_own_connection(server: Desk, people):
    gus, gil = people.guest("Gus"), people.guest("Gil")
    gus.send("send_message", {"client_id": "x", "body": "x" * 20_000})
    assert gus.is_disconnected()
    assert gil.says("Hello")["ok"]
    back = Person(server.url, "/visitor")
    back.connect(auth={"token": gus.token})
    assert len(back.ask("sync", {"after_seq": 0})["messages"]) == 1
    back.ask("leave")
    back.leave()


def test_a_token_is_never_written_to_the_log(server: Desk, people):
    gus = people.guest()
    gus.says("CANARY of the log")
    requests.get(f"{server.url}/chat/{gus.token}", timeout=10)
    requests.get(f"{server.url}/api/v1/chats/{gus.token}?after_seq=x", timeout=10)
    log = server.log.read_text()
    assert gus.token not in log
    assert "CANARY of the log" not in log
