"""Writing: one transaction, all or nothing, that never yields and tells only after the commit."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import create_app
from core.counters import next_number
from core.database import current, db, in_transaction, reading, transaction
from core.errors import NotFound, Unavailable
from core.settings import Settings
from core.statements import Sql
from live.catalog import QueueChanged
from live.delivery import delivery, record
from tests.factories import committed

ROOT = Path(__file__).parents[2]

_COUNT = Sql("SELECT value FROM counters WHERE name = :name")


def count(name: str = "test") -> int:
    with reading():
        return _COUNT.value(name=name) or 0


@pytest.mark.parametrize(("serving", "busy"), [(True, 5), (False, 5000)])
def test_every_connection_has_the_pragmas_that_make_commits_durable(
    settings: Settings, serving: bool, busy: int
):
    app = create_app(settings, serving=serving)
    with app.app_context():
        connections = [db.engine.connect() for _ in range(3)]
        for connection in connections:
            read = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
            assert read == {
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "busy_timeout": busy,
            }
            limit = connection.execute(text("PRAGMA journal_size_limit")).scalar()
            assert 0 < limit <= 64 * 1024 * 1024
        for connection in connections:
            connection.close()
        db.engine.dispose()


def test_a_foreign_key_that_leads_nowhere_is_refused(desk: Flask):
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), transaction():
        db.session.execute(text("INSERT INTO chat_tokens VALUES ('hash', 'no such chat', 0)"))


def test_what_was_written_is_there_after_the_commit(desk: Flask):
    with transaction():
        assert next_number("test") == 1
        assert next_number("test") == 2
    assert count() == 2


def test_a_failure_takes_everything_back(desk: Flask):
    def write_and_fail() -> None:
        next_number("test")
        raise NotFound

    with pytest.raises(NotFound):
        committed(write_and_fail)
    assert count() == 0


def test_use_cases_find_no_transaction_outside_of_one(desk: Flask):
    assert not in_transaction()
    with pytest.raises(RuntimeError, match="no transaction is open"):
        current()


def test_a_transaction_is_not_opened_inside_another(desk: Flask):
    for opened in (transaction, reading):
        with opened(), pytest.raises(RuntimeError, match="open already"), transaction():
            pass


def test_what_is_recorded_happens_after_the_commit_and_in_order(desk: Flask):
    told = []
    with transaction() as opened:
        next_number("test")
        opened.then(lambda: told.append(("first", count(), in_transaction())))
        opened.then(lambda: told.append(("second", count(), in_transaction())))
        assert told == []
    assert told == [("first", 1, False), ("second", 1, False)]


def test_nothing_is_told_of_what_was_rolled_back(desk: Flask):
    told = []

    def ask_and_fail() -> None:
        current().then(lambda: told.append("never"))
        raise NotFound

    with pytest.raises(NotFound):
        committed(ask_and_fail)
    assert told == []


def test_telling_that_fails_neither_undoes_the_write_nor_silences_the_rest(
    desk: Flask, caplog: pytest.LogCaptureFixture
):
    told = []
    with transaction() as opened:
        next_number("test")
        opened.then(lambda: 1 / 0)
        opened.then(lambda: told.append("the next"))
    assert count() == 1
    assert told == ["the next"]
    assert "ZeroDivisionError" in caplog.text


def test_an_emit_inside_a_transaction_is_a_mistake(desk: Flask):
    event = QueueChanged(queue={})
    for opened in (transaction, reading):
        with pytest.raises(RuntimeError, match="before the commit"), opened():
            delivery().send(event)
    with transaction():
        record(event)


def test_a_late_write_after_a_read_of_the_same_request_succeeds(desk: Flask, settings: Settings):
    """Without BEGIN IMMEDIATE it would fail at once with "database is locked"."""
    db.session.execute(text("SELECT COUNT(*) FROM counters")).scalar()
    other = create_app(settings)
    with other.app_context(), transaction():
        next_number("test")
    with transaction():
        next_number("test")
    assert count() == 2
    with other.app_context():
        db.engine.dispose()


def test_nobody_writes_between_the_reading_and_the_writing_of_a_transaction(
    desk: Flask, settings: Settings
):
    beside = sqlite3.connect(settings.data_dir / "livedesk.sqlite3", timeout=0)
    with transaction():
        before = _COUNT.value(name="test")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            beside.execute("INSERT INTO counters (name, value) VALUES ('test', 7)")
        assert (before, next_number("test")) == (None, 1)
    beside.close()


def test_a_locked_database_is_unavailable_and_nothing_is_stored(settings: Settings):
    app = create_app(settings, serving=True)
    command = sqlite3.connect(settings.data_dir / "livedesk.sqlite3")
    command.execute("BEGIN IMMEDIATE")
    with app.app_context():
        with pytest.raises(Unavailable), transaction():
            next_number("test")
        command.close()
        assert count() == 0
        with transaction():
            next_number("test")
        assert count() == 1
        db.engine.dispose()


GUARDED = """
from core import loop
loop.patch()
from pathlib import Path
import sys
from app import create_app
from core import schema
from core.counters import next_number
from core.database import db, transaction
from core.errors import Refused
from core.settings import Settings
from core.writer import writer
from tests.core.test_database import count

app = create_app(Settings(data_dir=Path(sys.argv[1])))
schema.bring_up_to_date(app)

def yields():
    next_number("test")
    loop.sleep(0)

def waits():
    next_number("test")
    writer().run(next_number, "test")

with app.app_context():
    for use_case in (yields, waits):
        try:
            with transaction():
                use_case()
        except RuntimeError as error:
            print(type(error).__name__, count())
        try:
            writer().run(use_case)
        except RuntimeError as error:
            print(type(error).__name__, count())
    done = []

    def count_one():
        with app.app_context():
            done.append(writer().run(next_number, "test"))

    for _ in range(20):
        loop.spawn(count_one)
    while len(done) < 20:
        loop.sleep(0.01)
    print(sorted(done) == list(range(1, 21)), count())
"""


@pytest.mark.server
@pytest.mark.parametrize("mode", ["eventlet", "gevent"])
def test_whoever_yields_inside_a_write_transaction_is_told_and_undone(tmp_path: Path, mode: str):
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, str(tmp_path)],
        cwd=ROOT,
        env={"LIVEDESK_ASYNC_MODE": mode, "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "LoopSwitched 0",
        "LoopSwitched 0",
        "RuntimeError 0",
        "RuntimeError 0",
        "True 20",
    ], done.stderr
