"""Upgrades that end themselves with SIGKILL before a statement, and what becomes of them (R49).

`python -m tests.core.killed_upgrades FOLDER KILLS` prints a line of JSON for each kill; KILLS is a
number, or `all`: each statement of the upgrade from each earlier schema. This process never opens
a database: whatever does is a fork of it, which costs a tenth of a new one.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from app import create_app
from core import schema
from core.database import db
from core.settings import Settings
from tests.core.released import make_used_desk, steps, take_down_to

FILE = "livedesk.sqlite3"
NOTES_A_STEP = re.compile("(INSERT INTO|UPDATE) alembic_version")


class Ground:
    """One data folder, where one upgrade after the other takes place, and the databases stored."""

    def __init__(self, folder: Path) -> None:
        self.stored, self.desk, self.aside = (folder / name for name in ("stored", "desk", "aside"))
        self.stored.mkdir()
        self.app: Flask = create_app(Settings(data_dir=self.desk))

    def store_all(self) -> None:
        """A database of each earlier schema; that before the first one is no file at all."""
        with self.app.app_context():
            make_used_desk()
            for before, _ in reversed(steps()[1:]):
                take_down_to(before)
                shutil.copy(self.desk / FILE, self.stored / before)

    def set_up(self, before: str) -> None:
        shutil.rmtree(self.desk, ignore_errors=True)
        self.desk.mkdir()
        if before != "base":
            shutil.copy(self.stored / before, self.desk / FILE)

    def whole_steps(self, before: str) -> dict[str, str]:
        """What the database holds after each step of an upgrade that nothing interrupts."""
        self.set_up(before)
        whole = {before: digest(self.desk)}
        with self.app.app_context():
            for start, after in steps():
                if start in whole:
                    upgrade(revision=after)
                    whole[after] = digest(self.desk)
        return whole

    def statements(self) -> list[str]:
        """Upgrade as a start does, and tell every statement of it."""
        said: list[str] = []
        self._upgrade(said.append)
        return said

    def upgrade_until(self, at: int) -> None:
        """Upgrade as a start does, and die before the statement number `at`."""
        left = iter(range(at))

        def die(_statement: str) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        self._upgrade(die)

    def _upgrade(self, notice: Callable[[str], None]) -> None:
        def listen(connection: sqlite3.Connection, _record: Any) -> None:
            connection.set_trace_callback(notice)

        with self.app.app_context():
            event.listen(db.engine, "connect", listen, insert=True)
        schema.bring_up_to_date(self.app)

    def left(self) -> tuple[str, str]:
        """Revision and content of what lies there, seen in a copy: nobody repairs the original."""
        shutil.rmtree(self.aside, ignore_errors=True)
        shutil.copytree(self.desk, self.aside)
        return revision(self.aside), digest(self.aside)

    def finish(self) -> dict[str, Any]:
        """The next start and the checkers."""
        schema.bring_up_to_date(self.app)
        runner = self.app.test_cli_runner()
        answers = [runner.invoke(args=[command]) for command in ("check", "verify-queue")]
        return {
            "finished": digest(self.desk),
            "said": [one.output for one in answers if one.exit_code != 0],
        }


def digest(folder: Path) -> str:
    """Of every table, index and row of the database in this folder."""
    connection = sqlite3.connect(folder / FILE)
    try:
        content = sorted(map(in_any_order, connection.iterdump()))
    finally:
        connection.close()
    return hashlib.sha256("\n".join(content).encode()).hexdigest()


def in_any_order(statement: str) -> str:
    """A table that Alembic makes anew has its checks and keys in another order each time."""
    if statement.startswith("CREATE"):
        return " ".join(sorted(re.split(r"[\s,()]+", statement)))
    return statement


def revision(folder: Path) -> str:
    connection = sqlite3.connect(folder / FILE)
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:  # There is no such table yet.
        found = None
    finally:
        connection.close()
    return found[0] if found else "base"


def forked(act: Callable[..., Any], *values: Any) -> tuple[int, Any]:
    """The exit code of a process that does this (the negative signal, as elsewhere), its answer."""
    ear, mouth = os.pipe()
    if (child := os.fork()) == 0:
        code = 1
        try:
            os.write(mouth, json.dumps(act(*values)).encode())
            code = 0
        except BaseException:  # noqa: BLE001 - nothing of the child may go on as its parent
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(mouth)
    with os.fdopen(ear) as answers:
        answer = answers.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(answer or "null")


def answered(act: Callable[..., Any], *values: Any) -> Any:
    """The answer of a process that ended well. Raises RuntimeError for another end."""
    code, answer = forked(act, *values)
    if code != 0:
        raise RuntimeError(f"{act.__name__}{values} ended with {code}")
    return answer


def chosen(statements: list[str], wanted: int | None) -> list[int]:
    """Numbers of statements: so many in equal distances, or all of them (None).

    Always among them: when all of the first step is done, but not yet that it was.
    """
    count = len(statements)
    if wanted is None or wanted >= count:
        return list(range(count))
    noted = next(at for at, one in enumerate(statements) if NOTES_A_STEP.match(one))
    spread = wanted - 1
    return sorted({noted, *((2 * one + 1) * count // (2 * spread) for one in range(spread))})


def kill_at(ground: Ground, before: str, at: int, whole: dict[str, str]) -> dict[str, Any]:
    """What one kill came to, beside what it should have."""
    ground.set_up(before)
    code, _ = forked(ground.upgrade_until, at)
    there, content = answered(ground.left)
    _, end = forked(ground.finish)
    end = end or {"finished": None, "said": ["the next start could not upgrade it"]}
    return {
        "code": code,
        "left": there,
        "is_whole_step": content == whole.get(there),
        "is_finished": end["finished"] == whole[steps()[-1][1]],
        "said": end["said"],
    }


def main(folder: Path, kills: str) -> None:
    ground = Ground(folder)
    answered(ground.store_all)
    chain = [before for before, _ in steps()]
    wanted = None if kills == "all" else -(-int(kills) // len(chain))
    for before in chain:
        whole = answered(ground.whole_steps, before)
        ground.set_up(before)
        statements = answered(ground.statements)
        for at in chosen(statements, wanted):
            kill = {"before": before, "at": at, "statement": " ".join(statements[at].split())[:80]}
            print(json.dumps(kill | kill_at(ground, before, at, whole)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
