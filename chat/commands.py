"""Commands of the desk as a whole."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from accounts import registering
from chat import demo
from core import schema
from core.database import transaction
from core.settings import settings


def install(app: Flask) -> None:
    app.cli.add_command(seed_demo)


@click.command("seed-demo")
@with_appcontext
def seed_demo() -> None:
    """Load demo people and tech issues; only for a desk on loopback."""
    if settings().production:
        raise click.ClickException("Demo people are for plain-http loopback only.")
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    schema.bring_up_to_date(app)
    if demo.are_there():
        click.echo("The demo people are there already.")
        return
    password_hash = registering.hash_new_password(demo.PASSWORD)
    with transaction():
        demo.load(password_hash)
    click.echo(f"Loaded {len(demo.SIGN_INS)} demo people and their tech issues.")
