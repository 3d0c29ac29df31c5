"""A real server process with real people in it, for tests that speak to it from outside."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from accounts.models import Account
from app import create_app
from core import schema
from core.database import db
from core.settings import Settings
from tests.factories import make_agent, make_member
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
# Sam supervises; Cleo to Gina only come when many are needed.
AGENTS = ("ana", "bea", "sam", "cleo", "dan", "eve", "fred", "gina")
MEMBERS = ("maya", "otto")
# Beside a busy suite a start takes several times its usual two seconds; this only ends a hang.
STARTS_WITHIN_SECONDS = 120


def prepare(folder: Path) -> Path:
    """A data folder with the cast in it, made once and copied for each server."""
    app = create_app(Settings(data_dir=folder))
    schema.bring_up_to_date(app)
    with app.app_context():
        people: list[Account] = [make_agent(name) for name in AGENTS]
        people += [make_member(name) for name in MEMBERS]
        db.session.remove()
        db.engine.dispose()
    return folder


class Desk:
    """One data folder and the server on it, which may be killed and started again."""

    program: tuple[str, ...] = ("app.py",)

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = int(settings.pop("port", 0)) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = settings
        self._process: Any = None

    def start(self) -> "Desk":
        """Returns when the server is ready to serve."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._process = self._born()
        self._await_ready()
        return self

    def kill(self) -> None:
        """As the kernel does it: no goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """As an operator does it; returns the exit code."""
        return self._end(signal.SIGTERM)

    def wait(self) -> int:
        """Returns the exit code of a server that ends by itself."""
        assert self._process is not None
        code: int = self._process.wait(timeout=STARTS_WITHIN_SECONDS)
        return code

    @property
    def log(self) -> Path:
        """What the server has written; beside the folder, which is the server's to make."""
        return self.data_dir.with_suffix(".log")

    @property
    def exit_code(self) -> int | None:
        assert self._process is not None
        code: int | None = self._process.poll()
        return code

    @property
    def pid(self) -> int:
        assert self._process is not None
        pid: int = self._process.pid
        return pid

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """What the file holds, read (or written) beside the server."""
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another process, a command perhaps, holds the database."""
        other = sqlite3.connect(self.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()

    @contextmanager
    def unwritable(self) -> Iterator[None]:
        """No file takes another byte, as under `ulimit -f`: not the database, not the log."""
        _, most = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
        before = resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, most))
        try:
            yield
        finally:
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, before)

    @property
    def database(self) -> Path:
        return self.data_dir / "livedesk.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """What the server finds in its environment."""
        return {
            **os.environ,
            "LIVEDESK_DATA_DIR": str(self.data_dir),
            "LIVEDESK_PORT": str(self.port),
            **{f"LIVEDESK_{name.upper()}": value for name, value in self._settings.items()},
        }

    def _born(self) -> Any:
        with open(self.log, "ab") as log:
            words = [sys.executable, *self.program]
            return subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        code: int = self._process.wait(timeout=STARTS_WITHIN_SECONDS)
        self._process = None
        return code

    def _await_ready(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < until:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            try:
                if requests.get(f"{self.url}/readyz", timeout=5).ok:
                    return
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.05)  # There is no event to await before anybody listens.
        if self.exit_code is None:
            self.kill()
        raise AssertionError(f"the server did not start:\n{self.log.read_text()}")
