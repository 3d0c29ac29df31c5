"""Commands that know no subject: copying the desk away, putting it back, looking at its trail."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from core import audit
from core import backup as copies
from core.database import inspecting
from core.errors import Unavailable
from core.settings import settings
from core.storage import StorageError


def install(app: Flask) -> None:
    for command in (backup, restore, verify_audit):
        app.cli.add_command(command)


def answer_in_one_line(app: Flask) -> None:
    """Let every command that there is now say in one line that the database cannot be used."""
    for name, command in app.cli.commands.items():
        if command.callback is not None:
            own = copy(command)  # The command itself is shared by all apps of the process.
            own.callback = _saying_why(command.callback)
            app.cli.commands[name] = own


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@with_appcontext
def backup(target: Path) -> None:
    """Copy database, files and key of the running desk into the new folder TARGET."""
    with _one_line_on_failure():
        copies.back_up(settings(), target)
    click.echo(f"The desk is copied to {target}.")


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_appcontext
def restore(source: Path) -> None:
    """Put a backup back into a data folder that holds no database."""
    with _one_line_on_failure():
        copies.restore(settings(), source)
    click.echo("The desk is restored.")


@click.command("verify-audit")
@with_appcontext
def verify_audit() -> None:
    """Go through the audit trail: was any line of it changed or taken away?"""
    with inspecting():
        broken = audit.first_broken_line()
    if broken is not None:
        raise click.ClickException(f"Line {broken} of the audit trail was changed or is missing.")
    click.echo("no violation")


@contextmanager
def _one_line_on_failure() -> Iterator[None]:
    try:
        yield
    except (StorageError, OSError) as error:
        raise click.ClickException(str(error)) from None


def _saying_why(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return callback(*args, **kwargs)
        except (DBAPIError, sqlite3.Error, Unavailable) as error:
            raise click.ClickException(f"The database cannot be used: {_reason(error)}") from None

    return call


def _reason(error: BaseException) -> str:
    """The driver's own words, without the statement."""
    cause = error.__cause__ if isinstance(error, Unavailable) else error
    return str(getattr(cause, "orig", None) or cause).strip().splitlines()[0]
