"""Commands of the desk as a whole."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from flask import Flask, current_app
from flask.cli import with_appcontext

from accounts import choosing, rules
from chat import checking, demo, ledger, personal, remembering
from chat.overtaking import overtakings
from core import audit, erasing, schema, storage
from core.database import inspecting, reading, transaction
from core.errors import Refused
from core.mail.folder import remove_letters_to
from core.sealing import keyed_fingerprint
from core.settings import settings
from tickets.checking import file_findings
from tickets.personal import squeeze_index


def install(app: Flask) -> None:
    for command in (seed_demo, verify_queue, check, export_person, erase_person):
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
@click.option("--noted", metavar="HASH", help="a last hash noted earlier: is it still there?")
@with_appcontext
def verify_queue(noted: str | None) -> None:
    """Replay the queue ledger: is it whole, and was anybody overtaken without a reason?"""
    with inspecting():
        broken = ledger.first_broken_line()
        lines = list(ledger.lines())
    if broken is not None:
        raise click.ClickException(f"Line {broken} of the ledger was changed or is missing.")
    if noted is not None and all(line.hash != noted for line in lines):
        raise click.ClickException("The ledger holds no line with the hash that was noted.")
    found = list(overtakings(lines))
    for one in found:
        click.echo(str(one))
    unexplained = sum(one.reason is None for one in found)
    if unexplained:
        raise click.ClickException(f"{unexplained} were served out of order without a reason.")
    click.echo("no violation" if not found else f"{len(found)} out of order, each with a reason")
    if lines:
        click.echo(f"{len(lines)} lines; to prove them later, note the last hash: {lines[-1].hash}")


@click.command("check")
@with_appcontext
def check() -> None:
    """Look for what must never be: gaps, double assignments, lost transcripts, a broken ledger."""
    count = 0
    for sentence in _findings():
        click.echo(sentence)
        count += 1
    if count:
        raise click.ClickException(f"{count} things are not as they must be.")
    click.echo("Everything is as it must be.")


def _findings() -> Iterator[str]:
    """Each as soon as it is found; a damaged database may end the search early."""
    desk = settings()
    several = desk.database_url is not None  # Who serves such a database is not known here.
    served = math.inf if several else storage.served_seconds(desk.data_dir)
    with inspecting():
        yield from checking.findings(served_seconds=served)
        yield from checking.letter_findings(served_seconds=served)
    yield from file_findings()


@click.command("export-person")
@click.argument("email")
@click.option("--files", type=click.Path(path_type=Path), help="a folder to copy the pictures to")
@with_appcontext
def export_person(email: str, files: Path | None) -> None:
    """Write everything that is held on a person to standard output, as JSON.

    Make sure first that it is the person who asks.
    """
    with _one_line_on_refusal():
        with transaction():
            found = personal.export(email)
            audit.record("person_exported", actor=audit.COMMAND, object=_person(email))
        if files is not None:
            personal.copy_pictures(found, files)
    click.echo(msgspec.json.format(msgspec.json.encode(found)))


@click.command("erase-person")
@click.argument("email")
@click.option("--yes", is_flag=True, help="do it; without, only say what would be erased")
@with_appcontext
def erase_person(email: str, *, yes: bool) -> None:
    """Make what is held on a member or guest nobody's: account, chats, tech issues, pictures."""
    with _one_line_on_refusal():
        if not yes:
            with reading():
                click.echo(personal.summary(email))
            raise click.ClickException("Nothing was erased; say --yes to do it.")
        with transaction():
            erased = personal.erase(email)
            audit.record("person_erased", actor=audit.COMMAND, object=_person(email))
        personal.delete_files(erased)
        remove_letters_to(settings().data_dir / "mail", email)
        with transaction():
            squeeze_index()
            remembering.squeeze_index()
    click.echo(
        f"Erased: {erased.chats} chats, {erased.tickets} tech issues, {len(erased.files)} pictures,"
        f" {erased.letters} letters."
    )
    if not erasing.empty_log():
        click.echo("The database's log still holds old pages until the server is idle.", err=True)


def _person(email: str) -> str:
    """The trail outlives what is erased, so it says who it was only to those who know."""
    return f"person:{keyed_fingerprint(rules.folded(email))}"


@contextmanager
def _one_line_on_refusal() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise click.ClickException(str(refused.message)) from None
