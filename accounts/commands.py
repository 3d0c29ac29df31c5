"""Commands that make accounts: one with a password from standard input, many from a file."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from accounts import choosing, importing, member_files, registering
from accounts.member_files import BadRow, UnreadableFile
from accounts.registering import NewAgent, NewMember
from core import audit, schema
from core.database import transaction
from core.errors import Refused, Unavailable


def install(app: Flask) -> None:
    for command in (create_agent, create_member, import_members):
        app.cli.add_command(command)


@click.command("create-agent")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", default="agent", help="agent, supervisor or admin")
@click.option("--capacity", type=int, help="chats at once, unless the desk's default holds")
@with_appcontext
def create_agent(email: str, name: str, role: str, capacity: int | None) -> None:
    """Make an account for somebody of the team."""
    agent = NewAgent(email=email, name=name, role=role, capacity=capacity)
    with _one_line_on_refusal():
        password_hash = choosing.hash_new_password(_read_password(), names=(name, email))
        with transaction():
            account = registering.create_agent(agent, password_hash=password_hash)
            audit.record(
                "agent_created", actor=audit.COMMAND, object=f"account:{account.id}", role=role
            )
    click.echo(f"Created the {account.role} {account.email}.")


@click.command("create-member")
@click.argument("username")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--member-id", required=True)
@click.option("--rank", required=True)
@click.option("--locale", help="for example nb")
@with_appcontext
def create_member(username: str, **options: Any) -> None:
    """Make an account for a member."""
    member = NewMember(username, **options)
    with _one_line_on_refusal():
        names = (member.username, member.name, member.email)
        password_hash = choosing.hash_new_password(_read_password(), names=names)
        with transaction():
            account = registering.create_member(member, password_hash=password_hash)
            audit.record("member_created", actor=audit.COMMAND, object=f"account:{account.id}")
    click.echo(f"Created the member {account.username} ({account.rank}).")


@click.command("import-members")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--skip-bad", is_flag=True, help="import the good rows when there are bad ones")
@with_appcontext
def import_members(file: Path, *, skip_bad: bool) -> None:
    """Add or update the members of a CSV file: username,name,email,member_id,rank,locale.

    All rows are checked first. They get no password; they choose one with "Forgot your password?".
    """
    with _one_line_on_refusal():
        plan = importing.plan(member_files.read(file), report=_note)
        _tell_bad(plan.bad)
        if plan.bad and not skip_bad:
            raise click.ClickException(f"{len(plan.bad):,} bad rows; nothing was imported.")
        done = importing.carry_out(plan, report=_note)
        with transaction():
            audit.record(
                "members_imported", actor=audit.COMMAND, added=done.added, updated=done.updated
            )
        _tell_bad(done.bad)
    click.echo(
        f"Members added: {done.added:,}, updated: {done.updated:,}, unchanged: {plan.unchanged:,},"
        f" left out: {len(plan.bad) + len(done.bad):,}."
    )
    if done.bad:
        raise click.ClickException(f"{len(done.bad):,} rows could not be written.")


def _tell_bad(rows: list[BadRow]) -> None:
    for row in rows:
        click.echo(str(row), err=True)


def _note(progress: str) -> None:
    click.echo(progress, err=True)


def _read_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password again: ") != password:
        raise click.ClickException("The two passwords are not the same.")
    return password


@contextmanager
def _one_line_on_refusal() -> Iterator[None]:
    try:
        yield
    except UnreadableFile as error:
        raise click.ClickException(str(error)) from None
    except Unavailable as refused:
        raise click.ClickException(schema.older_than_this() or refused.message) from None
    except Refused as refused:
        sentences = [f"{name}: {text}" for name, texts in refused.fields.items() for text in texts]
        raise click.ClickException(" ".join(sentences) or refused.message) from None
