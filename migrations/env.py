"""Where Alembic meets the app: `flask db …` and the server's start run this."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from core.database import UtcTime


def run() -> None:
    """Each migration in a transaction of its own, so that an interrupted upgrade goes on (R49)."""
    migrate = current_app.extensions["migrate"]
    with migrate.db.engine.connect() as connection:
        # SQLite has to let go of foreign keys while a table is rebuilt. Said to the driver itself:
        # inside a transaction, which SQLAlchemy would begin, it has no effect.
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            transaction_per_migration=True,
            render_item=as_stored,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            connection.rollback()
            driver.execute("PRAGMA foreign_keys=ON")


def as_stored(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """A migration says what is stored, so that it stays true when our own types change."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, UtcTime) else False


run()
