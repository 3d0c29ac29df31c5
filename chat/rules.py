"""The decisions of the live chat, pure: plain values in, an answer out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, sqrt

MESSAGES_PER_PAGE = 200
MESSAGES_OF_AN_UNNAMED_CHAT = 50
# Of all that are not named together: whoever holds very many gets a shorter end of each.
MESSAGES_OF_ALL_UNNAMED = 1_000
# What the messages of one answer may weigh: a client for which a megabyte waits is dropped.
ANSWER_BYTES = 400 * 1024
BYTES_BESIDE_A_BODY = 350
BOARD_LENGTH = 50
WATCH_LIMIT = 200

# Somebody counts as connected for so long after the last answered ping: a ping every 15 s that may
# take 5 s to be answered, and 5 s for writing it down. A sweep every 4 s tells of it, so everybody
# knows within half a minute that somebody is gone (R32, R36).
LEASE_SECONDS = 25

# Who is connected and touches nothing for so long is idle, where the desk has set no other time.
IDLE_SECONDS = 300

# What an estimate goes by: so many chats, claimed within so many hours, and never fewer than these.
CLAIMS_FOR_AN_ESTIMATE = 20
HOURS_FOR_AN_ESTIMATE = 12
LEAST_WAITS = 5
MINUTE = 60_000
# So many standard deviations to both sides hold 80 of 100.
_DEVIATIONS = 1.28

TOKEN_HOURS_AFTER_CLOSE = 24
REDIRECT_HOURS = 24


def is_connected(seen_at_millis: int | None, now_millis: int) -> bool:
    return seen_at_millis is not None and now_millis - seen_at_millis <= LEASE_SECONDS * 1000


def first_name(name: str | None) -> str | None:
    """Visitors see agents' first names only (design 13)."""
    return name.split()[0] if name and name.split() else name


@dataclass(frozen=True)
class Estimate:
    """A wait lies between the two, which are whole minutes; it goes by so many chats."""

    least_seconds: int
    most_seconds: int
    basis_chats: int


@dataclass(frozen=True)
class Claim:
    """When a chat that was claimed had been accepted, and when it was claimed (milliseconds)."""

    created_at: int
    claimed_at: int


def times_at_the_head(claims: Sequence[Claim], *, position: int) -> list[int]:
    """How long each of these chats was the first in line, in milliseconds; `claims` in order.

    The wait of somebody at place n is n such times. Whoever has others ahead waits while all are
    busy, so then only chats that waited like that tell anything.
    """
    times = [
        (
            after.created_at <= before.claimed_at,
            after.claimed_at - max(before.claimed_at, after.created_at),
        )
        for before, after in pairwise(claims)
    ]
    busy = [time for was_busy, time in times if was_busy]
    enough_were_busy = position > 1 and len(busy) >= LEAST_WAITS
    return busy if enough_were_busy else [time for _, time in times]


def estimate(claims: Sequence[Claim], *, position: int) -> Estimate | None:
    """How long the wait at this place will be, or None when too little is known.

    Chats are taken at chance times at the pace of the last ones, and that pace itself is only
    known from so many chats: the range is the one of such a sum (Fisher's F, by Paulson's formula)
    into which 80 of 100 waits fall, in whole minutes some more (tests/chat/test_estimates.py).
    """
    times = times_at_the_head(claims, position=position)
    if len(times) < LEAST_WAITS:
        return None
    pace = max(1_000.0, sum(times) / len(times))
    few, many = (
        pace * position * _quantile(position, len(times), deviations)
        for deviations in (-_DEVIATIONS, _DEVIATIONS)
    )
    return Estimate(
        least_seconds=floor(few / MINUTE) * 60,
        most_seconds=ceil(many / MINUTE) * 60,
        basis_chats=len(times),
    )


def _quantile(ahead: int, known: int, deviations: float) -> float:
    """Of the mean of `ahead` chance times over the mean of `known` others."""
    of_ahead, of_known = 1 / (9 * ahead), 1 / (9 * known)
    spread = (
        (1 - of_known) ** 2 * of_ahead
        + (1 - of_ahead) ** 2 * of_known
        - deviations**2 * of_ahead * of_known
    )
    top = (1 - of_known) * (1 - of_ahead) + deviations * sqrt(spread)
    return float((top / ((1 - of_known) ** 2 - deviations**2 * of_known)) ** 3)


def may_pass_the_first(supervises: bool, reason: str | None) -> bool:
    """Out of order is for supervisors, who say why (R21)."""
    return supervises and bool(reason and reason.strip())


def messages_of_unnamed(chats: int) -> int:
    """How many of the last messages of each chat an agent gets who has named so few of them."""
    each = MESSAGES_OF_ALL_UNNAMED // max(1, chats)
    return max(1, min(MESSAGES_OF_AN_UNNAMED_CHAT, each))


def weight_of(body: str) -> int:
    """About what a message with this body adds to an answer, in bytes."""
    return len(body.encode()) + BYTES_BESIDE_A_BODY


def how_many_fit(bodies: Iterable[str]) -> int:
    """How many messages from the first on fit into one answer; one always does."""
    total = 0
    for count, body in enumerate(bodies):
        total += weight_of(body)
        if count and total > ANSWER_BYTES:
            return count
    return MESSAGES_PER_PAGE
