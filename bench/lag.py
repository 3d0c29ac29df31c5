"""`python -m bench.lag`: how late the loop comes round while everything slow goes on (R63).

A hundred messages a second, and every second five people sign in, a picture of a megabyte is
uploaded and a transcript is downloaded. The desk's own figure tells the distribution. The exit code
is 0 when 99 % of the rounds were at most 10 ms late and none more than 100 ms.
"""

import argparse
import asyncio
import io
import os
import sys

import requests
from PIL import Image
from prometheus_client.parser import text_string_to_metric_families

from bench import crowd
from bench.running import A_SIDE_WRITES_EVERY_SECONDS, Running, worst
from bench.servers import Server, serving_desk

CHATS = int(100 * A_SIDE_WRITES_EVERY_SECONDS / 2)
SIGN_INS_A_SECOND = 5
MOSTLY, NEVER = 0.01, 0.1
_FIGURE = "livedesk_loop_lag_seconds_bucket"


def lags(desk: Server) -> dict[float, float]:
    """How many rounds were late by so many seconds at most, until now."""
    page = requests.get(f"{desk.url}/metrics", timeout=20).text
    samples = (one for family in text_string_to_metric_families(page) for one in family.samples)
    return {float(one.labels["le"]): one.value for one in samples if one.name == _FIGURE}


class Errands:
    """What is slow, done again and again."""

    def __init__(self, desk: Server, emails: list[str], tokens: list[str]) -> None:
        self._desk, self._emails, self._tokens = desk, emails, tokens
        self._picture = _noise()
        self.done = {"sign-ins": 0, "uploads": 0, "transcripts": 0}

    async def run(self, seconds: float) -> None:
        async with asyncio.TaskGroup() as group:
            for second in range(int(seconds)):
                for errand in (*[self._sign_in] * SIGN_INS_A_SECOND, self._upload, self._download):
                    group.create_task(asyncio.to_thread(errand, second))
                await asyncio.sleep(1)

    def _sign_in(self, number: int) -> None:
        crowd.sign_in(self._desk, self._emails[number % len(self._emails)])
        self.done["sign-ins"] += 1

    def _upload(self, number: int) -> None:
        path = f"/api/v1/chats/{self._tokens[number % len(self._tokens)]}/attachments"
        file = {"file": (f"{number}.jpg", self._picture)}
        assert requests.post(self._desk.url + path, files=file, timeout=30).status_code == 201
        self.done["uploads"] += 1

    def _download(self, number: int) -> None:
        path = f"/chat/{self._tokens[number % len(self._tokens)]}/transcript.txt"
        requests.get(self._desk.url + path, timeout=30)
        self.done["transcripts"] += 1


def _noise() -> bytes:
    """A photo of a megabyte, which no codec finds easy."""
    file = io.BytesIO()
    Image.frombytes("RGB", (1280, 960), os.urandom(1280 * 960 * 3)).save(file, "JPEG", quality=80)
    return file.getvalue()


async def measure(desk: Server, asked: argparse.Namespace) -> bool:
    running = Running(desk)
    agents = asked.chats // 50 or 1
    tokens = await crowd.fill_desk(running, desk, chats=asked.chats, agents=agents)
    errands = Errands(desk, [crowd.email_of(number) for number in range(agents)], tokens)
    running.start()
    before = await asyncio.to_thread(lags, desk)
    await errands.run(asked.seconds)
    found = await asyncio.to_thread(lags, desk)
    await running.stop()
    counts = {bound: found[bound] - before[bound] for bound in found}
    rounds = max(counts.values())
    print(f"{len(running.acks)} messages, p99 {worst(running.acks) * 1000:.0f} ms")
    print(", ".join(f"{number} {what}" for what, number in errands.done.items()))
    for bound, count in counts.items():
        print(f"  late by {bound * 1000:>5g} ms at most: {count / rounds:7.2%} of {rounds:.0f}")
    in_time = counts[MOSTLY] >= rounds * 0.99 and counts[NEVER] == rounds
    return in_time and not running.unanswered and not running.refused


def main() -> int:
    asked = _arguments()
    with serving_desk() as desk:
        return 0 if asyncio.run(measure(desk, asked)) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.lag", description=__doc__)
    parser.add_argument("--chats", type=int, default=CHATS, help=f"that run (default {CHATS})")
    parser.add_argument("--seconds", type=float, default=60, help="measured (default 60)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
