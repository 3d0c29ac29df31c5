"""An S3 server of our own: moto's, in a process of its own."""

import subprocess
import sys
import time
from pathlib import Path

import requests

from tests.ports import free_port

STARTS_WITHIN_SECONDS = 120


class S3Server:
    """Serves until `end`. `url` is what the setting takes."""

    def __init__(self, log: Path) -> None:
        self._port = free_port()
        with log.open("wb") as written:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-p", str(self._port)],
                stdout=written,
                stderr=written,
            )
        self._await_ready()

    @property
    def url(self) -> str:
        return f"s3+http://key:s%2Fcret@127.0.0.1:{self._port}/desk-files/here?region=eu-north-1"

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _await_ready(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        bucket = f"http://127.0.0.1:{self._port}/desk-files"
        region = "<LocationConstraint>eu-north-1</LocationConstraint>"
        place = f"<CreateBucketConfiguration>{region}</CreateBucketConfiguration>"
        while time.monotonic() < until:
            try:
                requests.put(bucket, data=place, timeout=5).raise_for_status()
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.1)  # There is no event to await before anybody listens.
            else:
                return
        raise AssertionError("the S3 server did not start")
