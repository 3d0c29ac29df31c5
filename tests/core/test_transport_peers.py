"""Connections whose other end says nothing, or is dead."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.core.conftest import MODES
from tests.core.served import Served
from tests.core.wire import Wire

pytestmark = pytest.mark.server
# So long a starved thread may take to answer one.
PING_SECONDS = 3


def everywhere(servers: list[Served], test: Callable[[Served], None]) -> None:
    """What takes its time is tested in all modes at once."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(test, servers))


def test_silent_connections_are_closed_after_five_seconds(every_server: list[Served]):
    everywhere(every_server, silent_connections_are_closed)


def silent_connections_are_closed(served: Served) -> None:
    """Those that never ask to be let in, that are refused, and that are let go again."""
    came = time.monotonic()
    with (
        Wire(served.port) as silent,
        Wire(served.port) as refused,
        Wire(served.port).join() as let_go,
        Wire(served.port).join() as accepted,
    ):
        refused.text('40/t,{"refuse":true}')
        let_go.ask("off")
        assert let_go.packet() == "41/t,"
        assert silent.ending() == 1000
        assert time.monotonic() - came > 4
        assert refused.ending() == let_go.ending() == 1000
        assert accepted.call("echo") == {"sent": []}


def test_a_dead_peer_is_found_by_its_missing_pong(own_server):
    everywhere([own_server(mode, ping=PING_SECONDS) for mode in MODES], a_dead_peer_is_found)


def lives(wire: Wire, is_over: threading.Event) -> None:
    """Answer pings all the while."""
    while not is_over.is_set():
        assert wire.ending(within=0.1) is None


def a_dead_peer_is_found(served: Served) -> None:
    with Wire(served.port).join() as alive, Wire(served.port).join() as dead:
        dead.answers_pings = False
        started, is_over = time.monotonic(), threading.Event()
        living = threading.Thread(target=lives, args=(alive, is_over))
        living.start()
        assert (dead.ending(), dead.pings) == (1000, 1)
        assert time.monotonic() - started > 1.5 * PING_SECONDS
        is_over.set()
        living.join()
        assert alive.call("echo") == {"sent": []}
        assert alive.pings >= 2
        assert served.state()["farewells"] == ["ping timeout"]


def test_the_last_pong_is_known_and_chatter_does_not_renew_it(own_server):
    served = own_server("eventlet", ping=PING_SECONDS)
    with Wire(served.port).join() as wire:
        while not wire.pings:
            before = time.monotonic()
            assert wire.ending(within=0.1) is None
        wire.call("echo")  # What was sent before has been heard.
        young = served.state()["pong_ages"][0]
        since_then = time.monotonic() - before
        time.sleep(0.5)
        wire.text("3")
        wire.call("echo")
        state = served.state()
    assert young < since_then
    assert state["pong_ages"][0] >= young + 0.5
    assert state["nobody"] is None
