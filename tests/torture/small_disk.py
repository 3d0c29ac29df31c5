"""A disk that is really full: a desk on a small tmpfs, which is mounted where nobody else sees it.

`python -m tests.torture.small_disk FOLDER CYCLES SEED`, in a mount namespace of its own, mounts it
over FOLDER, plays there, and prints the row of the table as JSON.
"""

import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import msgspec

from tests.live.desk import ROOT, Desk, prepare
from tests.torture.faults import Scene
from tests.torture.play import play
from tests.torture.report import Row

MEGABYTES = 32
BACK_WITHIN_SECONDS = 10
_APART = ("unshare", "--user", "--map-root-user", "--mount")
_MOUNT = ("mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs")


def small_disk(scene: Scene) -> None:
    """Not a byte is left, for the database or the log; for a moment, or until it is noticed."""
    ballast = scene.desk.data_dir.with_name("ballast")
    _fill(ballast)
    scene.wait(0.3, 3)
    ballast.unlink()


@cache
def why_not() -> str | None:
    """Why nothing can be mounted here, or None."""
    if shutil.which(_APART[0]) is None:
        return f"{_APART[0]} is not installed"
    with tempfile.TemporaryDirectory() as place:
        words = [*_APART, *_MOUNT, place]
        tried = subprocess.run(words, check=False, capture_output=True, text=True)
    why = tried.stderr.strip().splitlines()
    return f"mounting is not permitted: {why[-1]}" if tried.returncode else None


def run(cycles: int, seed: int) -> Row:
    """The row of the table, from a process of its own."""
    if why := why_not():
        return Row(small_disk.__name__, skipped=why)
    with tempfile.TemporaryDirectory(prefix="livedesk-torture-") as place:
        words = [sys.executable, "-m", __name__, place, str(cycles), str(seed)]
        done = subprocess.run([*_APART, *words], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Row)


def _fill(file: Path) -> None:
    """To the last byte: what is too large for the room that is left is tried smaller."""
    with open(file, "wb", buffering=0) as ballast:
        size = 1024 * 1024
        while size:
            try:
                ballast.write(bytes(size))
            except OSError:
                size //= 2


def _play(place: Path, cycles: int, seed: int) -> Row:
    subprocess.run([*_MOUNT, str(place)], check=True)
    desk = Desk(prepare(place / "desk"), rate_limits="off").start()
    try:
        row = play(desk, small_disk, cycles=cycles, seed=seed)
    finally:
        desk.kill()
    if max(row.seconds) > BACK_WITHIN_SECONDS:
        row.findings.append(f"back only after {max(row.seconds):.1f} s")
    return row


if __name__ == "__main__":
    played = _play(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.buffer.write(msgspec.json.encode(played))
