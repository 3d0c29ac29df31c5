"""Which errors of the database end the process: a sync that failed, and no other."""

import os
import sqlite3

import pytest
from flask import Flask
from sqlalchemy import text

from core import lost_sync
from core.database import current, db, transaction
from core.errors import Unavailable
from core.writer import writer


class _Ended(Exception):
    """What the tests see instead of the end."""


@pytest.fixture(autouse=True)
def ended(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        raise _Ended

    monkeypatch.setattr(os, "_exit", end)
    return codes


def error_with(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_BUSY]
)
def test_a_write_that_is_known_to_have_failed_ends_nothing(code: int, ended: list[int]) -> None:
    lost_sync.end_if_lost(error_with(code))
    assert ended == []


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC])
def test_a_sync_that_failed_ends_the_process_with_one_line(
    code: int, ended: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(_Ended):
        lost_sync.end_if_lost(error_with(code))
    assert ended == [os.EX_IOERR]
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]


def test_every_way_to_write_asks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[BaseException] = []
    monkeypatch.setattr(lost_sync, "end_if_lost", asked.append)
    with app.app_context():
        with pytest.raises(Unavailable):
            writer().run(lambda: current().execute("SELECT * FROM nowhere"))
        with pytest.raises(Unavailable), transaction():
            db.session.execute(text("SELECT * FROM nowhere"))
    assert [type(error) for error in asked] == [sqlite3.OperationalError] * 2
