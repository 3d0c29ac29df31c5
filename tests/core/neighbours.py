"""What one client must not do to the others."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.core.served import Served
from tests.core.wire import Wire

# The benchmarks know milliseconds; on a busy machine a test only has to catch a loop that hangs.
PATIENCE_SECONDS = 3.0


@contextmanager
def others_are_served(served: Served) -> Iterator[None]:
    """Meanwhile another client's requests are answered without a long wait."""
    waits, done = [], threading.Event()

    def ask() -> None:
        while not done.is_set():
            started = time.monotonic()
            served.get("/ping")
            waits.append(time.monotonic() - started)
            done.wait(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
        time.sleep(0.1)
    finally:
        done.set()
        asking.join()
    assert max(waits) < PATIENCE_SECONDS


@contextmanager
def memory_stays(served: Served, within_kib: int = 4096) -> Iterator[None]:
    before = served.state()["peak_rss_kib"]
    yield
    assert served.state()["peak_rss_kib"] - before < within_kib


@contextmanager
def log_stays_short(served: Served, within: int = 2000) -> Iterator[None]:
    before = len(served.log)
    yield
    added = served.log[before:]
    assert len(added) < within
    assert "Traceback" not in added


def push(wire: Wire, data: bytes) -> None:
    """Send as an attacker does: until it is all gone, or the server has had enough."""
    with suppress(OSError):
        wire.sock.sendall(data)
