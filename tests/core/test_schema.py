"""The schema: what the migrations make is what the models say, both ways, and never guessed."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, event, func, select, text

from app import create_app
from core import schema
from core.database import Base, db
from core.settings import Settings
from core.storage import StorageError
from tests.chat.stage import dump
from tests.core.released import make_used_desk, steps
from tests.factories import make_member, make_ticket


@pytest.fixture
def empty(tmp_path: Path) -> Flask:
    """An app on a data folder in which there is no database yet."""
    return create_app(Settings(data_dir=tmp_path / "empty"))


def definitions(connection) -> dict[str, list[str]]:
    """Every table and index as the database has it, without regard to order and blanks."""
    rows = connection.execute(
        text(
            "SELECT name, sql FROM sqlite_master"
            " WHERE sql IS NOT NULL AND name <> 'alembic_version'"
        )
    )
    return {
        name: sorted(part for part in re.split(r"[\s,()\"]+", sql.lower()) if part)
        for name, sql in rows
    }


def test_models_and_migrations_agree(desk: Flask):
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": schema.is_modelled}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_the_migrations_write_every_check_and_index_of_the_models(desk: Flask):
    by_models = create_engine("sqlite://")
    Base.metadata.create_all(by_models)
    with db.engine.connect() as migrated, by_models.connect() as modelled:
        assert definitions(migrated) == definitions(modelled)
    by_models.dispose()


def test_an_empty_folder_is_brought_up_to_date(empty: Flask):
    schema.bring_up_to_date(empty)
    with empty.app_context():
        assert schema.revision() == schema.newest()
        make_ticket(make_member())
    schema.bring_up_to_date(empty)
    with empty.app_context():
        assert db.session.execute(text("SELECT COUNT(*) FROM tickets")).scalar() == 1
        db.engine.dispose()


def test_down_to_the_beginning_and_up_again_with_data(desk: Flask):
    make_ticket(make_member())
    db.session.remove()
    downgrade(revision="base")
    with db.engine.connect() as connection:
        assert set(definitions(connection)) == set()
    assert schema.revision() is None
    upgrade()
    assert schema.revision() == schema.newest()
    make_ticket(make_member())


def test_an_upgrade_that_was_interrupted_leaves_nothing_behind(empty: Flask):
    with empty.app_context():

        def fail(_connection, _cursor, statement, *_rest):
            if "CREATE TABLE messages" in statement:
                raise KeyboardInterrupt

        event.listen(db.engine, "before_cursor_execute", fail)
        with pytest.raises(KeyboardInterrupt):
            upgrade()
        event.remove(db.engine, "before_cursor_execute", fail)
        with db.engine.connect() as connection:
            assert definitions(connection) == {}
        upgrade()
        assert schema.revision() == schema.newest()
        db.engine.dispose()


class Killed(Exception):
    """The process is gone."""


class Interruption:
    """Ends the process's work before the statement number `at`; counts them when it is None."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.count = at, 0

    def __enter__(self) -> "Interruption":
        event.listen(db.engine, "before_cursor_execute", self._notice)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._notice)

    def _notice(self, _connection, _cursor, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            return
        if self.count == self.at:
            raise Killed
        self.count += 1


@pytest.mark.parametrize(("before", "after"), steps())
def test_every_earlier_schema_is_upgraded_with_its_data_whenever_it_is_interrupted(
    empty: Flask, tmp_path: Path, before: str, after: str
):
    file = tmp_path / "empty" / "livedesk.sqlite3"
    with empty.app_context():
        upgrade()
        make_ticket(make_member())
        db.session.remove()
        downgrade(revision=before)
        with Interruption() as whole:
            upgrade(revision=after)
        downgrade(revision=before)
        then = dump(file)
        for at in sorted({whole.count // 2, whole.count - 1}):
            with pytest.raises(Killed), Interruption(at):
                upgrade(revision=after)
            assert dump(file) == then
        upgrade()
        assert schema.revision() == schema.newest()
        kept = db.session.execute(text("SELECT COUNT(*) FROM tickets")).scalar()
        assert kept == (0 if before == "base" else 1)
        db.session.remove()
        db.engine.dispose()


def test_a_desk_in_use_is_whole_after_every_step(empty: Flask):
    """People, tech issues with their threads, replies and a chat with messages go all the way."""
    with empty.app_context():
        make_used_desk()
        before = counts()
        assert min(before.values()) > 0
        first, *later = [after for _, after in steps()]
        downgrade(revision=first)
        for step in later:
            upgrade(revision=step)
            with db.engine.connect() as connection:
                assert connection.execute(text("PRAGMA foreign_key_check")).fetchall() == []
        assert counts() == before
        db.engine.dispose()
    for command in ("check", "verify-queue"):
        answer = empty.test_cli_runner().invoke(args=[command])
        assert answer.exit_code == 0, answer.output


def test_a_database_taken_down_to_a_schema_is_as_the_program_of_then_made_it(empty: Flask):
    """So that what is tested with such databases holds for those that people have."""

    def content() -> dict[str, list[str]]:
        with db.engine.connect() as connection:
            return definitions(connection)

    with empty.app_context():
        made = {}
        for _, after in steps():
            upgrade(revision=after)
            made[after] = content()
        make_used_desk()
        for before, _ in reversed(steps()[1:]):
            downgrade(revision=before)
            assert content() == made[before]
        db.engine.dispose()


def counts() -> dict[str, int]:
    """Of what every schema has known."""
    tables = ("accounts", "chats", "messages", "tickets", "ticket_entries", "queue_entries")
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(db.metadata.tables[name])) or 0
            for name in tables
        }


def test_a_newer_database_is_never_touched(desk: Flask):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'f00d'"))
    with pytest.raises(StorageError, match="newer than this program"):
        schema.bring_up_to_date(desk)
    assert schema.revision() == "f00d"


def test_what_is_no_database_stops_the_start_with_one_line(empty: Flask, tmp_path: Path):
    (tmp_path / "empty" / "livedesk.sqlite3").write_bytes(b"no database at all, but long enough")
    with pytest.raises(StorageError) as refused:
        schema.bring_up_to_date(empty)
    assert refused.value.message == "the database cannot be used: file is not a database"
