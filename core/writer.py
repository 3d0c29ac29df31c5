"""The group-committing writer: one transaction for all that waits, in the order of asking.

`run` returns (or raises) only after the commit, so what it answers is durable. A refusal inside a
batch is a value, not a rollback; a database error makes the writer try each one alone.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from core import figures, loop
from core.database import Transaction, db, refuse_nesting, writing_on
from core.errors import Refused, Unavailable
from core.locked import Locked

_EXTENSION = "livedesk_writer"


@dataclass(slots=True)
class _Job:
    use_case: Callable[[], Any]
    done: Any = field(default_factory=loop.Event)
    result: Any = None
    error: BaseException | None = None


class _WroteThenRefused(Exception):
    """A use case refused after it had written: only its own rollback can undo that."""


class Writer:
    """First in, first out; one greenlet (or thread) commits while there is something to commit."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: deque[_Job] = deque()
        self._busy = False
        self._lock = loop.Lock()
        self._connection: Connection | None = None
        self._untold: list[Transaction] = []

    def run(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run the use case in a transaction and return what it returned, after the commit."""
        refuse_nesting()
        job = _Job(partial(use_case, *args, **kwargs))
        with self._lock:
            self._waiting.append(job)
            begin = not self._busy
            self._busy = True
        if begin:
            loop.spawn(self._drain)
        job.done.wait()
        if job.error is not None:
            raise job.error
        return job.result

    def _drain(self) -> None:
        with self._app.app_context():
            while True:
                # Who was answered speaks first: a sender holds the own message before anything
                # that was posted after it. And everybody who is ready to write joins this batch.
                loop.sleep(0)
                self._tell()
                with self._lock:
                    jobs = list(self._waiting)
                    self._waiting.clear()
                    if not jobs:
                        self._busy = False
                        return
                self._commit(jobs)

    def _commit(self, jobs: list[_Job]) -> None:
        try:
            self._commit_together(jobs)
        except Locked as error:  # None of them was tried, and trying each would take as long again.
            for job in jobs:
                job.error = error
                job.done.set()
        except Exception as error:  # noqa: BLE001 - Whatever went wrong, nobody may wait for ever.
            if len(jobs) == 1:
                self._answer_failure(jobs[0], error)
            else:
                for job in jobs:
                    self._commit([job])

    def _commit_together(self, jobs: list[_Job]) -> None:
        if self._connection is None:
            self._connection = db.engine.connect()
        with figures.commits.time(), writing_on(self._connection) as opened:
            for job in jobs:
                self._run_one(job, opened)
        self._untold.append(opened)
        for job in jobs:
            job.done.set()

    def _tell(self) -> None:
        told, self._untold = self._untold, []
        for opened in told:
            opened.settle()

    def _run_one(self, job: _Job, opened: Transaction) -> None:
        job.error = job.result = None
        writes, pending = opened.writes, opened.pending
        try:
            job.result = job.use_case()
        except Refused as refusal:
            job.error = refusal
            opened.forget_after(pending)
            if opened.writes != writes:
                raise _WroteThenRefused from refusal

    def _answer_failure(self, job: _Job, error: BaseException) -> None:
        if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
            self._drop_connection()
            figures.storage_failures.inc()
            job.error = Unavailable()
            job.error.__cause__ = error
        elif not isinstance(error, _WroteThenRefused):
            job.error = error
        job.done.set()

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def install(app: Flask) -> None:
    app.extensions[_EXTENSION] = Writer(app)


def writer() -> Writer:
    """The writer of the running app. Needs an app context."""
    return writer_of(current_app)


def writer_of(app: Flask) -> Writer:
    found: Writer = app.extensions[_EXTENSION]
    return found
