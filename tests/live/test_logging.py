"""The log: what it costs under a hail of junk, and what happens when it cannot be written (R66)."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import websocket

from tests.core.wire import frame
from tests.live.conftest import StartDesk, prepared, start_desk  # noqa: F401 - fixtures
from tests.live.desk import ROOT, Desk
from tests.live.people import Guest

pytestmark = pytest.mark.server

JUNK_FRAMES = int(os.environ.get("JUNK_FRAMES") or 4_000)
LOG_BYTES = 100_000
FULL = Path("/dev/full")  # Every write to it fails as on a full disk.


class DeskOnFullLog(Desk):
    """Whatever it prints or logs is refused."""

    def _born(self) -> Any:
        self.log.touch()
        words = [sys.executable, "app.py"]
        with FULL.open("wb") as full:
            return subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=full, stderr=full)


def junk_of(gus: Guest) -> bytes:
    """Malformed frames, unknown events, wrong fields, as somebody with a chat may send them."""
    kinds = [
        b"4x",
        b"42/visitor,[",
        b'42/visitor,["no_such_event",{}]',
        b'42/visitor,["send_message",{"body":1}]',
        b"42/visitor," + b"[" * 500,
        b"40/nobody,{}",
    ]
    return b"".join(frame(kinds[number % len(kinds)]) for number in range(JUNK_FRAMES))


def hail(desk: Desk, gus: Guest) -> None:
    """All of it over one more connection of this visitor, until it has been read."""
    address = desk.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    wire = websocket.create_connection(address, suppress_origin=True, timeout=30)
    assert str(wire.recv()).startswith("0")
    wire.send("40/visitor," + json.dumps({"token": gus.token}))
    assert str(wire.recv()).startswith("40/visitor")

    def listen() -> None:
        with suppress(OSError, websocket.WebSocketException):
            while wire.recv():
                pass

    listening = threading.Thread(target=listen)
    listening.start()
    with suppress(OSError):
        wire.sock.sendall(junk_of(gus) + frame(b"\x03\xe8", 8))
        wire.sock.shutdown(socket.SHUT_WR)
    listening.join()
    wire.shutdown()


def test_a_hail_of_junk_leaves_little_in_the_log(start_desk: StartDesk) -> None:  # noqa: F811
    desk = start_desk(rate_limits="off")
    gus = Guest(desk.url)
    before = desk.log.stat().st_size
    hail(desk, gus)
    assert gus.says("still here")["ok"]
    gus.leave()
    written = desk.log.read_text()[before:]
    print(f"{JUNK_FRAMES} frames of junk, {len(written)} bytes of log")
    assert len(written) < LOG_BYTES
    assert "Traceback" not in written


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_a_log_that_cannot_be_written_breaks_no_chat(tmp_path: Path, prepared: Path) -> None:  # noqa: F811
    desk = DeskOnFullLog(Path(shutil.copytree(prepared, tmp_path / "desk"))).start()
    try:
        gus = Guest(desk.url)
        wire = websocket.create_connection(
            desk.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
            suppress_origin=True,
            timeout=10,
        )
        wire.sock.sendall(frame(b"4x") * 50)
        assert gus.says("still here")["ok"]
        wire.shutdown()
        assert gus.says("and now")["ok"]
        gus.leave()
    finally:
        code = desk.stop()
    assert code == 0
