"""A server that is killed under load, again and again: 100 times in CI, 20 times elsewhere."""

import os
from pathlib import Path

import pytest

from tests.torture import faults
from tests.torture.judging import SEED, assert_clean
from tests.torture.nursery import Nursery, NurseryDesk
from tests.torture.play import play
from tests.torture.programme import running

KILLS = int(os.environ.get("KILL_CYCLES") or (100 if "CI" in os.environ else 20))


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_server_that_is_killed_again_and_again_keeps_what_it_acknowledged(place: Path) -> None:
    with Nursery() as nursery:
        desk = NurseryDesk(place, rate_limits="off")
        desk.nursery = nursery
        with running(desk):
            assert_clean(play(desk, faults.kill, cycles=KILLS, seed=SEED))
