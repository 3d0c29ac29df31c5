"""What happens by itself: leases are written down, and what is overdue is let go."""

import time
from collections.abc import Callable
from typing import Any

from flask import Flask

from chat import (
    blocking,
    board,
    departures,
    idling,
    neglect,
    presence,
    queries,
    reminding,
    retention,
    rules,
    typing_times,
)
from core import clock, loop
from core.answers import unexpected
from core.database import reading, transaction
from core.writer import writer
from live.catalog import NeglectedChanged
from live.delivery import delivery
from live.gate import Connection, Gate

LEASE_EVERY_SECONDS = 5
# The same pong, reckoned by two clocks, is never the same to the millisecond.
SAME_PONG_MILLIS = 100
SWEEP_EVERY_SECONDS = 4
LEASES_IN_ONE_GO = 200
ERASE_EVERY_SECONDS = 600

LastPong = Callable[[Connection], float | None]
See = Callable[[str, int], None]
Lease = tuple[See, str]


class Eraser:
    """The job that keeps nothing for longer than the desk wishes; several of them do no harm."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = False

    def start(self) -> None:
        loop.spawn_every(ERASE_EVERY_SECONDS, self.erase)

    def stop(self) -> None:
        self._stopping = True

    def erase(self) -> None:
        """Each in its own turn, so that live messages pass between."""
        with self._app.app_context():
            with reading():
                found = retention.overdue()
            for chat_id in found.chats:
                if not self._stopping:
                    _try(retention.forget_chat, chat_id)
            for ticket_id in found.tickets:
                if not self._stopping:
                    _try(retention.forget_ticket, ticket_id)
            if any(found):
                writer().run(retention.note, found)
            writer().run(blocking.forget_networks)


class Sweeper:
    """The jobs of one process. `last_pong(connection)`: when its last ping was answered."""

    def __init__(self, app: Flask, visitors: Gate, agents: Gate, last_pong: LastPong) -> None:
        self._app, self._visitors, self._agents = app, visitors, agents
        self._last_pong = last_pong
        self._started_at = clock.now_millis()
        self._present: dict[str, bool] = {}
        self._leases: dict[Lease, int] = {}
        self._neglected: list[tuple[str, str, str]] = []

    def start(self) -> None:
        self.look_around()
        loop.spawn_every(LEASE_EVERY_SECONDS, self.write_leases)
        loop.spawn_every(SWEEP_EVERY_SECONDS, self.sweep)

    def look_around(self) -> None:
        """Whoever comes or goes after this is told of by the next sweep."""
        with self._app.app_context():
            with transaction():
                presence.mistrust_the_future()
            self._present = self._who_is_present()[0]

    def write_leases(self) -> None:
        """Write down for whom a ping was answered since it was last written, a few at a time."""
        with self._app.app_context():
            leases = {
                **self._seen(self._visitors, presence.see_visitor, "chat_id"),
                **self._seen(self._agents, presence.see_agent, "id"),
                **self._seen(self._agents, presence.see_session, "session_id"),
            }
            seen = [
                *((*who, at) for who, at in leases.items() if self._is_news(who, at)),
                *((presence.see_visitor, *left) for left in departures.take().items()),
                *((typing_times.see_typing, *typed) for typed in typing_times.take().items()),
            ]
            for start in range(0, len(seen), LEASES_IN_ONE_GO):
                writer().run(_see_all, seen[start : start + LEASES_IN_ONE_GO])
            self._leases = leases

    def sweep(self) -> None:
        """Let go of what is overdue; each in its own turn, so that live messages pass between."""
        with self._app.app_context():
            here = self._here()
            with reading():
                gone = presence.gone_visitors(here)
                idle = presence.idle_chats()
                quiet = reminding.quiet_chats()
                orphaned = presence.orphaned_chats(here)
                left = {row.agent_id for row in presence.unattended_chats()}
                untouched = idling.idle_agents()
            for chat_id in gone:
                _try(presence.let_go_abandoned, chat_id, self._here())
            for chat_id in idle:
                _try(presence.let_go_idle, chat_id)
            for chat_id in quiet:
                _try(reminding.remind, chat_id)
            for agent_id in left:
                _try(presence.take_back_unattended, agent_id)
            for row in orphaned:
                _try(presence.take_back, row.id, self._here())
            for agent_id in untouched:
                _try(idling.set_away, agent_id)
            self._notice_flips()
            self._notice_neglect()

    def _here(self) -> presence.Here:
        return presence.Here(
            self._started_at,
            frozenset(one.principal.chat_id for one in list(self._visitors.connections.values())),
            frozenset(one.principal.id for one in list(self._agents.connections.values())),
        )

    def _notice_flips(self) -> None:
        """Tell who has come or gone since the last sweep."""
        present, rows = self._who_is_present()
        flipped = {who for who, here in present.items() if self._present.get(who, here) != here}
        self._present = present
        if flipped:
            agents = {who.partition(":")[2] for who in flipped if who.startswith("agent:")}
            chats = {
                row.id for row in rows if f"visitor:{row.id}" in flipped or row.agent_id in agents
            }
            writer().run(presence.tell_of_flips, sorted(chats), sorted(agents))
            board.stir()

    def _notice_neglect(self) -> None:
        """Tell supervisors when it is not what it was."""
        with reading():
            found = neglect.neglected()
        told = [(one["chat"]["id"], one["idle_since"], one["unanswered_since"]) for one in found]
        if told != self._neglected:
            self._neglected = told
            delivery().send(NeglectedChanged(neglected=found))

    def _who_is_present(self) -> tuple[dict[str, bool], list[Any]]:
        """Of all agents and all visitors of open chats; and those chats."""
        with reading():
            now = clock.now_millis()
            rows = [*queries.active(), *queries.waiting()]
            seen = {f"agent:{agent_id}": at for agent_id, at in presence.seen_agents().items()}
        seen |= {f"visitor:{row.id}": row.visitor_seen_at for row in rows}
        return {who: rules.is_connected(at, now) for who, at in seen.items()}, rows

    def _seen(self, gate: Gate, see: See, key: str) -> dict[Lease, int]:
        latest: dict[Lease, int] = {}
        for connection in list(gate.connections.values()):
            answered_at = self._last_pong(connection)
            if answered_at is not None:
                who = (see, getattr(connection.principal, key))
                at = clock.now_millis() - int((time.monotonic() - answered_at) * 1000)
                latest[who] = max(at, latest.get(who, 0))
        return latest

    def _is_news(self, who: Lease, at: int) -> bool:
        return at > self._leases.get(who, 0) + SAME_PONG_MILLIS


def _try(use_case: Callable[..., None], *args: Any) -> None:
    """What fails for one chat must not keep the others waiting; the next sweep tries again."""
    try:
        writer().run(use_case, *args)
    except Exception as error:  # noqa: BLE001 - nobody waits for it, the log hears of it
        unexpected("sweeping", error)


def _see_all(seen: list[tuple[See, str, int]]) -> None:
    for see, who, at in seen:
        see(who, at)
