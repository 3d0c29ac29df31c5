"""Another process, a command perhaps, holds the database: nobody is let go, and nobody freezes."""

import threading
import time
from typing import Any

import pytest
import requests

from tests.live.conftest import People
from tests.live.desk import Desk
from tests.live.people import Guest

pytestmark = pytest.mark.server

VISITORS = 6
# A busy machine; it only has to catch somebody who waits until the lock is gone.
PATIENCE_SECONDS = 3.0


def answers_of(visitors: list[Guest], body: str) -> tuple[list[dict[str, Any]], threading.Event]:
    """What all are told when they write at once; the event says that the last one was."""
    told: list[dict[str, Any]] = []
    done = threading.Event()

    def heard(answer: dict[str, Any]) -> None:
        told.append(answer)
        if len(told) == len(visitors):
            done.set()

    for number, guest in enumerate(visitors):
        guest.send("send_message", {"client_id": f"{body}-{number}", "body": body}, heard)
    return told, done


def test_who_writes_is_told_soon_others_notice_nothing_and_all_stay(
    server: Desk, people: type[People]
) -> None:
    visitors = [people.guest(f"Gus {number}") for number in range(VISITORS)]
    reader = people.guest("Rita")
    waits = []
    with server.locked():
        told, done = answers_of(visitors, "while-locked")
        while not done.wait(0.1):
            began = time.monotonic()
            assert reader.sync()["ok"]
            assert requests.get(f"{server.url}/chat", timeout=10).ok
            waits.append(time.monotonic() - began)
            assert len(waits) < 200, "somebody waits for an answer for ever"
        assert {answer["error"]["code"] for answer in told} == {"unavailable"}
    assert waits
    assert max(waits) < PATIENCE_SECONDS
    assert all(guest.connected for guest in (*visitors, reader))
    assert visitors[0].says("again", client_id="while-locked-0")["ok"]


def test_a_lock_that_goes_soon_costs_nobody_an_answer(server: Desk, people: type[People]) -> None:
    visitors = [people.guest(f"Gus {number}") for number in range(VISITORS)]
    with server.locked():
        told, done = answers_of(visitors, "for-a-moment")
        assert not done.wait(1)
    assert done.wait(60)
    assert all(answer["ok"] for answer in told)
