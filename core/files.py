"""Files that people have sent: in the data folder, or in an S3 bucket for several machines.

A file is written once under a random name and never changed. It is safe on the disk before `put`
returns, so that a row which names it can follow (R47).
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app

from core import loop
from core.errors import NotFound, Unavailable
from core.settings import Settings
from core.storage import sync

_EXTENSION = "livedesk_files"
_FOLDER = "files"
_ARRIVING = "arriving"

Result = TypeVar("Result")


class Store(Protocol):
    """Where files lie. All of it raises Unavailable when the store does not answer."""

    def put(self, name: str, content: bytes) -> None: ...

    def get(self, name: str) -> bytes:
        """Raises NotFound."""

    def delete(self, name: str) -> None:
        """Of what is not there, nothing is left to delete."""

    def older_than(self, seconds: float) -> Iterator[str]:
        """The names of all files that were put so long ago."""

    def sizes(self) -> Iterator[tuple[str, int]]:
        """The names of all files, and how many bytes each holds."""


def new_name() -> str:
    """128 random bits that say nothing about what is in the file, or whose it is (S48)."""
    return secrets.token_hex(16)


def install(app: Flask, settings: Settings) -> None:
    app.extensions[_EXTENSION] = _chosen(settings)


def store() -> Store:
    """The store of the running app. Needs an app context."""
    found: Store = current_app.extensions[_EXTENSION]
    return found


def _chosen(settings: Settings) -> Store:
    if settings.files_url is None:
        return FolderStore(settings.data_dir / _FOLDER)
    # The client of such stores is of no use, and takes a while to load, where none is set.
    from core.bucket import BucketStore  # noqa: PLC0415

    return BucketStore(settings.files_url)


class FolderStore:
    """Files in a folder of this machine; the disk is waited for in an OS thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        _answering_the_disk(self._write, name, content)

    def get(self, name: str) -> bytes:
        return _answering_the_disk(self._path(name).read_bytes)

    def delete(self, name: str) -> None:
        _answering_the_disk(self._path(name).unlink, missing_ok=True)

    def older_than(self, seconds: float) -> Iterator[str]:
        yield from _answering_the_disk(self._found_before, time.time() - seconds)

    def sizes(self) -> Iterator[tuple[str, int]]:
        yield from _answering_the_disk(self._measured)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _write(self, name: str, content: bytes) -> None:
        """Whole and on the disk, or not there at all."""
        arriving = self._folder / _ARRIVING / name
        for folder in (arriving.parent, self._path(name).parent):
            _make(folder)
        with open(os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        arriving.rename(self._path(name))
        sync(self._path(name).parent)

    def _found_before(self, moment: float) -> list[str]:
        """Our own; and files that never arrived whole are cleared away on the way."""
        old = [path for path in self._folder.glob("*/*") if path.stat().st_mtime < moment]
        for path in old:
            if path.parent.name == _ARRIVING:
                path.unlink(missing_ok=True)
        return [path.name for path in old if path == self._path(path.name)]

    def _measured(self) -> list[tuple[str, int]]:
        """One that goes away meanwhile is left out."""
        found = []
        for path in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):
                if path == self._path(path.name):
                    found.append((path.name, path.stat().st_size))
        return found


def _make(folder: Path) -> None:
    """A new folder is safe when those above it are."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync(folder.parent)
        sync(folder.parent.parent)


def _answering_the_disk(act: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    try:
        return loop.in_thread(act, *args, **kwargs)
    except FileNotFoundError:
        raise NotFound from None
    except OSError as error:
        raise Unavailable from error
