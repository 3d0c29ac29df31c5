"""strace beside a running server: it slows system calls down, lets them fail, or writes them down.

Without it, or without the right to attach it, `why_not` says so.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ATTACHES_WITHIN_SECONDS = 10


@cache
def why_not() -> str | None:
    """Why strace cannot be used here, or None."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    with subprocess.Popen(["sleep", "10"]) as probe:
        try:
            with attached(probe.pid, "-e", "trace=none"):
                return None
        except RuntimeError as error:
            return str(error)
        finally:
            probe.kill()


@contextmanager
def attached(pid: int, *options: str, output: Path | None = None) -> Iterator[None]:
    """strace holds every thread of the process as long as this is open."""
    words = ["strace", "-f", *options, "-o", str(output or os.devnull), "-p", str(pid)]
    tracer = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    try:
        _await_attached(pid, tracer)
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=ATTACHES_WITHIN_SECONDS)


@contextmanager
def injected(pid: int, call: str, fault: str, *, path: Path) -> Iterator[None]:
    """Every `call` on this file fails or waits: `error=ENOSPC`, `delay_enter=200000`."""
    options = ("-P", str(path), "-e", f"trace={call}", "-e", f"inject={call}:{fault}")
    with attached(pid, *options):
        yield


def _await_attached(pid: int, tracer: subprocess.Popen[str]) -> None:
    until = time.monotonic() + ATTACHES_WITHIN_SECONDS
    status = Path(f"/proc/{pid}/status")
    while time.monotonic() < until and tracer.poll() is None:
        found = re.search(r"TracerPid:\s+(\d+)", status.read_text())
        if found and int(found[1]) == tracer.pid:
            return
        time.sleep(0.01)
    tracer.kill()
    raise RuntimeError(f"strace could not attach: {tracer.communicate()[1].strip()[:200]}")
