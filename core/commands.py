"""Commands that know no subject: copying the desk away, putting it back, looking at its trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from core import audit
from core import backup as copies
from core.database import reading
from core.settings import settings
from core.storage import StorageError


def install(app: Flask) -> None:
    for command in (backup, restore, verify_audit):
        app.cli.add_command(command)


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
    with reading():
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
