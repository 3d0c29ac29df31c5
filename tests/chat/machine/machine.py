"""All rules in one play, and how much of it is played."""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.chat.machine.coming import Coming
from tests.chat.machine.issuing import Issuing
from tests.chat.machine.queueing import Queueing
from tests.chat.machine.talking import Talking
from tests.chat.machine.timing import Restarting, Timing

# Of one play. A play costs a new desk, so that longer ones are cheaper and go deeper.
STEPS = 100


class Machine(Coming, Talking, Queueing, Issuing, Restarting):
    """What people can do on any desk."""


class MachineWithClock(Machine, Timing):
    """And what time does to them."""


def play(machine: Any, option: str, *, usual: int) -> None:
    """As many steps in all as the environment says under the name `option`.

    Usually always the same ones, so that what fails is the change's doing; by option others each
    time, which is how more is found.
    """
    wanted = os.environ.get(option)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, int(wanted or usual) // STEPS),
            stateful_step_count=STEPS,
            derandomize=wanted is None,
            database=None,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
