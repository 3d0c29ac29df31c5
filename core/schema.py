"""Whether the database is as this code needs it, and bringing it there."""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate, upgrade
from sqlalchemy.exc import DBAPIError

from core.database import db
from core.storage import StorageError

MIGRATIONS = Path(__file__).parent.parent / "migrations"
UPGRADE_COMMAND = "flask --app app db upgrade"


def install(app: Flask) -> None:
    """Give `flask db` its migrations; both databases check and change columns alike."""
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, include_name=is_modelled)


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """False for what models cannot say: full-text indexes, which are made by hand."""
    return kind not in ("table", "index") or "_index" not in (name or "")


def bring_up_to_date(app: Flask) -> None:
    """SQLite: upgrade by itself. PostgreSQL: raise StorageError that names the command.

    A database that is newer than the code is never touched. Raises StorageError also for one
    that cannot be read.
    """
    with app.app_context():
        try:
            now = revision()
        except DBAPIError as error:
            why = str(error.orig).splitlines()[0]
            raise StorageError(f"the database cannot be used: {why}") from None
        if now is not None and now not in _known():
            raise StorageError("the database is newer than this program; install the newer one")
        if now == newest():
            return
        if db.engine.dialect.name != "sqlite":
            raise StorageError(f"the database is older than this program; run: {UPGRADE_COMMAND}")
        upgrade()


def older_than_this() -> str | None:
    """What to do about a database that was never brought up to date; None when it was."""
    if revision() == newest():
        return None
    return f"The database is not up to date; run: {UPGRADE_COMMAND}"


def revision() -> str | None:
    """The schema's revision in the database; None: nothing there yet."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """The revision that this code needs."""
    return _scripts().get_current_head()


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)
