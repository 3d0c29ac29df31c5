"""The planted bugs: each a patch with its name and the test that has to notice.

Each is a mistake that somebody could make in good faith. `git apply` takes the files as they are.
"""

import re
from dataclasses import dataclass
from pathlib import Path

PATCHES = Path(__file__).parent / "patches"
_HEAD = re.compile(r"(?P<name>[^\n]+)\n\nFound by (?P<guard>tests/\S+::\S+)\n\n--- a/")
_FILE = re.compile(r"^\+\+\+ b/(\S+)$", re.MULTILINE)


class Unreadable(Exception):
    """A patch begins with its name, an empty line, and the test that finds it."""


@dataclass(frozen=True)
class Bug:
    """`guard` is the test that claims to find it, as pytest names it; without parameters: all."""

    name: str
    guard: str
    files: tuple[str, ...]
    patch: Path


def read(patch: Path) -> Bug:
    """Raises Unreadable."""
    text = patch.read_text(encoding="utf-8")
    head = _HEAD.match(text)
    if head is None:
        raise Unreadable(patch.name)
    return Bug(head["name"], head["guard"], tuple(_FILE.findall(text)), patch)


BUGS = tuple(read(patch) for patch in sorted(PATCHES.rglob("*.patch")))
