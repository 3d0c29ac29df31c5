"""Commands of the desk as a whole."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from accounts import choosing
from chat import checking, demo, ledger
from chat.overtaking import overtakings
from core import schema
from core.database import reading, transaction
from core.settings import settings


def install(app: Flask) -> None:
    for command in (seed_demo, verify_queue, check):
        app.cli.add_command(command)


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
    password_hash = choosing.hash_new_password(demo.PASSWORD)
    with transaction():
        demo.load(password_hash)
    click.echo(f"Loaded {len(demo.SIGN_INS)} demo people and their tech issues.")


@click.command("verify-queue")
@with_appcontext
def verify_queue() -> None:
    """Replay the queue ledger: is it whole, and was anybody overtaken without a reason?"""
    with reading():
        broken = ledger.first_broken_line()
        found = list(overtakings(ledger.lines()))
    if broken is not None:
        raise click.ClickException(f"Line {broken} of the ledger was changed or is missing.")
    for one in found:
        click.echo(str(one))
    unexplained = sum(one.reason is None for one in found)
    if unexplained:
        raise click.ClickException(f"{unexplained} were served out of order without a reason.")
    click.echo("no violation" if not found else f"{len(found)} out of order, each with a reason")


@click.command("check")
@with_appcontext
def check() -> None:
    """Look for what must never be: gaps, double assignments, lost transcripts, a broken ledger."""
    with reading():
        found = list(checking.findings())
    for sentence in found:
        click.echo(sentence)
    if found:
        raise click.ClickException(f"{len(found)} things are not as they must be.")
    click.echo("Everything is as it must be.")
