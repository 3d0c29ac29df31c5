"""What was promised to a crowd and what it heard, compared with what the database holds."""

import sqlite3
from dataclasses import dataclass, field

from tests.torture.crowd import Crowd
from tests.torture.side import Side
from tests.torture.turnover import Turnover


@dataclass
class Tally:
    """What was promised, and what became of it. All but the first three have to be zero."""

    acknowledged: int = 0
    joined: int = 0
    heard: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    holes: int = 0
    wrongly_closed: int = 0
    contradictions: int = 0
    # Sentences on what is not zero.
    said: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {name: count for name, count in vars(self).items() if name != "said"}

    @property
    def faults(self) -> int:
        return sum(self.counts.values()) - self.acknowledged - self.joined - self.heard

    def add(self, count: str, sentences: list[str], *, of: str) -> None:
        setattr(self, count, getattr(self, count) + len(sentences))
        self.said += [f"{count}, {of}: {sentence}" for sentence in sentences]


def tally_of(crowd: Crowd) -> Tally:
    """The accounts of everybody. Needs a crowd that has gone home."""
    tally = Tally(joined=sum(len(one.joined) for one in crowd.counters))
    connection = sqlite3.connect(crowd.desk.database)
    connection.row_factory = sqlite3.Row
    for talker in crowd.talkers:
        compare(talker.side, connection, tally)
        state = connection.execute("SELECT state FROM chats WHERE id = ?", (talker.chat_id,))
        tally.wrongly_closed += state.fetchone()[0] != "active"
    for counter in crowd.counters:
        _compare_joins(counter, connection, tally)
    gaps = connection.execute(
        "SELECT COUNT(*) FROM chats c WHERE c.last_seq <>"
        " (SELECT COUNT(*) FROM messages m WHERE m.chat_id = c.id AND m.seq <= c.last_seq)"
    )
    tally.holes = gaps.fetchone()[0]
    connection.close()
    return tally


def compare(side: Side, connection: sqlite3.Connection, tally: Tally) -> None:
    """What one side said and heard of its chat. `connection` gives rows by name."""
    rows = connection.execute(
        "SELECT client_id, id, seq, body FROM messages WHERE chat_id = ? ORDER BY seq",
        (side.chat_id,),
    ).fetchall()
    _compare_sent(side, rows, tally)
    _compare_heard(side, rows, tally)


def _compare_sent(side: Side, rows: list[sqlite3.Row], tally: Tally) -> None:
    sent = [message["client_id"] for message in side.sent]
    mine = [row for row in rows if row["client_id"] in set(sent)]
    stored = {row["client_id"]: (row["id"], row["seq"], row["body"]) for row in mine}
    tally.acknowledged += len(side.acknowledged)
    lost = [
        f"{said['seq']} was acknowledged and is not there as it was"
        for client_id, said in side.acknowledged.items()
        if stored.get(client_id) != (said["id"], said["seq"], said["body"])
    ]
    tally.add("lost", lost, of=side.name)
    tally.doubled += len(mine) - len(stored)
    order = [row["client_id"] for row in mine]
    if order != [one for one in sent if one in stored]:
        tally.add("disordered", ["stored in another order than sent"], of=side.name)
    tally.add("contradictions", side.contradictions, of=side.name)


def _compare_heard(side: Side, rows: list[sqlite3.Row], tally: Tally) -> None:
    """Every stored message was heard, as it is stored, and only those."""
    ear = side.ear
    tally.heard += len(ear.messages)
    stored = {row["seq"]: (row["id"], row["body"]) for row in rows}
    heard = {seq: (one["id"], one["body"]) for seq, one in ear.messages.items()}
    wrong = [
        f"{seq} is stored and was not heard as it is"
        for seq in sorted(stored.keys() | heard.keys())
        if stored.get(seq) != heard.get(seq)
    ]
    tally.add("lost", ear.missed + wrong, of=side.name)
    tally.add("doubled", ear.doubled, of=side.name)
    tally.add("disordered", ear.disordered, of=side.name)


def _compare_joins(counter: Turnover, connection: sqlite3.Connection, tally: Tally) -> None:
    for name, chat_id in counter.joined.items():
        found = connection.execute(
            "SELECT id, state, closed_reason FROM chats WHERE name = ?", (name,)
        ).fetchall()
        tally.doubled += max(0, len(found) - 1)
        chats = {row["id"]: row for row in found}
        if chat_id not in chats:
            tally.add("lost", [f"{name} had joined"], of="the queue")
        elif chats[chat_id]["closed_reason"] in ("abandoned", "idle"):
            tally.wrongly_closed += 1
        elif chat_id in counter.closed and chats[chat_id]["state"] != "closed":
            tally.add("lost", [f"the chat of {name} had been closed"], of="the queue")
