"""Whether the desk can serve: it stays, there is room, the database is ours and takes a write."""

import time

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from core import loop, schema
from core.disk import Level, disk
from core.errors import Unavailable
from core.statements import Sql
from core.writer import writer

# Anybody may ask, and each look is a write that is synced.
LOOKS_AFTER_SECONDS = 1.0
_EXTENSION = "livedesk_readiness"

_WRITE = Sql("UPDATE alembic_version SET version_num = version_num")


class Readiness:
    """`is_leaving`: the stop has begun."""

    def __init__(self) -> None:
        self.is_leaving = False
        self._written_at = float("-inf")
        self._one_looks = loop.Lock()

    def trouble(self) -> str | None:
        """Why nothing is stored, in a sentence; None: all is well. Needs an app context."""
        if self.is_leaving:
            return "The desk is being stopped."
        if disk().level >= Level.READ_ONLY:
            return "The disk is full: nothing is stored until there is room again."
        try:
            if schema.revision() != schema.newest():
                return "The database is not the one that this program needs."
            self._write()
        except (SQLAlchemyError, Unavailable):
            return "The database takes nothing: it is locked, broken, or on a disk that is."
        return None

    def _write(self) -> None:
        """Raises what the database says when it does not take it."""
        with self._one_looks:
            if time.monotonic() - self._written_at >= LOOKS_AFTER_SECONDS:
                writer().run(_WRITE.run)
                self._written_at = time.monotonic()


def install(app: Flask) -> None:
    app.extensions[_EXTENSION] = Readiness()


def readiness() -> Readiness:
    """Needs an app context."""
    return readiness_of(current_app)


def readiness_of(app: Flask) -> Readiness:
    found: Readiness = app.extensions[_EXTENSION]
    return found
