"""What is done to a desk that is in use. Each strikes once, and has healed when it returns."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core import lost_sync
from tests.live.desk import Desk
from tests.proxy import Proxy
from tests.torture import strace
from tests.torture.clocks import STEPS, DeskWithClock
from tests.torture.crowd import Crowd

HAPPENS_WITHIN_SECONDS = 60


@dataclass
class Scene:
    """Who is on stage. `random` decides everything, so that a seed plays the same again."""

    desk: Desk
    proxy: Proxy
    crowd: Crowd
    random: random.Random
    # When the fault was over, if that was before it returned: what follows is recovering.
    over_at: float | None = None

    def is_over(self) -> None:
        self.over_at = time.monotonic()

    def wait(self, least: float, most: float) -> None:
        time.sleep(self.random.uniform(least, most))

    def await_that(self, happened: Callable[[], bool]) -> None:
        until = time.monotonic() + HAPPENS_WITHIN_SECONDS
        while not happened():
            assert time.monotonic() < until, "what the fault needs did not happen"
            time.sleep(0.01)


def kill(scene: Scene) -> None:
    """kill -9 in full flight."""
    scene.desk.kill()
    scene.is_over()
    scene.desk.start()


def stop(scene: Scene) -> None:
    """SIGTERM in full flight."""
    assert scene.desk.stop() == 0
    scene.is_over()
    scene.desk.start()


def cut(scene: Scene) -> None:
    """All connections are reset."""
    scene.proxy.cut()


def delay(scene: Scene) -> None:
    """Every packet takes up to 0.3 s longer, in both directions."""
    scene.proxy.delay_seconds = scene.random.uniform(0.05, 0.3)
    scene.wait(0.5, 1)
    scene.proxy.heal()


def black_hole(scene: Scene) -> None:
    """Whatever is sent is never heard of again, and nobody is told."""
    scene.proxy.black_hole = True
    scene.wait(0.3, 1.5)
    scene.proxy.heal()
    scene.proxy.cut()  # What was swallowed leaves streams that no byte can mend.


def no_websockets(scene: Scene) -> None:
    """The network refuses WebSockets: visitors go on by plain requests, agents have to wait."""
    visitors = scene.crowd.talkers[::2]
    before = [visitor.changes_of_way for visitor in visitors]
    scene.proxy.refuses_upgrades = True
    scene.proxy.cut()
    for visitor, changes in zip(visitors, before, strict=True):
        scene.await_that(lambda v=visitor, c=changes: v.changes_of_way > c)
    scene.wait(0.3, 1)
    scene.proxy.heal()


def freeze(scene: Scene) -> None:
    """The server stands still and goes on."""
    os.kill(scene.desk.pid, signal.SIGSTOP)
    scene.wait(0.2, 2)
    os.kill(scene.desk.pid, signal.SIGCONT)


def full_disk(scene: Scene) -> None:
    """No byte can be added to the database's log."""
    with _log_fails(scene, "pwrite64", "error=ENOSPC"):
        scene.wait(0.3, 1)


def failing_disk(scene: Scene) -> None:
    """Nothing that is written reaches the disk: the server ends itself and is started anew."""
    with _log_fails(scene, "fdatasync", "error=EIO"):
        assert scene.desk.wait() == lost_sync.EXIT_CODE
    scene.is_over()
    scene.desk.start()


def slow_disk(scene: Scene) -> None:
    """Each commit takes a quarter of a second longer."""
    with _log_fails(scene, "fdatasync", "delay_enter=250000"):
        scene.wait(0.5, 1.5)


def file_limit(scene: Scene) -> None:
    """No file takes another byte, as under `ulimit -f`: not the database, not the server's log."""
    with scene.desk.unwritable():
        scene.wait(0.3, 1)


def clock_step(scene: Scene) -> None:
    """The wall clock is an hour or a day off, or right again, and everybody has to come anew."""
    assert isinstance(scene.desk, DeskWithClock)
    scene.desk.set_clock(scene.random.choice(STEPS))
    scene.wait(0.2, 0.5)
    scene.proxy.cut()


def visitor_dies(scene: Scene) -> None:
    """A visitor's browser is gone in the middle of a burst."""
    scene.random.choice(scene.crowd.talkers[::2]).die()


def agent_dies(scene: Scene) -> None:
    """An agent's browser is gone in the middle of a burst."""
    scene.random.choice(scene.crowd.talkers[1::2]).die()


def anything(scene: Scene) -> None:
    """Two of the others at once."""
    slow = scene.random.choice([delay, black_hole, visitor_dies])
    beside = threading.Thread(target=slow, args=(scene,))
    beside.start()
    scene.random.choice([visitor_dies, agent_dies, kill, stop, cut])(scene)
    beside.join()


@contextmanager
def _log_fails(scene: Scene, call: str, fault: str) -> Iterator[None]:
    log = scene.desk.database.with_name(scene.desk.database.name + "-wal")
    with strace.injected(scene.desk.pid, call, fault, path=log):
        yield


Fault = Callable[[Scene], None]

ON_ANY_DESK: tuple[Fault, ...] = (
    stop, cut, delay, black_hole, no_websockets, freeze, file_limit, visitor_dies, agent_dies,
    anything,
)  # fmt: skip
WITH_STRACE: tuple[Fault, ...] = (full_disk, failing_disk, slow_disk)
