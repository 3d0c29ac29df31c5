"""Pictures that people send: judged by their content, and drawn anew before anybody sees them.

Only the first frame's pixels survive. They are decoded in a process of its own with limits on
memory and time (`core/picture_worker.py`), a few at once; the loop goes on meanwhile.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from core import loop
from core.errors import Invalid, TooLong, Unavailable
from core.languages import lazy_gettext as _
from core.sizes import MEGABYTE, file_size

MOST_PIXELS = 25_000_000
LONGEST_SIDE = 8_000
# A whole 4K screen, or a page of a phone as long as its longest side may be, stays as it is.
FULL_PIXELS = 3840 * 2160
THUMBNAIL_SIDE = 480
THUMBNAIL_TYPE = "image/webp"

AT_ONCE = 2
WAITING = 20
PATIENCE_SECONDS = 15

_WORKER = Path(__file__).with_name("picture_worker.py")
_LIMITS = json.dumps(
    {
        "most_pixels": MOST_PIXELS,
        "longest_side": LONGEST_SIDE,
        "full_pixels": FULL_PIXELS,
        "thumbnail_side": THUMBNAIL_SIDE,
    }
)
_MEDIA_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")


class NotAPicture(Invalid):
    """Judged by the first bytes, whatever the name says."""


class TooLarge(TooLong):
    """More bytes, or more pixels, than we take."""

    status = 413


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture drawn anew, whole and small; the thumbnail is of THUMBNAIL_TYPE."""

    media_type: str
    width: int
    height: int
    full: bytes
    thumbnail: bytes


def redraw(original: IO[bytes], *, limit_mb: int) -> Picture:
    """The picture that these bytes hold. Raises NotAPicture, TooLarge, Invalid, Unavailable.

    Takes as long as a picture takes: call it outside of every transaction.
    """
    _look_at(original, limit_mb)
    with _turns.one(), TemporaryFile() as kept, TemporaryFile() as answer:
        loop.in_thread(shutil.copyfileobj, original, kept)
        kept.seek(0)
        _work(kept, answer)
        answer.seek(0)
        return loop.in_thread(_read, answer)


def too_large(size: int, limit_mb: int) -> TooLarge:
    limit = file_size(limit_mb * MEGABYTE)
    return TooLarge(
        _(
            "The file is too large: %(size)s. The limit is %(limit)s.",
            size=file_size(size),
            limit=limit,
        )
    )


def _look_at(original: IO[bytes], limit_mb: int) -> None:
    size = original.seek(0, os.SEEK_END)
    original.seek(0)
    beginning = original.read(12)
    original.seek(0)
    if size > limit_mb * MEGABYTE:
        raise too_large(size, limit_mb)
    is_webp = beginning.startswith(b"RIFF") and beginning.endswith(b"WEBP")
    if not beginning.startswith(_BEGINNINGS) and not is_webp:
        raise NotAPicture(
            _("This file is not a picture that we can show. Please use PNG, JPEG, WebP or GIF.")
        )


def _work(original: IO[bytes], answer: IO[bytes]) -> None:
    # Isolated and with an empty environment: whoever takes it over finds nothing there.
    with subprocess.Popen(  # noqa: S603 - our own program, with our own arguments
        [sys.executable, "-I", str(_WORKER), _LIMITS],
        stdin=original,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    ) as worker:
        try:
            worker.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            raise _unreadable() from None
        finally:
            worker.kill()


def _read(answer: IO[bytes]) -> Picture:
    about = _about(answer.readline())
    full, thumbnail = (answer.read(size) for size in about.pop("sizes"))
    return Picture(**about, full=full, thumbnail=thumbnail)


def _about(line: bytes) -> dict[str, Any]:
    """What the worker says of the picture; one that said nothing has not survived it."""
    about: dict[str, Any] = json.loads(line or b'{"refused": "killed"}')
    if about.get("refused") == "too_many_pixels":
        raise TooLarge(
            _(
                "The picture is too large. The limit is %(pixels)s million pixels, and %(side)s"
                " on each side.",
                pixels=MOST_PIXELS // 10**6,
                side=f"{LONGEST_SIDE:,}",
            )
        )
    if "refused" in about or about["media_type"] not in _MEDIA_TYPES:
        raise _unreadable()
    return about


def _unreadable() -> Invalid:
    return Invalid(_("This picture cannot be read. It may be damaged."))


class _Turns:
    """Lets a few work at once and a few more wait, first come, first served."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._free, self._room = at_once, waiting
        self._waiting: deque[Any] = deque()
        self._lock = loop.Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Raises Unavailable when too many wait already."""
        with self._lock:
            turn = self._queue_up()
        if turn is not None:
            turn.wait()
        try:
            yield
        finally:
            with self._lock:
                self._pass_on()

    def _queue_up(self) -> Any | None:
        if self._free:
            self._free -= 1
            return None
        if len(self._waiting) >= self._room:
            raise Unavailable(
                _("Many pictures are arriving right now. Please try again in a moment.")
            )
        turn = loop.Event()
        self._waiting.append(turn)
        return turn

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._free += 1


_turns = _Turns(AT_ONCE, WAITING)
