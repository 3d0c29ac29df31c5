"""Which errors of the database end the process: a sync that failed, and no other."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

import app as program
from core import lost_sync
from core.database import current, db, transaction
from core.errors import Unavailable
from core.storage import StorageError
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


@pytest.fixture
def left_behind(tmp_path: Path) -> Iterator[Path]:
    """A database with a log, as a process that was killed leaves them."""
    database = tmp_path / "livedesk.sqlite3"
    with closing(sqlite3.connect(database)) as held:
        held.executescript("PRAGMA journal_mode=WAL; CREATE TABLE said (words); ")
        held.execute("INSERT INTO said VALUES ('Hello')")
        held.commit()
        yield database


def fail(_handle: int) -> None:
    raise OSError(5, "Input/output error")


def test_writing_the_log_anew_changes_nothing_of_it(left_behind: Path) -> None:
    log = left_behind.with_name("livedesk.sqlite3-wal")
    before = log.read_bytes()
    lost_sync.make_sure(left_behind)
    assert before
    assert log.read_bytes() == before


def test_a_disk_that_does_not_take_the_log_stops_the_start_with_one_line(
    left_behind: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIVEDESK_DATA_DIR", str(left_behind.parent))
    monkeypatch.setattr(os, "fsync", fail)
    assert program.main() == lost_sync.EXIT_CODE
    said = "livedesk: the disk does not take what is written: Input/output error\n"
    assert capsys.readouterr().err == said


def test_a_database_that_somebody_holds_stops_the_start_with_one_line(
    left_behind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lost_sync, "WAITS_SECONDS", 0.05)
    with closing(sqlite3.connect(left_behind, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="cannot be used: database is locked") as busy:
            lost_sync.make_sure(left_behind)
    assert busy.value.start_ends_with == os.EX_TEMPFAIL, "the supervisor is to try again"


def test_on_a_first_start_there_is_nothing_to_make_sure_of(tmp_path: Path) -> None:
    lost_sync.make_sure(tmp_path / "livedesk.sqlite3")
    assert list(tmp_path.iterdir()) == []
