"""Upgrades whose process is killed (SIGKILL), from each earlier schema: the next start finishes.

Three for each schema, or about as many in all as `MIGRATION_KILLS` says; `all` is one before each
statement of each upgrade.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.core.released import steps

ROOT = Path(__file__).parents[2]
KILLS = os.environ.get("MIGRATION_KILLS") or str(3 * len(steps()))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_an_upgrade_that_is_killed_leaves_whole_steps_and_the_next_start_finishes_it(
    tmp_path: Path,
):
    kills = killed_upgrades(tmp_path)
    assert {kill["before"] for kill in kills} == {before for before, _ in steps()}
    for kill in kills:
        assert kill["code"] == -9, kill
        assert kill["is_whole_step"], kill
        assert kill["is_finished"], kill
        assert kill["said"] == [], kill
    interrupted = {kill["left"] for kill in kills if kill["left"] == kill["before"]}
    assert interrupted == {before for before, _ in steps()}
    print(f"{len(kills)} kills from {len(steps())} schemas: each left whole steps, was finished")


def killed_upgrades(folder: Path) -> list[dict[str, Any]]:
    """What each of the kills came to; played by a process that may fork."""
    program = [sys.executable, "-m", "tests.core.killed_upgrades", str(folder), KILLS]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
