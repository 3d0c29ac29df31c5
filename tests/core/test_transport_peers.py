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


def everywhere(servers: list[Served], test: Callable[[Served], None]) -> None:
    """What takes its time is tested in all modes at once."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(test, servers))


def test_silent_connections_are_closed_after_five_seconds(every_server: list[Served]):
    everywhere(every_server, silent_connections_are_closed)


def silent_connections_are_closed(served: Served) -> None:
    """Those that never ask to be let in, that are refused, and that are let go again."""
    with (
        Wire(served.port) as silent,
        Wire(served.port) as refused,
        Wire(served.port).join() as let_go,
        Wire(served.port).join() as accepted,
    ):
        refused.text('40/t,{"refuse":true}')
        let_go.ask("off")
        assert let_go.packet() == "41/t,"
        assert silent.ending(within=3.5) is None
        assert silent.ending() == refused.ending() == let_go.ending() == 1000
        assert accepted.call("echo") == {"sent": []}


def test_a_dead_peer_is_found_by_its_missing_pong(own_server):
    everywhere([own_server(mode, ping=1) for mode in MODES], a_dead_peer_is_found)


def a_dead_peer_is_found(served: Served) -> None:
    with Wire(served.port).join() as alive, Wire(served.port).join() as dead:
        dead.answers_pings = False
        started = time.monotonic()
        living = threading.Thread(target=alive.ending, args=(4,))
        living.start()
        assert (dead.ending(within=6), dead.pings) == (1000, 1)
        assert 1.5 < time.monotonic() - started < 4
        living.join()
        assert alive.call("echo") == {"sent": []}
        assert alive.pings >= 2
        assert served.state()["farewells"] == ["ping timeout"]


def test_the_last_pong_is_known_and_chatter_does_not_renew_it(own_server):
    served = own_server("eventlet", ping=2)
    with Wire(served.port).join() as wire:
        assert wire.ending(within=3) is None
        young = served.state()["pong_ages"][0]
        assert wire.pings == 1
        time.sleep(0.5)
        wire.text("3")
        wire.call("echo")
        state = served.state()
    assert young < 1.2
    assert state["pong_ages"][0] >= young + 0.5
    assert state["nobody"] is None
