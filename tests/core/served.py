"""Starts `loop_app.py` in a process of its own and asks it things."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
APP = Path(__file__).with_name("loop_app.py")


class Served:
    """A running server. `log` is all that it has written to standard error."""

    def __init__(
        self,
        folder: Path,
        mode: str,
        *,
        ping: float = 15,
        port: int | None = None,
        descriptors: int | None = None,
    ):
        self.mode = mode
        self.port = port or free_port()
        self._log = folder / f"{mode}-{self.port}.log"
        limit = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh"] if descriptors else []
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*limit, sys.executable, str(APP), str(self.port), str(ping)],
                env=os.environ | {"LIVEDESK_ASYNC_MODE": mode, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self.first_line = self.process.stdout.readline().decode().strip()

    @property
    def log(self) -> str:
        return self._log.read_text()

    def get(self, path: str, timeout: float = 60) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as page:
            return page.read().decode()

    def json(self, path: str) -> dict:
        return json.loads(self.get(path))

    def state(self) -> dict:
        return self.json("/state")

    def eventually(self, wanted, within: float = 30) -> dict:
        """The state once `wanted(state)` is true. Fails when it does not come true in time."""
        deadline = time.monotonic() + within
        while not wanted(state := self.state()):
            assert time.monotonic() < deadline, state
            time.sleep(0.02)
        return state

    def stop(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    def exit_code(self, within: float = 30) -> int:
        return self.process.wait(timeout=within)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
