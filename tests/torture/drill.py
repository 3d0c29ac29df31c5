"""`python -m tests.torture.drill`: a full desk in use is backed up, destroyed and restored.

The exit code is 0 when the restored desk holds every message that was acknowledged before the
backup began, every file that was there, whole, and `check` and `verify-queue` are content.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from app import create_app
from chat import intake
from chat.asking import Newcomer, Question
from core.database import db
from core.settings import Settings
from tests.factories import committed
from tests.live.desk import ROOT, Desk, prepare
from tests.live.people import QUESTION, Guest
from tests.torture.play import findings
from tests.torture.uploads import Uploaders

# No more than may wait at once.
CHATS = 400
MESSAGES_IN_A_CHAT = 500
FILES, FILE_BYTES = 200, 50_000
UPLOADS_BEFORE = 8
WORDS = "I tried it in another browser, and it is the same there. " * 3


@dataclass
class Drill:
    """What was measured, in seconds, and what was found wrong."""

    messages: int
    seconds: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def time(self, what: str, began: float) -> None:
        self.seconds[what] = time.monotonic() - began

    def start(self, what: str, desk: Desk) -> None:
        """Time until it is ready to serve, and how much of that it computed."""
        began = time.monotonic()
        desk.start()
        self.time(what, began)
        with open(f"/proc/{desk.pid}/stat") as stat:
            spent = stat.read().rsplit(")", 1)[1].split()[11:13]
        self.seconds[f"{what}, computing"] = sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


class Talking:
    """Somebody who writes all the time; how long was the longest wait for an answer?"""

    def __init__(self, desk: Desk) -> None:
        self.acknowledged: list[str] = []
        self.longest = 0.0
        self._guest = Guest(desk.url)
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> "Talking":
        self._thread.start()
        while len(self.acknowledged) < 20:
            time.sleep(0.01)
        self.longest = 0.0
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()
        self._guest.leave()

    def _write(self) -> None:
        while not self._ends.is_set():
            began = time.monotonic()
            message = self._guest.says(f"message {len(self.acknowledged)}")["message"]
            self.longest = max(self.longest, time.monotonic() - began)
            self.acknowledged.append(message["id"])


def play(folder: Path, messages: int) -> Drill:
    """The whole drill in this empty folder."""
    drill = Drill(messages)
    place = prepare(folder / "desk")
    desk = Desk(place, rate_limits="off")
    drill.start("ready, empty", desk)
    desk.kill()
    fill(place, messages)
    drill.start("ready with all of it", desk)
    with Talking(desk) as talking, Uploaders(desk) as uploaders:
        uploaders.have_begun(UPLOADS_BEFORE)
        before, files = list(talking.acknowledged), _files(place)
        began = time.monotonic()
        _command(place, "backup", str(folder / "copy"))
        drill.time("backup in use", began)
        drill.seconds["longest wait meanwhile"] = talking.longest
    desk.kill()
    shutil.rmtree(place)
    _restore(drill, folder, before, files)
    return drill


def fill(place: Path, messages: int) -> None:
    """Chats that wait, with long conversations, and files beside them."""
    app = create_app(Settings(data_dir=place))
    with app.app_context():
        each = min(messages, max(MESSAGES_IN_A_CHAT, messages // CHATS))
        for number in range(messages // each):
            question = Question(
                name=f"Gus {number}",
                email="gus@example.com",
                question=QUESTION,
                confirm_english=True,
            )
            newcomer = Newcomer(key=f"guest:{number}")
            verdict = intake.classify(QUESTION, newcomer)
            chat_id = committed(intake.start_chat, question, newcomer, verdict).chat_id
            _converse(place, chat_id, each)
        db.session.remove()
        db.engine.dispose()
    for number in range(FILES):
        file = place / "files" / f"{number % 16:02x}" / f"file-{number}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(FILE_BYTES))


def _converse(place: Path, chat_id: str, count: int) -> None:
    connection = sqlite3.connect(place / "livedesk.sqlite3")
    (last,) = connection.execute("SELECT last_seq FROM chats WHERE id = ?", (chat_id,)).fetchone()
    rows = [
        (f"{chat_id}-{seq}", chat_id, seq, f"{chat_id}-{seq}", WORDS, 1_700_000_000_000 + seq)
        for seq in range(last + 1, count + 1)
    ]
    connection.executemany(
        "INSERT INTO messages (id, chat_id, seq, client_id, kind, author_kind, author_name, body,"
        " created_at) VALUES (?, ?, ?, ?, 'text', 'visitor', 'Gus', ?, ?)",
        rows,
    )
    connection.execute(
        "UPDATE chats SET last_seq = :n, last_visible_seq = :n, previous_visible_seq = :n - 1"
        " WHERE id = :id",
        {"n": max(last, count), "id": chat_id},
    )
    connection.commit()
    connection.close()


def _restore(drill: Drill, folder: Path, before: list[str], files: dict[str, bytes]) -> None:
    again = folder / "again"
    began = time.monotonic()
    _command(again, "restore", str(folder / "copy"))
    drill.time("restore", began)
    desk = Desk(again, rate_limits="off")
    stored = {row["id"] for row in desk.rows("SELECT id FROM messages")}
    drill.wrong += [f"message {one} is lost" for one in before if one not in stored]
    restored = _files(again)
    drill.wrong += [f"{one} is lost" for one in files if restored.get(one) != files[one]]
    if len(stored) < drill.messages:
        drill.wrong.append(f"{len(stored)} messages instead of {drill.messages}")
    began = time.monotonic()
    drill.wrong += findings(desk)
    drill.time("check and verify-queue", began)
    drill.start("ready again", desk)
    desk.kill()


def _command(place: Path, *words: str) -> None:
    environment = {**os.environ, "LIVEDESK_DATA_DIR": str(place)}
    program = [sys.executable, "-m", "flask", "--app", "app", *words]
    subprocess.run(program, cwd=ROOT, env=environment, check=True, capture_output=True)


def _files(place: Path) -> dict[str, bytes]:
    found = (place / "files").glob("[0-9a-f][0-9a-f]/*")
    return {str(path.relative_to(place)): path.read_bytes() for path in found}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.drill", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="livedesk-drill-") as folder:
        drill = play(Path(folder), asked.messages)
    print(
        f"{drill.messages:,} messages, {FILES} files, people write and send pictures all the time:"
    )
    print(f"  (load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    for what, seconds in drill.seconds.items():
        print(f"  {what:32} {seconds:6.2f} s")
    print("\n".join(drill.wrong) or "  nothing lost, nothing wrong")
    return 1 if drill.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
