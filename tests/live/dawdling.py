"""A server whose handlers take their time, each another one: whatever may overtake, will.

`python -m tests.live.dawdling` is the server, DawdlingDesk starts it.
"""

import random
import sys
from typing import Any

from tests.live.desk import Desk

MOST_SECONDS = 0.004


class DawdlingDesk(Desk):
    """Every handler waits up to MOST_SECONDS before it begins."""

    program = ("-m", "tests.live.dawdling")


def _serve() -> int:
    import app
    from core import loop
    from live.gate import Gate

    at_once = Gate._act

    def dawdle(self: Gate, *event: Any) -> Any:
        loop.sleep(random.uniform(0, MOST_SECONDS))
        return at_once(self, *event)

    Gate._act = dawdle  # type: ignore[method-assign]
    return app.main()


if __name__ == "__main__":
    from core import loop

    loop.patch()
    sys.exit(_serve())
