"""The two servers that are compared, each a process of its own on a free port of this machine."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.ports import free_port

ROOT = Path(__file__).parents[1]
STARTS_WITHIN_SECONDS = 30
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

AGENT_CAPACITY = 100
AGENT_PASSWORD = "a password for one bench"


class Server:
    """One serving process. Its output goes to `folder`."""

    def __init__(self, folder: Path, *command: str, **settings: str) -> None:
        """`{port}` in the command and the settings stands for the port that was found."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._command = [part.format(port=self.port) for part in command]
        self.environment = _environment(settings, self.port)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, files: int | None = None) -> None:
        """Returns when the server is ready to serve. `files`: how many it may open at most."""
        limit = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh"] if files else []
        with open(self._folder / "server.log", "ab") as log:
            self._process = subprocess.Popen(
                [*limit, sys.executable, *self._command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > until:
                log_text = (self._folder / "server.log").read_text()
                raise RuntimeError(f"a server did not start:\n{log_text}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def cpu_seconds(self) -> float:
        """User and system time of the process and all its threads, since its start."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def forget_peak(self) -> None:
        """Let `peak_mb` begin anew, with what is needed now."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def peak_mb(self) -> float:
        """How much memory it has needed at most."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1000

    def log_mb(self) -> float:
        return (self._folder / "server.log").stat().st_size / 1_000_000

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).ok
        except requests.ConnectionError:
            return False


def echo_server(folder: Path) -> Server:
    return Server(folder, "-m", "bench.echo_server", "{port}", PYTHONWARNINGS="ignore")


def desk_server(folder: Path, **settings: str) -> Server:
    """The product as it serves, but for the brakes, which hold back one address."""
    return Server(
        folder,
        "app.py",
        LIVEDESK_DATA_DIR=str(folder),
        LIVEDESK_PORT="{port}",
        **({"LIVEDESK_RATE_LIMITS": "off"} | settings),
    )


@contextmanager
def serving_desk(*, files: int | None = None, **settings: str) -> Iterator[Server]:
    """A desk of its own in a folder of its own, until the end; `files`: how many it may open."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_server(Path(folder), **settings)
        desk.start(files=files)
        try:
            yield desk
        finally:
            desk.stop()


def hire_agent(desk: Server, email: str) -> None:
    """Make an account that may hold a hundred chats, as an administrator does."""
    command = ["-m", "flask", "--app", "app", "create-agent", email, "--name", "Bench"]
    subprocess.run(
        [sys.executable, *command, "--capacity", str(AGENT_CAPACITY)],
        cwd=ROOT,
        env=desk.environment,
        input=AGENT_PASSWORD.encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _environment(settings: dict[str, str], port: int) -> dict[str, str]:
    """Nothing that is set for a desk of one's own may change what is measured."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("LIVEDESK_")}
    return inherited | {name: value.format(port=port) for name, value in settings.items()}
