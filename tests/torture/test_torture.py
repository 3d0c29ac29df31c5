"""A small share of `make torture`: every fault strikes, and nothing is lost, doubled or passed."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.conftest import prepared, start_desk  # noqa: F401 - fixtures
from tests.live.desk import Desk
from tests.torture import faults, power, strace
from tests.torture.clocks import DeskWithClock, library
from tests.torture.nursery import Nursery, NurseryDesk
from tests.torture.play import play
from tests.torture.programme import running
from tests.torture.report import Row, table

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(600)]

SEED = int(os.environ.get("TORTURE_SEED") or random.randrange(10**6))
KILLS = int(os.environ.get("KILL_CYCLES") or 10)
CYCLES, CUTS = 2, 30


@pytest.fixture
def place(tmp_path: Path, prepared: Path) -> Path:  # noqa: F811
    return Path(shutil.copytree(prepared, tmp_path / "desk"))


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    with running(Desk(place, rate_limits="off")) as desk:
        yield desk


def assert_clean(row: Row) -> None:
    assert row.is_clean, f"seed {SEED}\n{table([row])}\n{row.findings}"
    assert row.tally.acknowledged > 10


def test_a_server_that_is_killed_again_and_again_keeps_what_it_acknowledged(place: Path) -> None:
    with Nursery() as nursery:
        desk = NurseryDesk(place, rate_limits="off")
        desk.nursery = nursery
        with running(desk):
            assert_clean(play(desk, faults.kill, cycles=KILLS, seed=SEED))


def test_bad_networks_deaths_and_standstills_lose_nothing(desk: Desk) -> None:
    for fault in faults.ON_ANY_DESK:
        assert_clean(play(desk, fault, cycles=CYCLES, seed=SEED))


@pytest.mark.skipif(bool(strace.why_not()), reason=str(strace.why_not()))
def test_a_full_a_failing_and_a_slow_disk_lose_nothing(desk: Desk) -> None:
    for fault in faults.WITH_STRACE:
        assert_clean(play(desk, fault, cycles=CYCLES, seed=SEED))


@pytest.mark.skipif(library() is None, reason="libfaketime is not installed")
def test_a_wall_clock_that_is_set_ends_nothing(place: Path) -> None:
    with running(DeskWithClock(place, rate_limits="off")) as desk:
        assert_clean(play(desk, faults.clock_step, cycles=4, seed=SEED))


@pytest.mark.skipif(bool(strace.why_not()), reason=str(strace.why_not()))
def test_a_power_cut_takes_nothing_acknowledged_and_one_without_syncs_does(
    desk: Desk, tmp_path: Path
) -> None:
    record = power.record(desk, 1, seed=SEED, trace=tmp_path / "trace")
    (tmp_path / "cut").mkdir()
    cuts = {"seed": SEED, "folder": tmp_path / "cut"}
    assert_clean(power.play_cuts(record, CUTS, **cuts))
    never_synced = power.Record(record.before, [act for act in record.acts if act.kind != "sync"])
    assert power.play_cuts(never_synced, CUTS, **cuts).tally.lost > 0
