"""Whoever changes one byte of the queue ledger, wherever it stands, is found at that line."""

import random
import sqlite3
from collections.abc import Iterator

import pytest

from chat import ledger
from core.database import inspecting
from tests.chat.stage import Agent, Stage, Visitor

LINES = 5
COLUMNS = (
    "number", "chat_id", "event", "place", "actor", "reason", "reason_salt", "at",
    "previous_hash", "hash",
)  # fmt: skip
CHANGE = {
    "integer": "UPDATE queue_entries SET {0} = ? WHERE rowid = ?",
    "text": "UPDATE queue_entries SET {0} = CAST(? AS TEXT) WHERE rowid = ?",
}


@pytest.fixture
def told(stage: Stage, gus: Visitor, ana: Agent, sam: Agent) -> Stage:
    """Five lines: claims with and without a reason, and a return. No name in them is ASCII only."""
    gil = stage.guest("Gil")
    assert sam.ask("claim", {"chat_id": gil.chat_id, "reason": "Er ruft aus Zürich an 📞"})["ok"]
    handed = {"chat_id": gus.chat_id, "to": "queue", "note": "Kjenner ikke nettleseren på Mac"}
    assert ana.ask("transfer", handed)["ok"]
    return stage


def changes(row: sqlite3.Row, chance: random.Random) -> Iterator[tuple[str, object, object]]:
    """Each byte of each column, with one bit of it the other way round: column, new, old."""
    for name in COLUMNS:
        value = row[name]
        if isinstance(value, int):
            # The numbers of other lines are refused by the table itself.
            for new in (value ^ (1 << bit) for bit in range(value.bit_length() + 3)):
                if name != "number" or new > LINES:
                    yield name, new, value
        elif value is not None:
            old = value.encode()
            for position in range(len(old)):
                new = bytearray(old)
                new[position] ^= 1 << chance.randrange(8)
                yield name, bytes(new), old


def put(stage: Stage, database: sqlite3.Connection, column: str, value: object, row: int) -> None:
    kind = "text" if isinstance(value, bytes) else "integer"
    database.execute(CHANGE[kind].format(column), (value, row))


def found_at(stage: Stage) -> int | None:
    with stage.app.app_context(), inspecting():
        return ledger.first_broken_line()


def test_every_byte_of_every_column_of_every_line_counts(told: Stage) -> None:
    chance = random.Random(6)
    rows = told.rows("SELECT rowid, * FROM queue_entries ORDER BY number")
    unseen, tried = [], 0
    with sqlite3.connect(told.folder / "livedesk.sqlite3", isolation_level=None) as database:
        for row in rows:
            for column, new, old in changes(row, chance):
                put(told, database, column, new, row["rowid"])
                if found_at(told) != row["number"]:
                    unseen.append((row["number"], column, new))
                put(told, database, column, old, row["rowid"])
                tried += 1
    assert unseen == []
    assert tried > 900
    assert found_at(told) is None


@pytest.mark.parametrize("column", ["reason", "actor", "chat_id", "hash"])
def test_bytes_that_are_no_text_are_found_by_the_commands_like_any_other(
    told: Stage, column: str
) -> None:
    with sqlite3.connect(told.folder / "livedesk.sqlite3") as database:
        put(told, database, column, b"\xff\xfe", 4)
    run = told.app.test_cli_runner().invoke
    answer = run(args=["verify-queue"])
    assert answer.output == "Error: Line 4 of the ledger was changed or is missing.\n"
    assert answer.exit_code == 1
    assert "line 4 of the queue ledger was changed or is missing" in run(args=["check"]).output


def test_a_noted_hash_proves_what_was_cut_off_with_its_counter(told: Stage) -> None:
    """Whoever owns the file can cut off the end and set the counter back: a note tells."""
    run = told.app.test_cli_runner().invoke
    noted = run(args=["verify-queue"]).output.split()[-1]
    assert run(args=["verify-queue", "--noted", noted]).exit_code == 0
    told.guest("Guy")
    assert run(args=["verify-queue", "--noted", noted]).exit_code == 0
    told.write("DELETE FROM queue_entries WHERE number >= 5")
    assert run(args=["verify-queue"]).exit_code == 1
    told.write("UPDATE counters SET value = 4 WHERE name = 'queue_ledger'")
    assert run(args=["verify-queue"]).exit_code == 0
    answer = run(args=["verify-queue", "--noted", noted])
    assert answer.output == "Error: The ledger holds no line with the hash that was noted.\n"
    assert run(args=["check"]).exit_code == 1
