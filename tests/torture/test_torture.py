"""A small share of `make torture`: every fault strikes, and nothing is lost, doubled or passed."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.desk import Desk
from tests.torture import faults, leases, power
from tests.torture.clocks import STEPS, DeskWithClock
from tests.torture.judging import SEED, assert_clean
from tests.torture.needed import needs_libfaketime, needs_strace
from tests.torture.play import play
from tests.torture.programme import running

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(600)]

CYCLES, CUTS = 2, 30


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    with running(Desk(place, rate_limits="off")) as desk:
        yield desk


def test_bad_networks_deaths_and_standstills_lose_nothing(desk: Desk) -> None:
    for fault in faults.ON_ANY_DESK:
        assert_clean(play(desk, fault, cycles=CYCLES, seed=SEED))


@needs_strace
def test_a_full_a_failing_and_a_slow_disk_lose_nothing(desk: Desk) -> None:
    for fault in faults.WITH_STRACE:
        assert_clean(play(desk, fault, cycles=CYCLES, seed=SEED))


@needs_libfaketime
def test_a_wall_clock_that_is_set_ends_nothing(place: Path) -> None:
    with running(DeskWithClock(place, rate_limits="off")) as desk:
        assert_clean(play(desk, faults.clock_step, cycles=4, seed=SEED))


@needs_libfaketime
def test_who_has_gone_loses_the_place_in_time_and_nobody_else_while_the_clock_is_set(
    place: Path,
) -> None:
    desk = DeskWithClock(place, rate_limits="off", **leases.GRACES)
    with running(desk):
        assert leases.findings_of(desk, random.Random(SEED).sample(STEPS[:-1], 1)) == []


@needs_strace
def test_a_power_cut_takes_nothing_acknowledged_and_one_without_syncs_does(
    desk: Desk, tmp_path: Path
) -> None:
    record = power.record(desk, 60, seed=SEED, trace=tmp_path / "trace")
    (tmp_path / "cut").mkdir()
    cuts = {"seed": SEED, "folder": tmp_path / "cut"}
    assert_clean(power.play_cuts(record, CUTS, **cuts))
    never_synced = power.Record(record.before, [act for act in record.acts if act.kind != "sync"])
    assert power.play_cuts(never_synced, CUTS, **cuts).tally.lost > 0
