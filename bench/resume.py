"""`python -m bench.resume`: how soon a visitor who was away holds the conversation again (G21).

A chat of 10,000 messages is resumed: the last 200 in one answer, and all of them page by page.
Another visitor asks for next to nothing all the time, and tells by the waits what the others feel.
"""

import argparse
import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import requests

from bench.servers import Server, desk_server
from bench.wire import Client

PAGE = 200
PAGE_GOAL_MILLIS, ALL_GOAL_MILLIS, OTHERS_GOAL_MILLIS = 50, 1_000, 20
WORDS = "I tried it in another browser, and it is the same there. "
_ANSWERS_WITHIN_SECONDS = 10


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name:
        desk = desk_server(Path(name))
        desk.start()
        try:
            long_one, other = (_new_chat(desk) for _ in range(2))
            _lengthen(Path(name), long_one["id"], asked.messages)
            return asyncio.run(_measure(desk, long_one, other, asked))
        finally:
            desk.stop()


async def _measure(
    desk: Server, long_one: dict[str, str], other: dict[str, str], asked: argparse.Namespace
) -> int:
    visitor, neighbour = [await _connected(desk, chat["token"]) for chat in (long_one, other)]
    quiet, beside = _Waits(neighbour), _Waits(neighbour)
    with quiet.noting():
        await asyncio.sleep(1)
    with beside.noting():
        pages = [await _pages(visitor, asked.messages - PAGE) for _ in range(asked.times)]
        whole = [await _pages(visitor, 0) for _ in range(max(1, asked.times // 20))]
    for client in (visitor, neighbour):
        client.close()
    figures = (
        (f"the last {PAGE}, p99", _late(pages), PAGE_GOAL_MILLIS),
        (f"all {asked.messages:,} in pages, slowest", max(whole), ALL_GOAL_MILLIS),
        ("somebody else's answer meanwhile, p99", _late(beside.all), OTHERS_GOAL_MILLIS),
    )
    for name, millis, goal in figures:
        print(f"  {name:40} {millis:7.1f} ms   goal {goal:,} ms")
    print(f"  {'somebody else on a quiet desk, p99':40} {_late(quiet.all):7.1f} ms")
    print(f"  machine: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(any(millis > goal for _, millis, goal in figures))


async def _pages(visitor: Client, after: int) -> float:
    """Milliseconds until everything after this is here; each number once, in order."""
    began, more = time.perf_counter(), True
    while more:
        answer = await visitor.ask("sync", {"after_seq": after})
        seqs = [one["seq"] for one in answer["messages"]]
        assert seqs == [*range(after + 1, after + 1 + len(seqs))], "a page with a gap"
        after, more = seqs[-1], answer["has_more"]
    return (time.perf_counter() - began) * 1_000


class _Waits:
    """How long each answer to somebody else takes, in milliseconds."""

    def __init__(self, client: Client) -> None:
        self.all: list[float] = []
        self._client = client

    @contextmanager
    def noting(self) -> Iterator[None]:
        task = asyncio.ensure_future(self._ask())
        yield
        task.cancel()

    async def _ask(self) -> None:
        while True:
            began = time.perf_counter()
            await self._client.ask("sync", {"after_seq": 1})
            self.all.append((time.perf_counter() - began) * 1_000)
            await asyncio.sleep(0.005)


def _late(millis: list[float]) -> float:
    return sorted(millis)[int(len(millis) * 0.99)]


async def _connected(desk: Server, token: str) -> Client:
    client = Client("/visitor", {"token": token}, lambda *_: None)
    await client.connect(desk.url)
    return client


def _new_chat(desk: Server) -> dict[str, str]:
    form = {"name": "Gus", "email": "gus@example.com", "question": "I cannot log in, please help."}
    answer: Any = requests.post(
        f"{desk.url}/api/v1/chats", json=form, timeout=_ANSWERS_WITHIN_SECONDS
    ).json()
    found: dict[str, str] = answer["chat"]
    return found


def _lengthen(folder: Path, chat_id: str, messages: int) -> None:
    """Written straight into the tables."""
    rows = [
        (f"m-{seq}", chat_id, seq, f"c-{seq}", WORDS * (seq % 3 + 1), 1_700_000_000_000 + seq)
        for seq in range(2, messages + 1)
    ]
    with closing(sqlite3.connect(folder / "livedesk.sqlite3")) as connection, connection:
        connection.executemany(
            "INSERT INTO messages (id, chat_id, seq, client_id, kind, author_kind, author_name,"
            " body, created_at) VALUES (?, ?, ?, ?, 'text', 'visitor', 'Gus', ?, ?)",
            rows,
        )
        connection.execute(
            "UPDATE chats SET last_seq = ?, last_visible_seq = ? WHERE id = ?",
            (messages, messages, chat_id),
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.resume", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
