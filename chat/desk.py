"""The present state of the desk: open or closed, somebody there or nobody, how long it takes.

All of it needs an open transaction, but for the hours, whose only source this is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chat import rules
from chat.rules import Claim, Estimate
from core import clock
from core.opening_hours import OpeningHours
from core.settings import settings
from core.statements import Sql

_ONLINE = Sql(
    "SELECT COUNT(*) FROM accounts WHERE role <> 'member' AND is_active"
    " AND presence = 'online' AND seen_at >= :since"
)
_WAITING = Sql("SELECT COUNT(*) FROM chats WHERE state = 'queued'")
_CLAIMS = Sql(
    "SELECT created_at, claimed_at FROM chats WHERE claimed_at > :since"
    " ORDER BY claimed_at DESC LIMIT :most"
)


@dataclass(frozen=True)
class Outlook:
    """What the wait of everybody in the queue depends on; the same for all, so read once."""

    team_online: bool
    claims: tuple[Claim, ...]

    def wait_at(self, position: int) -> Estimate | None:
        """Nothing when nobody is there to take a chat."""
        return rules.estimate(self.claims, position=position) if self.team_online else None


@dataclass(frozen=True, kw_only=True)
class DeskState:
    """`wait` is that of somebody who comes now; `opens_at` and `closes_at` as the hours have it."""

    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    team_online: bool
    waiting: int
    wait: Estimate | None

    @property
    def is_free(self) -> bool:
        """Open, somebody there, nobody waiting."""
        return self.is_open and self.team_online and self.waiting == 0


def hours() -> OpeningHours:
    """When chat is open."""
    chosen = settings()
    return OpeningHours(chosen.support_hours, chosen.holidays, chosen.time_zone)


def is_open() -> bool:
    return hours().is_open(clock.now())


def desk_state() -> DeskState:
    """For the form before a chat, the home page and the API."""
    now, table = clock.now(), hours()
    outlook, waiting = present_outlook(), waiting_count()
    return DeskState(
        is_open=table.is_open(now),
        opens_at=table.opens_at(now),
        closes_at=table.closes_at(now),
        team_online=outlook.team_online,
        waiting=waiting,
        wait=outlook.wait_at(waiting + 1),
    )


def present_outlook() -> Outlook:
    since = clock.now() - timedelta(hours=rules.HOURS_FOR_AN_ESTIMATE)
    found = _CLAIMS.all(since=clock.to_millis(since), most=rules.CLAIMS_FOR_AN_ESTIMATE + 1)
    claims = tuple(Claim(row.created_at, row.claimed_at) for row in reversed(found))
    return Outlook(team_online=_is_team_online(), claims=claims)


def wait_of_newcomer() -> Estimate | None:
    """What somebody who joins the queue now is told."""
    return present_outlook().wait_at(waiting_count() + 1)


def waiting_count() -> int:
    return int(_WAITING.value())


def _is_team_online() -> bool:
    """Whether anybody has set themself to Available and is connected."""
    return bool(_ONLINE.value(since=clock.now_millis() - rules.LEASE_SECONDS * 1000))
