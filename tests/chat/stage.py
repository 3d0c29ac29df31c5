"""A desk in this process with its cast: guests and members who ask, agents who answer."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from app import create_app
from core import loop
from core.database import db
from core.settings import Settings
from tests.chat.loopback import Line, Loopback, Payload, cookie_of

QUESTION = "I cannot log in to my account, can you help me please?"
# What the leases write down by themselves.
SEEN = {"seen_at", "visitor_seen_at", "last_seen_at"}


class Visitor(Line):
    """Who has asked; `chat_id` and `token` are the chat's."""

    chat_id: str
    token: str

    def says(self, body: str, client_id: str | None = None) -> Payload:
        return self.ask("send_message", {"client_id": client_id or new_id(), "body": body})

    def sync(self, after_seq: int = 0) -> Payload:
        return self.ask("sync", {"after_seq": after_seq})


class Agent(Line):
    """Who answers."""

    id: str

    def says(self, chat_id: str, body: str, **more: Any) -> Payload:
        said = {"chat_id": chat_id, "client_id": new_id(), "body": body, **more}
        return self.ask("send_message", said)

    def note(self, chat_id: str, body: str) -> Payload:
        return self.says(chat_id, body, kind="note")

    def sync(self, **after: int) -> Payload:
        return self.ask("sync", {"after": after})


class Stage:
    """One data folder and the app on it, which may be dropped and made again."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.settings = Settings(data_dir=folder, rate_limits=False, **settings)
        self._raise_curtain()

    def _raise_curtain(self) -> None:
        self.app: Flask = create_app(self.settings, serving=True)
        self.loopback = Loopback(self.app)

    def restart(self) -> None:
        """All memory is gone, and every connection with it."""
        self.close()
        self._raise_curtain()

    def close(self) -> None:
        self.loopback.close()

    def spawn(self, *act: Any, **more: Any) -> None:
        self.loopback.spawn(*act, **more)

    def start_chat(self, name: str = "Gus", *, cookie: str = "", **said: Any) -> Payload:
        form = {"name": name, "email": "gus@example.com", "question": QUESTION, **said}
        answer = self.app.test_client(use_cookies=False).post(
            "/api/v1/chats", json=form, headers={"Cookie": cookie} if cookie else {}
        )
        self.loopback.settle()
        found: Payload = answer.get_json()
        return found

    def guest(self, name: str = "Gus", **said: Any) -> Visitor:
        chat = self.start_chat(name, **said)["chat"]
        return self.visitor(chat["id"], chat["token"])

    def visitor(self, chat_id: str, token: str) -> Visitor:
        visitor = Visitor(self.loopback, "/visitor")
        visitor.chat_id, visitor.token = chat_id, token
        visitor.connect({"token": token})
        return visitor

    def agent(self, first_name: str = "ana", *, online: bool = True) -> Agent:
        account = self.account(first_name)
        agent = Agent(self.loopback, "/agent", cookie_of(self.app, account))
        agent.id = account.id
        agent.connect()
        if online:
            assert agent.ask("set_presence", {"presence": "online"})["ok"]
        return agent

    def account(self, first_name: str) -> Account:
        with self.app.app_context():
            found = db.session.scalars(select(Account).where(Account.name == first_name.title()))
            account = found.one()
            db.session.expunge_all()
            return account

    def cookie(self, first_name: str) -> str:
        return cookie_of(self.app, self.account(first_name))

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """What the file holds, read beside the desk."""
        with self._beside() as connection:
            return connection.execute(sql, values).fetchall()

    def write(self, sql: str, *values: Any) -> None:
        with self._beside() as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute(sql, values)

    def dump(self) -> "Content":
        """Everything in the database but what the leases write by themselves."""
        return dump(self.folder / "livedesk.sqlite3")

    def hold_the_database(self) -> sqlite3.Connection:
        """Write beside the desk for longer than it waits, until the answer is closed."""
        connection = sqlite3.connect(self.folder / "livedesk.sqlite3", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        return connection

    def sweep(self) -> None:
        """What happens by itself every few seconds."""
        self.loopback.sweeper.write_leases()
        self.loopback.sweeper.sweep()
        self.loopback.settle()

    @contextmanager
    def _beside(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.folder / "livedesk.sqlite3", isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()


class Content:
    """All rows of all tables. Two that differ say in what, briefly."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, tables: dict[str, list[tuple[Any, ...]]]) -> None:
        self._tables = tables
        self._differs: list[str] = []

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Content)
        for table, rows in self._tables.items():
            changed = set(rows) ^ set(other._tables[table])
            self._differs += [f"{table}: {row}" for row in sorted(changed)]
        return self._tables == other._tables

    def __repr__(self) -> str:
        return "\n".join(self._differs[:8]) or "the database as it was"

    def __str__(self) -> str:
        return str(self._tables)


def dump(file: Path) -> Content:
    connection = sqlite3.connect(file)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("BEGIN")
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        return Content({table: _content(connection, table) for (table,) in tables})
    finally:
        connection.close()


def _content(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own tables
    kept = [name for name in (rows[0].keys() if rows else ()) if name not in SEEN]
    return sorted(tuple(str(row[name]) for name in kept) for row in rows)


def set_stage(folder: Path, cast: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Stage:
    """A stage on a copy of the cast's folder, with a loop that waits for nobody."""
    shutil.copytree(cast, folder)
    stage = Stage(folder, **settings)
    monkeypatch.setattr(loop, "spawn", stage.spawn)
    return stage


def code_of(answer: Payload) -> str:
    """The code of a refusal."""
    assert answer["ok"] is False, answer
    found: str = answer["error"]["code"]
    return found


def new_id() -> str:
    return str(uuid4())
