"""The same plays on a desk whose agents hold one chat each, so that the queue is rarely empty."""

from pathlib import Path

import pytest

from tests.chat.test_machine import play_inside


@pytest.mark.slow
@pytest.mark.timeout(36_000)
@pytest.mark.usefixtures("time")
def test_a_desk_that_is_always_full_keeps_its_promises(cast: Path, tmp_path: Path) -> None:
    play_inside(cast, tmp_path, capacity=1)
