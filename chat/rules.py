"""The decisions of the live chat, pure: plain values in, an answer out."""

from collections.abc import Sequence

MESSAGES_PER_PAGE = 200
MESSAGES_OF_AN_UNNAMED_CHAT = 50
BOARD_LENGTH = 50
WATCH_LIMIT = 200

# Somebody counts as connected for so long after the last answered ping: a ping every 15 s that may
# take 10 s to be answered, and the rest for writing it down.
LEASE_SECONDS = 30

WAITS_FOR_AN_ESTIMATE = 20
LEAST_WAITS = 5

TOKEN_HOURS_AFTER_CLOSE = 24
REDIRECT_HOURS = 24


def is_connected(seen_at_millis: int | None, now_millis: int) -> bool:
    return seen_at_millis is not None and now_millis - seen_at_millis <= LEASE_SECONDS * 1000


def first_name(name: str | None) -> str | None:
    """Visitors see agents' first names only (design 13)."""
    return name.split()[0] if name and name.split() else name


def estimate(waits_millis: Sequence[int], waited_millis: int) -> tuple[int, int] | None:
    """What is left of the usual wait, as (from, to) seconds, or None when too little is known.

    `waits_millis` are the waits of the last chats that were claimed; half of them lay between the
    two figures.
    """
    if len(waits_millis) < LEAST_WAITS:
        return None
    ordered = sorted(waits_millis)
    lower = ordered[len(ordered) // 4]
    upper = ordered[(len(ordered) * 3) // 4]
    least = max(0, lower - waited_millis) // 1000
    most = max(30_000, upper - waited_millis) // 1000
    return least, max(least, most)


def may_pass_the_first(supervises: bool, reason: str | None) -> bool:
    """Out of order is for supervisors, who say why (R21)."""
    return supervises and bool(reason and reason.strip())
