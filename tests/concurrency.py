"""Things that go on at once: in threads, or on a loop of their own."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from flask import Flask

Result = TypeVar("Result")


def at_once(app: Flask, times: int, act: Callable[[int], Result]) -> list[Result | Exception]:
    """What each of so many parallel calls of `act(number)` returned or raised.

    Each has a thread and an app context of its own.
    """

    def one(number: int) -> Result | Exception:
        with app.app_context():
            try:
                return act(number)
            except Exception as error:  # noqa: BLE001 - what was raised is the answer here
                return error

    with ThreadPoolExecutor(max_workers=16) as pool:
        return list(pool.map(one, range(times)))


def run_apart(play: Coroutine[Any, Any, Result]) -> Result:
    """What it returns. A thread of its own has a loop to give it; a browser may hold this one's."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, play).result()
