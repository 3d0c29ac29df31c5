"""Servers in a fifth of the time: a process that has imported everything forks one per start.

What a kill can destroy is the same, the server's whole memory; the other faults start it cold.
"""

if __name__ == "__main__":
    from core import loop

    loop.patch()

import json
import os
import posix  # eventlet leaves it as it is; its `os` would turn the loop that children begin.
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.live.desk import ROOT, Desk


class Nursery:
    """Bears one server at a time."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "tests.torture.nursery"]
        self._mother = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        self._mother.communicate()

    def bear(self, environment: dict[str, str], log: Path) -> "Child":
        self._say({"environment": environment, "log": str(log)})
        return Child(int(self.hear()), self)

    def hear(self) -> str:
        assert self._mother.stdout is not None
        return self._mother.stdout.readline()

    def _say(self, wish: dict[str, Any]) -> None:
        assert self._mother.stdin is not None
        self._mother.stdin.write(json.dumps(wish) + "\n")
        self._mother.stdin.flush()


class Child:
    """A server as `subprocess` would show it."""

    def __init__(self, pid: int, nursery: Nursery) -> None:
        self.pid, self._nursery = pid, nursery

    def send_signal(self, how: signal.Signals) -> None:
        os.kill(self.pid, how)

    def wait(self, timeout: float) -> int:
        until = time.monotonic() + timeout
        while self.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.005)
        return int(self._nursery.hear())

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return -signal.SIGKILL
        return None


class NurseryDesk(Desk):
    """A desk whose servers come from a nursery."""

    nursery: Nursery

    def _born(self) -> Child:
        return self.nursery.bear(self.environment, self.log)


def _serve(wish: dict[str, Any]) -> int:
    """In the child: a server like any other."""
    from eventlet import hubs

    import app

    hubs.use_hub()  # The mother's waits on descriptors that both would share.
    os.environ.clear()
    os.environ.update(wish["environment"])
    log = posix.open(wish["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for descriptor in (1, 2):
        posix.dup2(log, descriptor)
    return app.main()


def _wait_for_wishes() -> None:
    import app  # noqa: F401 - what the children need
    from chat import intake

    intake.language_gate()
    while wish := _line():
        pid = posix.fork()
        if pid == 0:
            posix._exit(_serve(json.loads(wish)))
        posix.write(1, b"%d\n" % pid)
        _, status = posix.waitpid(pid, 0)
        posix.write(1, b"%d\n" % os.waitstatus_to_exitcode(status))


def _line() -> bytes:
    found = b""
    while not found.endswith(b"\n") and (byte := posix.read(0, 1)):
        found += byte
    return found


if __name__ == "__main__":
    _wait_for_wishes()
