"""What the loops on greenlets, eventlet and gevent, have in common."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import greenlet

from core.loop_interface import LoopSwitched, Result


@contextmanager
def refusing_to_switch(hub: Any) -> Iterator[None]:
    """Whoever came in here is told when they yield to this hub; other greenlets may go on."""
    if "switch" in vars(hub):
        yield
        return
    holder, switch = greenlet.getcurrent(), hub.switch

    def refuse() -> Any:
        if greenlet.getcurrent() is holder:
            raise LoopSwitched("a write transaction yielded to the loop")
        return switch()

    hub.switch = refuse
    try:
        yield
    finally:
        del hub.switch


def outcome(fn: Callable[[], Result]) -> tuple[Result | None, BaseException | None]:
    """As a value: eventlet's worker threads would die of an exception, gevent's would print it."""
    try:
        return fn(), None
    except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
        return None, error
