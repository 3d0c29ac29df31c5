"""The same plays against a server process, over real sockets and HTTP.

`MACHINE_STEPS_OUTSIDE=20000` plays more than usual.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.chat.machine.cast import with_an_admin
from tests.chat.machine.machine import Machine, play
from tests.chat.machine.outside import Outside
from tests.torture.nursery import Nursery

USUAL, IN_CI = 200, 1_000


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(36_000)
def test_whatever_people_do_a_served_desk_keeps_its_promises(cast: Path, tmp_path: Path) -> None:
    cast = with_an_admin(cast, tmp_path / "cast")
    with Nursery() as nursery:

        class Played(Machine):
            plays = 0

            def set_stage(self, **settings: Any) -> Outside:
                type(self).plays += 1
                return Outside(cast, tmp_path / f"play-{self.plays}", nursery, **settings)

        play(Played, "MACHINE_STEPS_OUTSIDE", usual=USUAL, in_ci=IN_CI)
