"""The commands that make accounts."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from accounts import passwords
from accounts.models import Account
from app import create_app
from core.database import db
from core.settings import Settings
from tests.factories import PASSWORD

MAYA = (
    *("create-member", "Maya", "--name", "Maya Mountain", "--email", "Maya@example.com"),
    *("--member-id", "M-1", "--rank", "gold", "--locale", "nb"),
)
ANA = ("create-agent", "ana@desk.example", "--name", "Ana")


def run(app: Flask, *args: str, password: str = PASSWORD) -> Result:
    return app.test_cli_runner().invoke(args=args, input=password + "\n")


def accounts(app: Flask) -> list[Account]:
    with app.app_context():
        return list(db.session.scalars(select(Account)))


def test_create_member_makes_a_member_who_can_sign_in(app: Flask) -> None:
    done = run(app, *MAYA)
    assert (done.exit_code, done.output) == (0, "Created the member maya (Gold).\n")
    [maya] = accounts(app)
    made = (maya.role, maya.username, maya.email, maya.member_id, maya.rank, maya.locale)
    assert made == ("member", "maya", "maya@example.com", "M-1", "Gold", "nb")
    assert passwords.verify(PASSWORD, maya.password_hash)


def test_create_agent_makes_an_agent_of_the_role_and_capacity(app: Flask) -> None:
    assert run(app, *ANA, "--role", "admin", "--capacity", "2").exit_code == 0
    [ana] = accounts(app)
    assert (ana.role, ana.capacity, ana.username, ana.rank) == ("admin", 2, None, None)
    assert passwords.verify(PASSWORD, ana.password_hash)


@pytest.mark.parametrize(
    ("args", "password", "said"),
    [
        ((*MAYA[:-3], "Ruby"), PASSWORD, "rank: There is no such rank."),
        (MAYA, "too short", "password: The password needs at least 12 characters."),
        (MAYA, "", "password: The password needs at least 12 characters."),
        (MAYA, "maya mountain", "password: The password may not be the person’s own name"),
        ((*ANA, "--role", "member"), PASSWORD, "role: This is one of agent, supervisor, admin."),
        ((*ANA, "--capacity", "0"), PASSWORD, "capacity: The capacity is a number"),
        (("create-agent", "nobody", "--name", "N"), PASSWORD, "email: This does not look like"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(
    app: Flask, args: tuple[str, ...], password: str, said: str
) -> None:
    done = run(app, *args, password=password)
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {said}")
    assert len(done.output.splitlines()) == 1
    assert accounts(app) == []


@pytest.mark.parametrize("args", [MAYA, ANA])
def test_before_the_database_is_there_the_way_to_it_is_told(
    tmp_path: Path, args: tuple[str, ...]
) -> None:
    done = run(create_app(Settings(data_dir=tmp_path)), *args)
    said = "Error: The database is not up to date; run: flask --app app db upgrade\n"
    assert (done.exit_code, done.output) == (1, said)


def test_a_second_account_with_the_same_email_is_refused_in_one_line(app: Flask) -> None:
    run(app, *ANA)
    done = run(app, *ANA)
    assert (done.exit_code, done.output) == (1, "Error: email: Another account has it.\n")
    assert len(accounts(app)) == 1
