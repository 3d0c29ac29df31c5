"""What may happen to a ticket: numbers, moves between statuses, reopening. Pure."""

import re
from datetime import UTC, datetime, timedelta

STATUSES = ("open", "awaiting_feedback", "closed")
PRIORITIES = ("low", "normal", "high", "urgent")
SOURCES = ("portal", "chat", "redirect")

# How the inbox sorts by priority.
URGENCY = {"urgent": 0, "high": 1, "normal": 2, "low": 3}
# Stands where nobody waits, so that the longest wait sorts first on every database.
NOBODY_WAITS = datetime(9999, 1, 1, tzinfo=UTC)
ANSWER_WITHIN = timedelta(days=1)
# From this share of it on a wait is said to be near its end (design 8).
NEAR = 0.6

# Named one by one: a kind that is added later stays hidden until somebody decides (S32).
KINDS_FOR_MEMBERS = ("reply", "event", "transcript")

FILES_IN_ONE_GO = 5

FIRST_NUMBER = 1001

STATUS_NAMES = {"open": "Open", "awaiting_feedback": "Awaiting Feedback", "closed": "Closed"}

_REFERENCE = re.compile(r"IT-([1-9][0-9]{0,8})", re.ASCII)


def reference(number: int) -> str:
    """The number as people read it: `IT-1001`."""
    return f"IT-{number}"


def parse_reference(text: str) -> int | None:
    """The number in `IT-1001`; None for anything that is not exactly a ticket's reference."""
    match = _REFERENCE.fullmatch(text)
    return int(match[1]) if match else None


def requester_may_reply(status: str) -> bool:
    """A closed ticket takes no answer: it is opened again first."""
    return status != "closed"


def status_after_requester_reply(status: str) -> str:
    """An answer puts the ticket back to the team."""
    return "open" if status == "awaiting_feedback" else status


def status_after_agent_reply(status: str, chosen: str | None) -> str:
    """An agent's reply leaves the status alone unless the agent chose one."""
    return chosen or status


def act_of_team(status: str, chosen: str) -> str:
    """What a change of status by the team is to the requester."""
    if chosen == "open":
        return "reopened" if status == "closed" else "opened"
    return "asked" if chosen == "awaiting_feedback" else "closed"


def requester_may_reopen(closed_at: datetime | None, now: datetime, *, days: int) -> bool:
    """Whether the requester may open a closed ticket again (the team always may)."""
    return closed_at is not None and now - closed_at <= timedelta(days=days)


def waits_from(status: str, since: datetime, now: datetime) -> datetime:
    """Since when the requester of a ticket in this status waits for the team."""
    if status != "open":
        return NOBODY_WAITS
    return min(since, now)


def wait_state(waiting_since: datetime, now: datetime) -> str:
    """How a wait is shown: `over` its time, `near` it, or plainly."""
    waited = now - waiting_since
    if waited > ANSWER_WITHIN:
        return "over"
    return "near" if waited > ANSWER_WITHIN * NEAR else ""


def are_of_one_person(one: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    """Whether two tickets have the same requester, each told by account id and address.

    An account and an address that somebody has typed are never taken for the same (S20).
    """
    if one[0] is not None or other[0] is not None:
        return one[0] == other[0]
    return bool(one[1]) and one[1].casefold() == other[1].casefold()
