"""A command that cannot do its work says so in one line."""

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from core.commands import backup
from core.settings import Settings

COMMANDS = {
    "check": [],
    "verify-queue": [],
    "export-person": ["maya@example.com"],
    "erase-person": ["maya@example.com", "--yes"],
    "seed-demo": [],
    "backup": ["copy"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_damaged_database_costs_one_line(
    app: Flask, settings: Settings, tmp_path: Path, command: str
) -> None:
    (settings.data_dir / "livedesk.sqlite3").write_bytes(b"no database at all, but long enough")
    words = [
        command,
        *(str(tmp_path / word) if word == "copy" else word for word in COMMANDS[command]),
    ]
    answer = app.test_cli_runner().invoke(args=words)
    assert answer.exit_code == 1
    assert len(answer.output.strip().splitlines()) == 1, answer.output
    assert "the database cannot be used: " in answer.output.lower()


def test_a_folder_without_tables_costs_one_line(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path / "empty"))
    answer = app.test_cli_runner().invoke(args=["check"])
    assert answer.exit_code == 1
    assert answer.output == "Error: The database cannot be used: no such table: chats\n"


def test_many_apps_in_one_process_leave_the_commands_as_they_are(settings: Settings) -> None:
    written = backup.callback
    apps = [create_app(settings) for _ in range(2)]
    assert backup.callback is written
    assert [app.cli.commands["backup"].callback.__wrapped__ for app in apps] == [written] * 2
