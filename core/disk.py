"""How full the disk is: first files are refused, then all that writes; it heals by itself (R46).

A database on a full disk cannot even delete, so the desk stops before that, and keeps a reserve
that is given back when it has stopped: room for the commands that clean up.
"""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from pathlib import Path

from flask import Flask, current_app, request
from prometheus_client import Gauge

from core import loop
from core.errors import Unavailable
from core.settings import Settings
from core.sizes import MEGABYTE

log = logging.getLogger("livedesk.disk")

# What the people at the desk see of it is to be right within moments.
LOOK_EVERY_SECONDS = 2
RESERVE = "reserve"
RESERVE_BYTES = 64 * MEGABYTE
_EXTENSION = "livedesk_disk"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})

_free = Gauge("livedesk_disk_free_bytes", "Free on the disk that holds the data folder")
_level = Gauge("livedesk_disk_level", "0 ample, 1 scarce, 2 no files, 3 read only")

# Total and free bytes.
Measure = Callable[[Path], tuple[int, int]]


class Level(IntEnum):
    """What the desk still does."""

    AMPLE = 0
    SCARCE = 1
    NO_FILES = 2
    READ_ONLY = 3


_SAID = {
    Level.AMPLE: "there is room again",
    Level.SCARCE: "there is little room left",
    Level.NO_FILES: "files are refused",
    Level.READ_ONLY: "nothing is stored any more",
}


def level_of(total: int, free: int) -> Level:
    """By the share that is free; of large disks by an amount that is plenty for a desk."""
    for level, share, plenty in (
        (Level.READ_ONLY, 0.01, 64 * MEGABYTE),
        (Level.NO_FILES, 0.05, 1024 * MEGABYTE),
        (Level.SCARCE, 0.10, 5 * 1024 * MEGABYTE),
    ):
        if free < min(total * share, plenty):
            return level
    return Level.AMPLE


def measure(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.total, usage.free


class Disk:
    """The disk under the data folder, as it was at the last look."""

    def __init__(self, folder: Path, *, reserve_bytes: int, measure: Measure = measure) -> None:
        self.level = Level.AMPLE
        self._folder = folder
        self._reserve = folder / RESERVE
        self._reserve_bytes = reserve_bytes
        self._measure = measure

    def start(self) -> None:
        self.look()
        loop.spawn_every(LOOK_EVERY_SECONDS, self.look)

    def look(self) -> None:
        """Measure, say what has changed, and hold the reserve or give it back."""
        total, free = self._measure(self._folder)
        _free.set(free)
        # The reserve counts as used, whether it is held or not: giving it back heals nothing.
        missing = self._reserve_bytes - self._held()
        found = level_of(total, free - missing)
        if found != self.level:
            log.warning("disk: %s (%d MB free)", _SAID[found], free // MEGABYTE)
        self.level = found
        _level.set(found)
        self._keep_reserve(missing)

    def require_room(self) -> None:
        """Raises Unavailable when nothing may be stored."""
        if self.level >= Level.READ_ONLY:
            raise Unavailable(retry_after_seconds=LOOK_EVERY_SECONDS)

    def require_room_for_files(self) -> None:
        """Raises Unavailable when no files may be stored."""
        if self.level >= Level.NO_FILES:
            raise Unavailable(retry_after_seconds=60)

    def _held(self) -> int:
        return self._reserve.stat().st_size if self._reserve.exists() else 0

    def _keep_reserve(self, missing: int) -> None:
        if self.level == Level.READ_ONLY:
            self._reserve.unlink(missing_ok=True)
        elif missing and self.level <= Level.SCARCE:
            with suppress(OSError), open(self._reserve, "wb") as file:
                os.posix_fallocate(file.fileno(), 0, self._reserve_bytes)


def install(app: Flask, settings: Settings) -> None:
    """On loopback nobody depends on the desk: there it keeps no reserve."""
    reserve = RESERVE_BYTES if settings.production else 0
    app.extensions[_EXTENSION] = Disk(settings.data_dir, reserve_bytes=reserve)
    app.before_request(_refuse_writing)


def disk() -> Disk:
    """Needs an app context."""
    return disk_of(current_app)


def disk_of(app: Flask) -> Disk:
    found: Disk = app.extensions[_EXTENSION]
    return found


def _refuse_writing() -> None:
    if request.method not in _READS:
        disk().require_room()
