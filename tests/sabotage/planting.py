"""Planting a bug in a copy of the house, never in the house itself."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sabotage.bugs import Bug

ROOT = Path(__file__).parents[2]
INSTALLED = (".venv", "node_modules")
PATIENCE_SECONDS = 900


class DoesNotApply(Exception):
    """The code has changed: the bug or the name of its guard has to be written anew."""


def require_fit(bug: Bug, house: Path = ROOT) -> None:
    """Raises DoesNotApply when the bug no longer fits the code, or its guard is gone."""
    _apply(bug, house, "--check")
    path, *_, name = bug.guard.partition("[")[0].split("::")
    file = house / path
    if not file.exists() or not re.search(rf"^ *def {name}\(", file.read_text(), re.MULTILINE):
        raise DoesNotApply(f"{bug.name}: there is no {bug.guard}")


@contextmanager
def planted(bug: Bug, house: Path) -> Iterator[None]:
    """The house has the bug as long as this lasts. Raises DoesNotApply."""
    _apply(bug, house)
    try:
        yield
    finally:
        _apply(bug, house, "--reverse")


def copy_house(to: Path) -> Path:
    """Every file that the repository has, as it is now, and what is installed."""
    named = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, named):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    for name in INSTALLED:
        (to / name).symlink_to(ROOT / name)
    return to


def passes(house: Path, tests: list[str]) -> bool:
    """Whether these tests pass in this house."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    run = subprocess.run(
        words,
        cwd=house,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if run.returncode > 1:  # Neither passed nor failed: nothing was played.
        raise DoesNotApply(run.stdout.decode()[-2000:])
    return run.returncode == 0


def is_found(bug: Bug, house: Path) -> bool:
    """Plant the bug, ask its guard, take it out again."""
    with planted(bug, house):
        return not passes(house, [bug.guard])


def _apply(bug: Bug, house: Path, *how: str) -> None:
    words = ["git", "apply", *how, str(bug.patch)]
    done = subprocess.run(words, cwd=house, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DoesNotApply(f"{bug.patch.name}: {done.stderr.strip()}")
