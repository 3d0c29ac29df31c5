"""Members from a file: every bad row is named, and the good ones wait for the whole to be good."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from accounts import importing
from accounts.models import Account, PasswordLink
from core.database import db
from tests.factories import committed, make_agent, make_member
from tests.live.conftest import prepared, start_desk  # noqa: F401 - fixtures
from tests.live.desk import ROOT, Desk

HEADER = "username,name,email,member_id,rank,locale"
MAYA = "maya,Maya Lind,maya@example.com,M-1,Gold,nb"
OTTO = "otto,Otto Weber,otto@example.com,M-2,elite,"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the lines, after the usual header, into a file."""

    def write(*lines: str, header: str = HEADER, end: str = "\n", encoding: str = "utf-8") -> Path:
        path = tmp_path / "members.csv"
        path.write_bytes((end.join([header, *lines]) + end).encode(encoding))
        return path

    return write


def run(app: Flask, path: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["import-members", str(path), *options])


def members(app: Flask) -> dict[str, Account]:
    with app.app_context():
        return {one.username: one for one in db.session.scalars(select(Account)) if one.username}


def test_a_file_adds_members_without_passwords(app: Flask, write: Write) -> None:
    done = run(app, write(MAYA, OTTO))
    assert done.exit_code == 0
    assert done.stdout == "Members added: 2, updated: 0, unchanged: 0, left out: 0.\n"
    maya, otto = members(app)["maya"], members(app)["otto"]
    assert (maya.name, maya.email, maya.member_id) == ("Maya Lind", "maya@example.com", "M-1")
    assert (maya.rank, maya.locale, maya.password_hash) == ("Gold", "nb", None)
    assert (maya.is_active, maya.wants_mail, maya.role) == (True, True, "member")
    assert (otto.rank, otto.locale) == ("Elite", None)


def test_a_second_import_updates_what_has_changed_and_nothing_else(
    app: Flask, write: Write
) -> None:
    with app.app_context():
        make_member("maya", locale="sv")
        make_member("otto")
    before = members(app)
    lines = (
        "MAYA,Maya Berg,maya@new.example,M-maya,Silver,",
        "otto,Otto,otto@example.com,M-otto,Elite,",
    )
    done = run(app, write(*lines))
    assert done.stdout == "Members added: 0, updated: 1, unchanged: 1, left out: 0.\n"
    after = members(app)
    maya = after["maya"]
    assert (maya.name, maya.email, maya.rank) == ("Maya Berg", "maya@new.example", "Silver")
    assert maya.password_hash == before["maya"].password_hash
    assert maya.locale == "sv", "an empty cell says nothing about a language"
    assert after["otto"].updated_at == before["otto"].updated_at


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("x,X,x@example.com,M-9,Ruby,", "rank: There is no such rank. It is one of Member, Elite"),
        ("x,X,not an address,M-9,Gold,", "email: This does not look like an email address"),
        (",X,x@example.com,M-9,Gold,", "username: Please write something."),
        ("x,X,x@example.com,,Gold,", "member_id: Please write something."),
        (f"x,{'X' * 101},x@example.com,M-9,Gold,", "name: This is too long"),
        ("x,X,x@example.com,M-9,Gold,norsk bokmål", "locale: This is not a language tag"),
        ("x,X,x@example.com,M-9,Gold", "there are 5 columns instead of 6"),
        ("x,X,x@example.com,M-9,Gold,nb,more", "there are 7 columns instead of 6"),
        ("x,X\x07,x@example.com,M-9,Gold,", "name: The text holds a character"),
        ("MAYA,X,x@example.com,M-9,Gold,", "username: line 2 has the same"),
        ("x,X,Maya@Example.com,M-9,Gold,", "email: line 2 has the same"),
        ("x,X,x@example.com,M-1,Gold,", "member_id: line 2 has the same"),
        ("x,X,ana@desk.example,M-9,Gold,", "email: the account ana@desk.example has it"),
        ("x,X,x@example.com,M-nils,Gold,", "member_id: the account nils has it"),
        (
            ",X,,M-9,Ruby,",
            "username: Please write something.; email: Please write something.; rank",
        ),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_imported(
    app: Flask, write: Write, line: str, complaint: str
) -> None:
    with app.app_context():
        make_agent("ana")
        make_member("nils")
    path = write(MAYA, OTTO, line)
    done = run(app, path)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[0].startswith(f"line 4: {complaint}")
    assert done.stderr.splitlines()[-1] == "Error: 1 bad rows; nothing was imported."
    assert set(members(app)) == {"nils"}
    skipped = run(app, path, "--skip-bad")
    assert skipped.exit_code == 0
    assert skipped.stdout == "Members added: 2, updated: 0, unchanged: 0, left out: 1.\n"
    assert set(members(app)) == {"maya", "nils", "otto"}


def test_every_bad_row_is_named_not_only_the_first(app: Flask, write: Write) -> None:
    done = run(app, write("a,A,a,M-1,Gold,", MAYA.replace("M-1", "M-3"), "b,B,b,M-2,Gold,"))
    lines = [line.split(":")[0] for line in done.stderr.splitlines()[:-1]]
    assert lines == ["line 2", "line 4"]


