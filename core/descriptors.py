"""How many connections this process may hold, by the limit of its files (R60)."""

import resource
from typing import NamedTuple

MOST = 30_000
FOR_OURSELVES = 100


class Budget(NamedTuple):
    """Of `connections` in all, so many `plain` ones carry requests, and of the live ones so many
    may be of `strangers`; the rest is the team's.
    """

    connections: int
    plain: int
    strangers: int


def raise_limit() -> None:
    """As far as it goes, and no further than we need."""
    limit = _limit()
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def budget() -> Budget:
    connections = max(50, min(MOST, _limit() - FOR_OURSELVES))
    plain = connections // 4
    return Budget(connections, plain, connections - plain - connections // 10)


def _limit() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or hard > MOST * 2:
        return max(soft, MOST * 2)
    return hard
