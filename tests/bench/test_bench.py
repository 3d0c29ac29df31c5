"""The bench plays the real path, and whoever changes it breaks the bench before the figures."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2]
SMALL = ["--chats", "4", "--messages", "300", "--switches", "10"]
SHORT = ["--rounds", "1", "--seconds", "0.5", "--chats", "4", "--agents", "2"]


def test_a_short_bench_gives_one_figure_and_loses_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench", *SHORT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("0 refused, 0 lost, 0 duplicate, 0 out of order") == 2
    assert "CPU per durable message:" in run.stdout


PATIENT = ["--patience", "20"]
UNDER_LOAD = {
    "bench.overload": ["--steps", "3", "--seconds", "1", "--chats", "6"],
    "bench.crowding": ["--connections", "300", "--files", "256", "--seconds", "2"],
    "bench.attacks": ["--seconds", "0.25"],
}


@pytest.mark.parametrize("name", UNDER_LOAD)
def test_a_desk_under_load_leaves_nobody_waiting(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", name, *UNDER_LOAD[name], *PATIENT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.browser
def test_a_short_look_at_the_console_measures_everything() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench.console", *SMALL],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # Whether the goals are met is for a quiet machine to say.
    assert run.returncode in (0, 1), run.stdout + run.stderr
    for figure in ("to another chat", "to the long chat", "from key to glyph", "memory"):
        assert f"  {figure} " in run.stdout, run.stdout + run.stderr
