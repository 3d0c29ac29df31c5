"""Who has gone loses the place in time, and nobody else, however the wall clock is set (R39).

One agent and one waiting visitor go, and another of each stays. The graces are a few seconds here;
the clock is set while they run, and may neither cut them short nor draw them out.
"""

import time
from collections.abc import Callable
from typing import Any

from tests.live.people import AgentAtWork, Guest
from tests.torture.clocks import DeskWithClock

GRACES = {"agent_grace_seconds": "8", "queue_grace_seconds": "8"}
GRACE_SECONDS = 8
# A goodbye may be noticed up to so much later, by the sweep (R39 allows 60 seconds).
LATER_SECONDS = 60


def findings_of(desk: DeskWithClock, steps: tuple[str, ...]) -> list[str]:
    """What was wrong, for each step of the clock. The desk has these GRACES and an empty queue."""
    found = []
    for step in steps:
        desk.set_clock("+0s")
        found += [f"the clock set by {step}: {sentence}" for sentence in _judged(desk, step)]
    desk.set_clock("+0s")
    return found


def _judged(desk: DeskWithClock, step: str) -> list[str]:
    ana, bea = AgentAtWork(desk.url), AgentAtWork(desk.url, "bea")
    kept, lost, waits, gives_up = (Guest(desk.url, f"Gus {number}") for number in range(4))
    ana.ask("claim_next")
    bea.ask("claim_next")
    for person in (bea, gives_up):
        person.die()
    gone_at = time.monotonic()
    desk.set_clock(step)
    found = [
        *_lateness(desk, lost, "queued", gone_at),
        *_lateness(desk, gives_up, "closed", gone_at),
        *_unless(_state(desk, kept) == "active", "an agent who stayed has lost the chat"),
        *_unless(_state(desk, waits) == "queued", "a visitor who stayed has lost the place"),
        *_unless(ana.sync()["ok"], "an agent who stayed was signed out"),
    ]
    for guest in (kept, lost, waits):
        guest.ask("leave")
    for one in (ana, bea, kept, lost, waits, gives_up):
        one.leave()
    return found


def _lateness(desk: DeskWithClock, guest: Guest, state: str, gone_at: float) -> list[str]:
    seconds = _until(lambda: _state(desk, guest) == state) - gone_at
    in_time = GRACE_SECONDS <= seconds <= GRACE_SECONDS + LATER_SECONDS
    return _unless(in_time, f"the chat of who had gone was {state} after {seconds:.1f} s")


def _unless(is_well: bool, sentence: str) -> list[str]:
    return [] if is_well else [sentence]


def _state(desk: DeskWithClock, guest: Guest) -> Any:
    (row,) = desk.rows("SELECT state FROM chats WHERE id = ?", guest.chat_id)
    return row["state"]


def _until(happened: Callable[[], bool]) -> float:
    """The moment at which it is so, or by which it should have been."""
    until = time.monotonic() + GRACE_SECONDS + LATER_SECONDS + 1
    while not happened() and time.monotonic() < until:
        time.sleep(0.05)
    return time.monotonic()
