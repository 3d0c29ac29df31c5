"""Runs the tests of the scripts, tests/js/**/*.test.js, each in a Node of its own."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "tests" / "js").rglob("*.test.js"))


@pytest.fixture(scope="session")
def node() -> str:
    """The machine's Node, or the one that `make setup` has put into .venv."""
    found = shutil.which("node") or shutil.which("node", path=ROOT / ".venv" / "bin")
    assert found, "Node is missing; run: make setup"
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_scripts_pass_their_own_tests(node: str, path: Path):
    run = subprocess.run(
        [node, "--test-reporter=spec", str(path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
