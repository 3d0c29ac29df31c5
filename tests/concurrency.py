"""Many at once, each in a thread and an app context of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

Result = TypeVar("Result")


def at_once(app: Flask, times: int, act: Callable[[int], Result]) -> list[Result | Exception]:
    """What each of so many parallel calls of `act(number)` returned or raised."""

    def one(number: int) -> Result | Exception:
        with app.app_context():
            try:
                return act(number)
            except Exception as error:  # noqa: BLE001 - what was raised is the answer here
                return error

    with ThreadPoolExecutor(max_workers=16) as pool:
        return list(pool.map(one, range(times)))
