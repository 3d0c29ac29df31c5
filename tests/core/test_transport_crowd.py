"""One address cannot hold all live connections, and an office is not kept out."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator

import pytest
import websocket

from core.transport.crowd import Crowd
from core.transport.engine import AT_ONCE_FROM_ONE_ADDRESS
from tests.live.conftest import StartDesk, prepared, start_desk  # noqa: F401 - fixtures
from tests.live.desk import Desk
from tests.live.people import cookie_of, sign_in, start_chat


def test_an_address_has_so_much_room_and_gets_it_back() -> None:
    crowd = Crowd(2)
    assert [crowd.let_in("203.0.113.5") for _ in range(3)] == [True, True, False]
    assert crowd.let_in("203.0.113.6")
    crowd.let_go("203.0.113.5")
    assert crowd.let_in("203.0.113.5")


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.5", "::ffff:203.0.113.5", True),
    ],
)
def test_one_customer_is_one_address(one: str, other: str, is_one: bool) -> None:
    crowd = Crowd(1)
    assert crowd.let_in(one)
    assert crowd.let_in(other) is not is_one


@pytest.mark.parametrize("most", [1, None])
def test_loopback_is_not_counted_and_without_brakes_nobody_is(most: int | None) -> None:
    crowd = Crowd(most)
    addresses = ("127.0.0.1", "::1") if most else ("203.0.113.5",)
    assert all(crowd.let_in(address) for address in addresses * 3)


def test_strangers_leave_room_for_the_team_which_is_asked_for_only_when_it_is_full() -> None:
    crowd = Crowd(2, in_all=3)
    assert all(crowd.let_in(address) for address in ("127.0.0.1", "203.0.113.5", "203.0.113.5"))
    for address in ("127.0.0.1", "203.0.113.5", "203.0.113.6"):
        assert not crowd.let_in(address)
        assert crowd.let_in(address, is_of_team=lambda: True)
    for address in ("127.0.0.1", "203.0.113.5", "203.0.113.6") * 2:
        crowd.let_go(address)
    assert crowd.let_in("203.0.113.5", is_of_team=pytest.fail)


def test_nothing_is_remembered_of_who_has_gone() -> None:
    crowd = Crowd(5)
    crowd.let_in("203.0.113.5")
    crowd.let_go("203.0.113.5")
    assert not crowd._here


@contextlib.contextmanager
def connected(desk: Desk, address: str, token: str, cookie: str = "") -> Iterator[bool]:
    """A visitor's live connection from this address; whether it was let in."""
    try:
        wire = websocket.create_connection(
            desk.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
            header={"X-Forwarded-For": address},
            suppress_origin=True,
            cookie=cookie or None,
            timeout=10,
        )
    except websocket.WebSocketBadStatusException:
        yield False
        return
    try:
        assert str(wire.recv()).startswith("0")
        # Who says nothing is let go soon.
        wire.send("40/visitor," + json.dumps({"token": token}))
        assert str(wire.recv()).startswith("40/visitor")
        answering = threading.Thread(target=answer_pings, args=(wire,))
        answering.start()
        yield True
        wire.sock.shutdown(socket.SHUT_RDWR)
        answering.join()
    finally:
        wire.shutdown()


def answer_pings(wire: websocket.WebSocket) -> None:
    """As a client does that is not to be taken for dead, however slow the others are to come."""
    with contextlib.suppress(OSError, websocket.WebSocketException):
        wire.settimeout(None)
        while said := wire.recv():
            if said == "2":
                wire.send("3")


@pytest.mark.server
def test_who_takes_all_connections_of_an_address_leaves_those_of_others(
    start_desk: StartDesk,  # noqa: F811
) -> None:
    desk = start_desk(trusted_proxies="1")
    token = start_chat(desk.url)["chat"]["token"]
    with contextlib.ExitStack() as greedy:
        come = [
            greedy.enter_context(connected(desk, "203.0.113.5", token))
            for _ in range(AT_ONCE_FROM_ONE_ADDRESS + 3)
        ]
        assert come == [True] * AT_ONCE_FROM_ONE_ADDRESS + [False] * 3
        with connected(desk, "203.0.113.6", token) as let_in:
            assert let_in
        # An office shares one address, and the team's tabs are many.
        ana = cookie_of(sign_in(desk.url, "ana@desk.example"))
        with connected(desk, "203.0.113.5", token, cookie=ana) as let_in:
            assert let_in
        with connected(desk, "203.0.113.5", token, cookie="livedesk_session=forged") as let_in:
            assert not let_in
