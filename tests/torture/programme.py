"""Every way to torture a desk, by name: what it needs, and how often it is done."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.live.desk import Desk, prepare
from tests.torture import clocks, faults, full_house, leases, power, small_disk, strace
from tests.torture.clocks import DeskWithClock
from tests.torture.nursery import Nursery, NurseryDesk
from tests.torture.play import play
from tests.torture.report import Row
from tests.torture.uploads import play_uploads

RECORDED_MESSAGES = 1_000
UPLOADS_A_KILL = 50


@dataclass(frozen=True)
class Act:
    """`cycles`: how often by default. `run(cycles, seed)` returns the row of the table."""

    cycles: int
    run: Callable[[int, int], Row]


def programme() -> dict[str, Act]:
    acts = {"kill": Act(100, _killing)}
    acts |= {one.__name__: Act(10, _on_a_desk(one)) for one in faults.ON_ANY_DESK}
    acts |= {one.__name__: Act(10, _with_strace(one)) for one in faults.WITH_STRACE}
    acts["clock_step"] = Act(20, _with_faketime)
    acts["small_disk"] = Act(10, small_disk.run)
    acts["kill_uploads"] = Act(10, _killing_uploads)
    acts["power_cut"] = Act(200, _cutting_power)
    acts["full_house"] = Act(1, _killing_a_full_house)
    return acts


@contextmanager
def folder() -> Iterator[Path]:
    """A new data folder with the cast in it."""
    with tempfile.TemporaryDirectory(prefix="livedesk-torture-") as place:
        yield prepare(Path(place) / "desk")


@contextmanager
def running(desk: Desk) -> Iterator[Desk]:
    desk.start()
    try:
        yield desk
    finally:
        desk.kill()


@contextmanager
def _reborn_quickly() -> Iterator[Desk]:
    with folder() as place, Nursery() as nursery:
        desk = NurseryDesk(place, rate_limits="off")
        desk.nursery = nursery
        with running(desk):
            yield desk


def _killing(cycles: int, seed: int) -> Row:
    with _reborn_quickly() as desk:
        return play(desk, faults.kill, cycles=cycles, seed=seed)


def _killing_uploads(cycles: int, seed: int) -> Row:
    with _reborn_quickly() as desk:
        return play_uploads(desk, each=UPLOADS_A_KILL, cycles=cycles, seed=seed)


def _killing_a_full_house(cycles: int, _seed: int) -> Row:
    with folder() as place, running(Desk(place, rate_limits="off")) as desk:
        return full_house.play(desk, full_house.House(), cycles=cycles)


def _on_a_desk(fault: faults.Fault) -> Callable[[int, int], Row]:
    def run(cycles: int, seed: int) -> Row:
        with folder() as place, running(Desk(place, rate_limits="off")) as desk:
            return play(desk, fault, cycles=cycles, seed=seed)

    return run


def _with_strace(fault: faults.Fault) -> Callable[[int, int], Row]:
    def run(cycles: int, seed: int) -> Row:
        if why := strace.why_not():
            return Row(fault.__name__, skipped=why)
        return _on_a_desk(fault)(cycles, seed)

    return run


def _with_faketime(cycles: int, seed: int) -> Row:
    if clocks.library() is None:
        return Row("clock_step", skipped="libfaketime is not installed")
    with folder() as place, running(DeskWithClock(place, rate_limits="off")) as desk:
        row = play(desk, faults.clock_step, cycles=cycles, seed=seed)
    with folder() as place:
        desk = DeskWithClock(place, rate_limits="off", **leases.GRACES)
        with running(desk):
            row.findings += leases.findings_of(desk, clocks.STEPS[:-1])
    return row


def _cutting_power(cycles: int, seed: int) -> Row:
    if why := strace.why_not():
        return Row("power_cut", skipped=why)
    with folder() as place:
        with running(Desk(place, rate_limits="off")) as desk:
            trace = place.with_suffix(".trace")
            record = power.record(desk, RECORDED_MESSAGES, seed=seed, trace=trace)
        shutil.rmtree(place)
        place.mkdir()
        return power.play_cuts(record, cycles, seed=seed, folder=place)
