"""Pictures that arrive while the server is killed: 60 here, more with `UPLOADS=500`."""

import os
from pathlib import Path

import pytest

from tests.live.desk import Desk
from tests.torture.judging import SEED, assert_clean
from tests.torture.programme import running
from tests.torture.uploads import play_uploads

KILLS = 3
UPLOADS = int(os.environ.get("UPLOADS") or 60)


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_kill_during_uploads_leaves_no_row_without_its_file(place: Path) -> None:
    with running(Desk(place, rate_limits="off")) as desk:
        assert_clean(play_uploads(desk, each=UPLOADS // KILLS, cycles=KILLS, seed=SEED))
