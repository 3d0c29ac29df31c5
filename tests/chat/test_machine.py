"""Anything that people can do, in any order: queue, chats, presence, tickets keep their promises.

`MACHINE_STEPS=500000` plays more than usual, here and in `test_machine_crowded.py` each.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.chat.machine.cast import with_an_admin
from tests.chat.machine.inside import Inside
from tests.chat.machine.machine import MachineWithClock, play

USUAL, IN_CI = 1_500, 10_000


def play_inside(cast: Path, folder: Path, capacity: int) -> None:
    cast = with_an_admin(cast, folder / "cast")

    class Played(MachineWithClock):
        plays = 0

        def set_stage(self, **settings: Any) -> Inside:
            type(self).plays += 1
            place = folder / f"play-{self.plays}"
            patch = pytest.MonkeyPatch()
            more = {"idle_close_seconds": 300, "retention_days": 1}
            return Inside.on_a_copy(cast, place, patch, **more, **settings)

    Played.capacity = capacity
    play(Played, "MACHINE_STEPS", usual=USUAL, in_ci=IN_CI)


@pytest.mark.slow
@pytest.mark.timeout(36_000)
@pytest.mark.usefixtures("time")
def test_whatever_people_do_the_desk_keeps_its_promises(cast: Path, tmp_path: Path) -> None:
    play_inside(cast, tmp_path, capacity=2)
