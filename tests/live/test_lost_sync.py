"""A disk that does not take what was written: nothing is acknowledged, and the process ends.

The next process finds what was written in the machine's memory all the same, and may build on it
only when the disk has it.
"""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core import lost_sync
from tests.live.conftest import People
from tests.live.desk import ROOT, Desk
from tests.torture import power, strace
from tests.torture.needed import needs_strace

pytestmark = [
    pytest.mark.server,
    needs_strace,
]


def test_a_failed_sync_ends_the_process_and_a_new_one_goes_on(
    server: Desk, people: type[People]
) -> None:
    gus = people.guest()
    answers: list[object] = []
    log = server.database.with_name(server.database.name + "-wal")
    with strace.injected(server.pid, "fdatasync", "error=EIO", path=log):
        gus.send("send_message", {"client_id": "id-1", "body": "Hello"}, answers.append)
        assert server.wait() == lost_sync.EXIT_CODE
    assert gus.is_disconnected()
    assert answers == []
    assert server.log.read_text().count("disk: it did not take what was written") == 1
    server.start()
    assert people.guest("Gil").says("Hello")["ok"]


class RecordedDesk(Desk):
    """strace writes down what each server asks of the disk, from its very first call."""

    @property
    def trace(self) -> Path:
        return self.data_dir.with_suffix(".trace")

    def _born(self) -> Any:
        options = ("-D", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "70000", "-o", str(self.trace))
        words = ["strace", *options, "-e", f"trace={power.CALLS}", sys.executable, "app.py"]
        with open(self.log, "ab") as log:
            return subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def acts(self, files: set[str]) -> list[power.Act]:
        """Everything, once strace has written the last line."""
        until = time.monotonic() + strace.ATTACHES_WITHIN_SECONDS
        while "+++ killed by SIGKILL +++" not in self.trace.read_text()[-1000:]:
            assert time.monotonic() < until
            time.sleep(0.01)
        return list(power.acts_in(self.trace, files))


@pytest.fixture
def recorded(server: Desk) -> Iterator[RecordedDesk]:
    """What takes the server's place, once that has ended."""
    desk = RecordedDesk(server.data_dir, rate_limits="off", port=str(server.port))
    yield desk
    desk.kill()


def stored(files: dict[str, bytearray], folder: Path) -> set[str]:
    """The messages of a desk that has these files."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (database,) = [name for name in files if not name.endswith("-wal")]
    with closing(sqlite3.connect(folder / database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {row[0] for row in connection.execute("SELECT client_id FROM messages")}


def test_what_a_failed_sync_left_in_memory_is_on_the_disk_before_anybody_is_told_of_it(
    server: Desk, recorded: RecordedDesk, people: type[People], tmp_path: Path
) -> None:
    """The disk as after a power cut: it has what was written and then synced without an error."""
    gus = people.guest()
    said = {"client_id": "id-1", "body": "Hello"}
    log = server.database.with_name(server.database.name + "-wal")
    with strace.injected(server.pid, "fdatasync", "error=EIO", path=log):
        disk = power.Disk({one.name: bytearray(one.read_bytes()) for one in (server.database, log)})
        gus.send("send_message", said)
        assert server.wait() == lost_sync.EXIT_CODE
    assert gus.is_disconnected()
    recorded.start()
    gus.connect(auth={"token": gus.token})
    assert gus.ask("send_message", said)["ok"]
    gus.leave()
    recorded.kill()
    for act in recorded.acts(set(disk.synced)):
        if act.kind != "said":
            disk.take(act)
    assert "id-1" in stored(disk.synced, tmp_path / "after")
