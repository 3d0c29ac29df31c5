"""The drill of backup and restore, small; `make drill` plays it with 100,000 messages."""

from pathlib import Path

import pytest

from tests.torture import drill


@pytest.mark.server
@pytest.mark.slow
def test_a_desk_in_use_is_backed_up_destroyed_and_restored_whole(tmp_path: Path) -> None:
    played = drill.play(tmp_path, messages=2_000)
    assert played.wrong == []
    assert set(played.seconds) >= {"backup in use", "restore", "ready again"}
