"""Pictures that arrive while the server is killed: every row has its files, whole, and what no row
names goes after a day (R47)."""

import hashlib
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread

import requests

from app import create_app
from core.settings import Settings
from tests.live.desk import Desk
from tests.live.people import QUESTION, start_chat
from tests.pictures import noise
from tests.torture.play import findings
from tests.torture.report import Row
from tickets.jobs import ORPHANED_FOR_SECONDS, FileSweeper

UPLOADERS = 4


class Uploaders:
    """Several people who send one different picture after the other, whatever becomes of it."""

    def __init__(self, desk: Desk) -> None:
        self._url, self._token = desk.url, _chat_token(desk)
        self.begun, self.kept = 0, list[str]()
        self._lock, self._stop, self._may_begin = Lock(), Event(), Event()
        self._threads = [Thread(target=self._send) for _ in range(UPLOADERS)]

    def __enter__(self) -> "Uploaders":
        self._may_begin.set()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def have_begun(self, count: int) -> None:
        """Wait until so many have been sent off."""
        while self.begun < count:
            time.sleep(0.005)

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """Nobody begins anew meanwhile; what is on its way stays so."""
        self._may_begin.clear()
        yield
        self._may_begin.set()

    def _send(self) -> None:
        path = f"{self._url}/api/v1/chats/{self._token}/attachments"
        while self._may_begin.wait() and not self._stop.is_set():
            with self._lock:
                self.begun += 1
                content = noise(100 + self.begun % 50, 100 + self.begun // 50 % 50)
            try:
                answer = requests.post(path, files={"file": ("one.png", content)}, timeout=30)
            except requests.RequestException:
                continue
            if answer.status_code == 201:
                self.kept.append(answer.json()["attachment"]["id"])


def play_uploads(desk: Desk, *, each: int, cycles: int, seed: int) -> Row:
    """Kill so often, after so many pictures each time. Ends the desk, to see what it has left."""
    chance, row = random.Random(seed), Row("kill_uploads", cycles)
    with Uploaders(desk) as uploaders:
        for cycle in range(1, cycles + 1):
            uploaders.have_begun(each * cycle)
            time.sleep(chance.uniform(0, 0.1))
            with uploaders.interrupted():
                desk.kill()
                began = time.monotonic()
                desk.start()
            row.seconds.append(time.monotonic() - began)
    desk.kill()
    stored = desk.rows("SELECT id, file, sha256 FROM attachments")
    named = {one["id"] for one in stored}
    row.tally.acknowledged = len(uploaders.kept)
    row.tally.lost = sum(one not in named for one in uploaders.kept)
    row.findings = findings(desk)
    row.findings += [
        f"picture {one['id']} is not whole" for one in stored if not _is_whole(desk, one)
    ]
    row.findings += [f"{path} is still there" for path in _left_after_a_day(desk)]
    return row


def _chat_token(desk: Desk) -> str:
    token: str = start_chat(desk.url, name="Gus", question=QUESTION)["chat"]["token"]
    return token


def _file(desk: Desk, name: str) -> Path:
    return desk.data_dir / "files" / name[:2] / name


def _is_whole(desk: Desk, row: sqlite3.Row) -> bool:
    file, small = _file(desk, row["file"]), _file(desk, row["file"] + "-small")
    if not file.exists() or not small.exists():
        return False
    return (
        hashlib.sha256(file.read_bytes()).hexdigest() == row["sha256"] and small.stat().st_size > 0
    )


def _left_after_a_day(desk: Desk) -> list[Path]:
    """The files that no row names and a sweep has left, when all are older than a day."""
    files = [path for path in (desk.data_dir / "files").rglob("*") if path.is_file()]
    long_ago = time.time() - ORPHANED_FOR_SECONDS - 60
    for path in files:
        os.utime(path, (long_ago, long_ago))
    FileSweeper(create_app(Settings(data_dir=desk.data_dir))).sweep()
    rows = desk.rows("SELECT file FROM attachments")
    named = {row["file"] + end for row in rows for end in ("", "-small")}
    return [path for path in files if path.exists() and path.name not in named]
