"""A server that is killed under load, again and again: 100 times in CI, 20 times elsewhere."""

import os
from pathlib import Path

import pytest

from tests.live.desk import Desk
from tests.torture import faults, full_house
from tests.torture.judging import SEED, assert_clean
from tests.torture.nursery import Nursery, NurseryDesk
from tests.torture.play import play
from tests.torture.programme import running

SMALL_HOUSE = full_house.House(waiting=30, talking=12, tabs=6)
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


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_after_a_kill_everybody_comes_back_to_the_same_place_and_the_same_words(
    place: Path,
) -> None:
    with running(Desk(place, rate_limits="off")) as desk:
        assert_clean(full_house.play(desk, SMALL_HOUSE, cycles=1))
