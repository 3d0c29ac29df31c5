"""The database: one way to open it, one way to write to it, one column type for time.

Only doors open `transaction()` or hand a use case to the `writer`. Inside, use cases find the open
transaction with `current()`; `Sql` statements run on it without being told.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, event
from sqlalchemy.engine import Dialect, Engine, ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from core import clock, figures, loop, lost_sync
from core.answers import unexpected
from core.errors import Unavailable
from core.locked import begin_when_free
from core.settings import Settings

SERVING_BUSY_MILLIS = 5
COMMAND_BUSY_MILLIS = 5_000
POOL_SIZE = 20
_WRITE = "livedesk_write"
_BEGIN_WRITING = "BEGIN IMMEDIATE"


class Base(DeclarativeBase):
    """What every table inherits from."""


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as whole milliseconds since 1970 on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else clock.to_millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else clock.from_millis(value)


class Transaction:
    """An open transaction: its cursor, and what is to happen once it is committed."""

    def __init__(self, connection: Connection) -> None:
        self.dialect: str = connection.dialect.name
        driver: Any = connection.connection.driver_connection
        self.driver, self.cursor = driver, driver.cursor()
        self.driver_error: type[Exception] = connection.dialect.loaded_dbapi.Error
        self.writes = 0
        self._afterwards: list[Callable[[], None]] = []

    def execute(self, text: str, values: Any = ()) -> Any:
        """Run it on the driver's cursor, which is returned. Raises what SQLAlchemy would raise."""
        try:
            self.cursor.execute(text, values)
        except self.driver_error as error:
            raise self._as_sqlalchemy(text, error) from error
        return self.cursor

    def commit(self) -> None:
        try:
            self.driver.commit()
        except self.driver_error as error:
            raise self._as_sqlalchemy("COMMIT", error) from error

    def roll_back(self) -> None:
        # A connection that cannot even do this is dropped by whoever hears of the first error.
        with suppress(self.driver_error):
            self.driver.rollback()

    def then(self, act: Callable[[], None]) -> None:
        """Call `act` after the commit, in the order of asking; never after a rollback."""
        self._afterwards.append(act)

    def forget_after(self, count: int) -> None:
        """Drop what a refused use case had asked for, down to the first `count` acts."""
        del self._afterwards[count:]

    @property
    def pending(self) -> int:
        return len(self._afterwards)

    def settle(self) -> None:
        """Do what was asked for, after the commit, which a failure here can no longer undo."""
        for act in self._afterwards:
            try:
                act()
            except Exception as error:  # noqa: BLE001 - the others still have to hear of it
                unexpected("telling after the commit", error)

    def _as_sqlalchemy(self, text: str, error: Exception) -> BaseException:
        """One kind of storage error everywhere; without the values, people's words (S68)."""
        lost_sync.end_if_lost(error)
        hidden: Any = None
        return DBAPIError.instance(text, hidden, error, self.driver_error, hide_parameters=True)


_current: ContextVar[Transaction | None] = ContextVar("transaction", default=None)
_one_writer = loop.Lock()


def current() -> Transaction:
    """The transaction that the door has opened. Raises RuntimeError when none is open."""
    found = _current.get()
    if found is None:
        raise RuntimeError("no transaction is open: doors open one with transaction() or reading()")
    return found


def in_transaction() -> bool:
    return _current.get() is not None


def refuse_nesting() -> None:
    """Raises RuntimeError inside a transaction: waiting for another one would never end."""
    if in_transaction():
        raise RuntimeError("a transaction is open already: use cases never open one")


@contextmanager
def transaction() -> Iterator[Transaction]:
    """One write transaction on `db.session`; what it recorded happens after the commit.

    Raises Unavailable when the database cannot be written to; then nothing was stored.
    """
    refuse_nesting()
    session = db.session
    session.commit()  # What the request has read so far must not turn into a late write (R41).
    with _answering_storage_errors(), _write_section(_begin_session):
        opened = Transaction(session.connection())
        mark = _current.set(opened)
        try:
            yield opened
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            _current.reset(mark)
    opened.settle()


def _begin_session() -> None:
    try:
        db.session.connection(execution_options={_WRITE: True})
    except OperationalError:
        db.session.rollback()
        raise


def rest() -> None:
    """Give the request's connection back before something slow; there are not many of them."""
    db.session.commit()


@contextmanager
def writing_on(connection: Connection) -> Iterator[Transaction]:
    """One write transaction on the writer's own connection. Nothing settles by itself.

    It begins and ends on the driver: SQLAlchemy's way costs as much as the statements in between.
    """
    opened = Transaction(connection)
    with _write_section(partial(_begin_on_driver, opened)):
        mark = _current.set(opened)
        try:
            yield opened
            opened.commit()
        except BaseException:
            opened.roll_back()
            raise
        finally:
            _current.reset(mark)


def _begin_on_driver(opened: Transaction) -> None:
    if opened.dialect == "sqlite":  # psycopg2 begins by itself.
        opened.execute(_BEGIN_WRITING)


@contextmanager
def reading() -> Iterator[Transaction]:
    """One consistent look at the database for `Sql` statements, outside of the session."""
    if in_transaction():
        yield current()
        return
    with _answering_storage_errors(), db.engine.connect() as connection, connection.begin():
        opened = Transaction(connection)
        mark = _current.set(opened)
        try:
            yield opened
        finally:
            _current.reset(mark)


@contextmanager
def inspecting() -> Iterator[Transaction]:
    """`reading` what may be damaged: bytes that are no text are spelt out instead of refused."""
    with reading() as opened:
        if opened.dialect == "sqlite":
            opened.driver.text_factory = _spelt_out
        try:
            yield opened
        finally:
            if opened.dialect == "sqlite":
                opened.driver.text_factory = str


def _spelt_out(text: bytes) -> str:
    return text.decode(errors="backslashreplace")


@contextmanager
def _write_section(begin: Callable[[], None]) -> Iterator[None]:
    """One writer at a time, and once begun nobody yields to the loop in between (R41, L12)."""
    if db.engine.dialect.name == "sqlite":
        asked_at = time.monotonic()
        with _one_writer:
            begin_when_free(begin, since=asked_at)
            with loop.no_switch():
                yield
    else:
        begin()
        yield


@contextmanager
def _answering_storage_errors() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        figures.storage_failures.inc()
        raise Unavailable from error


def install(app: Flask, settings: Settings, *, serving: bool = False) -> None:
    """Bind the app to its database. `serving` shortens how long a locked file is waited for."""
    if settings.database_url is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_uri
    # A write section may not wait for a connection; on SQLite one more costs next to nothing.
    overflow = -1 if settings.database_url is None else 0
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": POOL_SIZE, "max_overflow": overflow}
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine, SERVING_BUSY_MILLIS if serving else COMMAND_BUSY_MILLIS)


def _prepare_sqlite(engine: Engine, busy_millis: int) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # We say BEGIN ourselves, see below.
        for pragma, value in (
            ("busy_timeout", busy_millis),
            ("journal_mode", "WAL"),
            ("synchronous", "FULL"),
            ("foreign_keys", "ON"),
            ("secure_delete", "ON"),
            ("journal_size_limit", 64 * 1024 * 1024),
        ):
            connection.execute(f"PRAGMA {pragma}={value}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails when somebody wrote in between.
        writes = connection.get_execution_options().get(_WRITE, False)
        connection.exec_driver_sql(_BEGIN_WRITING if writes else "BEGIN")

    @event.listens_for(engine, "handle_error")
    def on_error(context: ExceptionContext) -> None:
        lost_sync.end_if_lost(context.original_exception)