def test_what_spreadsheets_write_is_read(app: Flask, write: Write) -> None:
    """A BOM, CRLF, quotes with commas, quotes and line ends in them, blank lines, another order."""
    header = "\ufeffRank,Name,Username,Email,Member_ID,Locale"
    rows = (
        'Gold,"Lind, ""May""",maya,maya@example.com,M-1,nb',
        "",
        ",,,,,",
        'Silver,"Two\r\nlines",nora,nora@example.com,M-2,nb',
        "Bronze,Bad,bad,bad@example.com,M-3,nb",
    )
    done = run(app, write(*rows, header=header, end="\r\n"), "--skip-bad")
    assert done.stderr.startswith("line 7: rank:")
    assert members(app)["maya"].name == 'Lind, "May"'
    assert members(app)["nora"].name == "Two  lines"


@pytest.mark.parametrize(
    ("lines", "options", "complaint"),
    [
        (
            (MAYA, "åse,Åse,a@example.com,M-2,Gold,"),
            {"encoding": "latin-1"},
            "line 3: this is not UTF-8",
        ),
        ((MAYA,), {"encoding": "utf-16"}, "line 1: this is not UTF-8"),
        (
            (MAYA,),
            {"header": "username;name;email;member_id;rank;locale"},
            "line 1: the columns must",
        ),
        ((MAYA,), {"header": "username,name,email,member_id,rank"}, "line 1: the columns must be"),
        ((), {"header": ""}, "line 1: the columns must be"),
        ((MAYA, 'x,"X,x@example.com,M-2,Gold,'), {}, "line 3: unexpected end of data"),
        ((MAYA, f"x,{'X' * 140_000},x@example.com,M-2,Gold,"), {}, "line 3: field larger than"),
    ],
)
def test_an_unreadable_file_is_refused_in_one_line(
    app: Flask, write: Write, lines: tuple[str, ...], options: dict[str, str], complaint: str
) -> None:
    done = run(app, write(*lines, **options), "--skip-bad")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {complaint}")
    assert len(done.stderr.splitlines()) == 1
    assert members(app) == {}


def test_a_file_that_is_not_there_is_named(app: Flask, tmp_path: Path) -> None:
    done = run(app, tmp_path / "nowhere.csv")
    assert (done.exit_code, done.stderr) == (
        1,
        "Error: the file cannot be read: No such file or directory\n",
    )


def test_a_new_address_ends_the_link_that_went_to_the_old_one(app: Flask, write: Write) -> None:
    with app.app_context():
        for name in ("maya", "otto"):
            account = make_member(name)
            link = PasswordLink(
                account_id=account.id, token_hash=name, expires_at=account.created_at
            )
            committed(db.session.add, link)
    run(
        app,
        write(
            "maya,Maya,maya@new.example,M-maya,Gold,", "otto,Otto W,otto@example.com,M-otto,Gold,"
        ),
    )
    with app.app_context():
        assert db.session.scalars(select(PasswordLink.token_hash)).all() == ["otto"]


def test_who_registers_during_the_import_costs_only_that_row(
    app: Flask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = importing.plan

    def plan_then_somebody_comes(*args, **kwargs):
        made = planned(*args, **kwargs)
        make_member("maya", email="otto@example.com")
        return made

    monkeypatch.setattr(importing, "plan", plan_then_somebody_comes)
    done = run(app, write("nora,Nora,nora@example.com,M-3,Gold,nb", OTTO))
    assert done.exit_code == 1
    assert "line 3: another account has taken it meanwhile" in done.stderr
    assert set(members(app)) == {"maya", "nora"}


def test_long_files_tell_how_far_they_are(
    app: Flask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "REPORT_EVERY", 200)
    done = run(app, write(*rows(400)))
    assert done.stderr.splitlines() == [
        "200 rows checked",
        "400 rows checked",
        "200 of 400 members written",
        "400 of 400 members written",
    ]


@pytest.mark.server
def test_a_running_server_goes_on_storing_meanwhile(
    start_desk: Callable[..., Desk],  # noqa: F811 - a fixture
    write: Write,
) -> None:
    desk = start_desk(rate_limits="off")
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "app",
        "import-members",
        str(write(*rows(1000))),
    ]
    chats, slowest = 0, 0.0
    with subprocess.Popen(
        command, cwd=ROOT, env={"LIVEDESK_DATA_DIR": str(desk.data_dir)}, stderr=subprocess.DEVNULL
    ) as importing_process:
        while importing_process.poll() is None:
            answer = ask(desk, chats)
            assert answer.status_code == 201, answer.text
            slowest = max(slowest, answer.elapsed.total_seconds())
            chats += 1
    assert importing_process.returncode == 0
    assert chats > 10
    # The server gives up on a locked file after a quarter of a second, twice over.
    assert slowest < 2


def ask(desk: Desk, number: int) -> requests.Response:
    question = {
        "name": "Gus",
        "email": f"gus{number}@example.com",
        "question": "My cart becomes empty when I use my points.",
    }
    return requests.post(f"{desk.url}/api/v1/chats", json=question)


def rows(number: int) -> list[str]:
    return [f"user{one},User {one},user{one}@example.com,N-{one},Gold,nb" for one in range(number)]
