"""All rules in one play, and how much of it is played."""

import os
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.chat.machine.coming import Coming
from tests.chat.machine.issuing import Issuing
from tests.chat.machine.timing import Restarting, Timing

# Of one play. A play costs a new desk, so that longer ones are cheaper and go deeper.
STEPS = 100


class Machine(Coming, Issuing, Restarting):
    """What people can do on any desk."""


class MachineWithClock(Machine, Timing):
    """And what time does to them."""


# What so many steps come to at least once.
EXPECTED = {
    "chats joined", "chats claimed", "chats returned", "chats transferred", "chats left",
    "closed: agent", "closed: visitor", "closed: converted", "closed: redirected",
    "text messages", "note messages", "tickets", "entries of tickets", "restarts",
    "sessions ended", "colleagues dismissed", "roles changed", "ranks changed", "people forgotten",
}  # fmt: skip
ENOUGH = 5_000


def play(machine: Any, option: str, *, usual: int, in_ci: int) -> None:
    """As many steps in all as the environment says under the name `option`.

    Usually always the same ones, so that what fails is the change's doing; by option others each
    time, which is how more is found.
    """
    wanted = os.environ.get(option)
    steps = int(wanted or (in_ci if "CI" in os.environ else usual))
    machine.came_to = Counter()
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, steps // STEPS),
            stateful_step_count=STEPS,
            derandomize=wanted is None,
            database=None,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
    print(f"{steps:,} steps:", *(f"{n:,} {what}," for what, n in machine.came_to.most_common()))
    if wanted is None and steps >= ENOUGH:
        assert not EXPECTED - machine.came_to.keys(), "this never happened, so it proves little"
