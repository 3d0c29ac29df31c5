"""The load: pairs who talk, visitors who come and go, and what must be true of them afterwards."""

import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Guest, cookie_of, sign_in
from tests.torture.line import Key
from tests.torture.talker import Talker
from tests.torture.turnover import Turnover

PAIRS = 3
# They are no supervisors, and nobody else signs in with their names.
AT_THE_COUNTER = ("cleo", "dan")
RECOVERS_WITHIN_SECONDS = 60


@dataclass
class Tally:
    """What was promised, and what became of it. All but the first two have to be zero."""

    acknowledged: int = 0
    joined: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    holes: int = 0
    wrongly_closed: int = 0
    contradictions: int = 0

    @property
    def faults(self) -> int:
        promised = self.acknowledged + self.joined
        return sum(vars(self).values()) - promised


class Crowd:
    """Comes to `desk` straight, and talks to it through `url` once everybody is there."""

    def __init__(self, desk: Desk, *, url: str, seed: int, window: int) -> None:
        self.desk = desk
        self.talkers: list[Talker] = []
        for number in range(PAIRS):
            gus, ana = Guest(desk.url, f"Gus {number}"), AgentAtWork(desk.url)
            assert ana.ask("claim_next")["chat"]["id"] == gus.chat_id
            for person in (gus, ana):
                person.leave()
            keys = (
                Key("/visitor", {"token": gus.token}),
                Key("/agent", None, cookie_of(ana.browser)),
            )
            for side, key in enumerate(keys):
                chosen = {"seed": seed + len(self.talkers) + side, "window": window}
                self.talkers.append(Talker(url, gus.chat_id, key, **chosen))
        self.counters = [
            Turnover(url, name, Key("/agent", None, cookie_of(_browser(desk, name))), seed=seed)
            for name in AT_THE_COUNTER
        ]

    def start(self) -> None:
        for one in (*self.talkers, *self.counters):
            one.start()

    def seconds_to_recover(self) -> float:
        """Until each side of each chat has had an answer again, from now."""
        since = time.monotonic()
        until = since + RECOVERS_WITHIN_SECONDS
        for talker in self.talkers:
            while talker.last_answer_at <= since:
                assert time.monotonic() < until, "somebody never had an answer again"
                time.sleep(0.005)
        return time.monotonic() - since

    def go_home(self) -> None:
        """Everybody ends what was begun."""
        everybody: list[Any] = [*self.talkers, *self.counters]
        for one in everybody:
            one.end()
        for one in everybody:
            assert one.has_ended(), "somebody waits for an answer for ever"

    def close_chats(self) -> None:
        """Makes room for the next crowd: nobody talks and nobody waits."""
        ana = AgentAtWork(self.desk.url)
        held = [{"chat_id": chat_id} for chat_id in {talker.chat_id for talker in self.talkers}]
        while held:
            assert ana.ask("close_chat", held.pop())["ok"]
            claimed = ana.ask("claim_next")
            held += [{"chat_id": claimed["chat"]["id"]}] if claimed["ok"] else []
        ana.leave()

    def tally(self) -> Tally:
        """Everything that was promised, compared with the file."""
        tally = Tally(joined=sum(len(one.joined) for one in self.counters))
        connection = sqlite3.connect(self.desk.database)
        connection.row_factory = sqlite3.Row
        for talker in self.talkers:
            self._compare(talker, connection, tally)
        for counter in self.counters:
            _compare_joins(counter, connection, tally)
        gaps = connection.execute(
            "SELECT COUNT(*) FROM chats c WHERE c.last_seq <>"
            " (SELECT COUNT(*) FROM messages m WHERE m.chat_id = c.id AND m.seq <= c.last_seq)"
        )
        tally.holes = gaps.fetchone()[0]
        connection.close()
        return tally

    def _compare(self, talker: Talker, connection: sqlite3.Connection, tally: Tally) -> None:
        rows = connection.execute(
            "SELECT client_id, id, seq, body FROM messages WHERE chat_id = ? ORDER BY seq",
            (talker.chat_id,),
        ).fetchall()
        sent = [message["client_id"] for message in talker.sent]
        mine = [row for row in rows if row["client_id"] in set(sent)]
        stored = {row["client_id"]: (row["id"], row["seq"], row["body"]) for row in mine}
        tally.acknowledged += len(talker.acknowledged)
        tally.lost += sum(
            stored.get(client_id) != (said["id"], said["seq"], said["body"])
            for client_id, said in talker.acknowledged.items()
        )
        tally.doubled += len(mine) - len(stored)
        order = [row["client_id"] for row in mine]
        tally.disordered += order != [one for one in sent if one in stored]
        state = connection.execute("SELECT state FROM chats WHERE id = ?", (talker.chat_id,))
        tally.wrongly_closed += state.fetchone()[0] != "active"
        tally.contradictions += len(talker.contradictions)


def _compare_joins(counter: Turnover, connection: sqlite3.Connection, tally: Tally) -> None:
    for name, chat_id in counter.joined.items():
        found = connection.execute("SELECT id, state FROM chats WHERE name = ?", (name,)).fetchall()
        tally.doubled += max(0, len(found) - 1)
        tally.lost += chat_id not in {row["id"] for row in found}
        state = {row["id"]: row["state"] for row in found}
        tally.lost += chat_id in counter.closed and state.get(chat_id) != "closed"


def _browser(desk: Desk, name: str) -> Any:
    return sign_in(desk.url, f"{name}@desk.example")
