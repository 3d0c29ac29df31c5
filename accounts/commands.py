"""Commands that make accounts. The password comes from standard input."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from accounts import choosing, registering
from accounts.registering import NewAgent, NewMember
from core.database import transaction
from core.errors import Refused


def install(app: Flask) -> None:
    app.cli.add_command(create_agent)
    app.cli.add_command(create_member)


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
    click.echo(f"Created the member {account.username} ({account.rank}).")


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
    except Refused as refused:
        sentences = [f"{name}: {text}" for name, texts in refused.fields.items() for text in texts]
        raise click.ClickException(" ".join(sentences) or refused.message) from None
