"""The checker finds every planted fault, and nothing in a healthy desk."""

# ruff: noqa: S608 - the statements are put together from constants of this file

import math
import os
import sqlite3
from functools import partial

import pytest

from chat import checking
from core.database import reading
from core.storage import claim_data_dir
from tests.chat.stage import Agent, Stage, Visitor

# Two of the desk's own, by what is said about them: Gus's open chat and Gil's, which has ended.
OPEN, ENDED = "WHERE state = 'active'", "WHERE state = 'closed'"
# Without the constraints of the table, as after a repair by hand.
LOOSE = """
    CREATE TABLE loose AS SELECT * FROM messages; DROP TABLE messages;
    ALTER TABLE loose RENAME TO messages;
"""
# Faults that the schema itself refuses are planted with its checks switched off.
PLANTED = {
    "the numbers of its messages have gaps": "DELETE FROM messages WHERE seq = 2",
    "it has no message, not even its question": (
        f"DELETE FROM messages; UPDATE chats SET last_seq = 0, last_visible_seq = 0 {OPEN}"
    ),
    "a message was stored twice": LOOSE + "UPDATE messages SET client_id = 'one' WHERE seq < 3",
    "the last messages that its visitor sees": f"UPDATE chats SET last_visible_seq = 1 {OPEN}",
    "are not the ones it names": f"UPDATE chats SET previous_visible_seq = 0 {OPEN}",
    "somebody has read beyond its end": f"UPDATE chats SET agent_read_seq = 99 {OPEN}",
    "chat {open}: it is in an impossible state": f"UPDATE chats SET closed_at = 1 {OPEN}",
    "its epoch is not the number of its assignments": f"UPDATE chats SET epoch = 0 {OPEN}",
    "does not know that it joined": "DELETE FROM queue_entries WHERE event = 'joined'",
    "otherwise than its state": f"UPDATE chats SET state = 'queued', agent_id = NULL {OPEN}",
    "chat {open}: the last line of the ledger": (
        f"UPDATE chats SET agent_id = (SELECT id FROM accounts WHERE name = 'Bea') {OPEN}"
    ),
    "it is open, and no link opens it": "DELETE FROM chat_tokens",
    "it has ended, and the search does not know it": "DELETE FROM chat_words",
    "it has ended, and drafts of it were kept": (
        f"INSERT INTO agent_drafts SELECT last_agent_id, id, 'note', 'unsent', 1 FROM chats {ENDED}"
    ),
    "a picture hangs on a message that does not exist": (
        "INSERT INTO attachments (id, owner_key, file, chat_id, message_id, position, name,"
        " media_type, size, width, height, sha256, created_at) SELECT 'a', 'x', 'f', id, 'gone', 0,"
        f" 'a.png', 'image/png', 1, 1, 1, 'x', 1 FROM chats {OPEN}"
    ),
    "chat {open}: it names a ticket that does not": (
        f"UPDATE chats SET ticket_number = 'IT-9' {OPEN}"
    ),
    "chat {ended}: it names a ticket that does not": "DELETE FROM tickets",
    "there are two open chats": (
        "DROP INDEX one_open_chat_per_visitor; UPDATE chats SET visitor_key = 'guest:one',"
        " state = 'active', closed_at = NULL, closed_reason = NULL, agent_id = last_agent_id"
    ),
    "more chats are held than allowed": "UPDATE accounts SET capacity = 0",
    "its chat does not exist": f"DELETE FROM chats {ENDED}",
    "or names another ticket": f"UPDATE chats SET ticket_number = NULL {ENDED}",
    "it does not hold its whole chat": "DELETE FROM ticket_entries WHERE chat_seq = 2",
    "it holds an internal note": (
        "UPDATE messages SET kind = 'note', author_kind = 'agent' WHERE seq = 2"
    ),
    "the numbers of its thread have gaps": "UPDATE ticket_entries SET number = 99 WHERE number = 2",
    "ticket IT-1001: it is in an impossible state": "UPDATE tickets SET closed_at = 1",
    "ticket IT-1001: the search does not know it": "DELETE FROM ticket_words",
    "the ticket in which it goes on does not exist": "UPDATE tickets SET merged_into = 9",
    "counter queue_place": "UPDATE counters SET value = 1 WHERE name = 'queue_place'",
    "counter ticket": "DELETE FROM counters WHERE name = 'ticket'",
    "counter queue_ledger": "UPDATE counters SET value = 1 WHERE name = 'queue_ledger'",
    "line 2 of the queue ledger was changed": (
        "UPDATE queue_entries SET reason = 'forged' WHERE number = 2"
    ),
    "line 4 of the queue ledger was changed or is missing": (
        "DELETE FROM queue_entries WHERE number = 4"
    ),
    "NO REASON RECORDED": "UPDATE queue_entries SET event = 'joined' WHERE number = 2",
    "its agent has been away for longer than the grace": (
        f"UPDATE accounts SET seen_at = 1; UPDATE chats SET claimed_at = 1 {OPEN}"
    ),
    "who waits in it has been away for longer": (
        f"UPDATE chats SET state = 'queued', agent_id = NULL, visitor_seen_at = 1 {OPEN}"
    ),
    "letters: 1 should have been sent more than an hour ago": (
        "INSERT INTO letters VALUES"
        " ('l', 'answer', 'gus@example.com', NULL, 'waiting', 'sealed', 0, 1, 1, NULL)"
    ),
    "rows of messages name rows of chats that are not there": (
        "INSERT INTO messages SELECT 'm', 'none', seq, 'c', kind, author_kind, author_id,"
        " author_name, body, created_at FROM messages WHERE seq = 1 LIMIT 1"
    ),
    "the database file: row 1 missing from index chats_by_end": (
        "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET"
        " sql = replace(sql, 'place', 'last_seq') WHERE name = 'chats_by_end';"
        " PRAGMA schema_version = 999"
    ),
}


@pytest.fixture
def served(stage: Stage, gus: Visitor, ana: Agent) -> Stage:
    """Gus talks with Ana, Gil's chat has become a ticket."""
    gil = stage.guest("Gil")
    assert ana.ask("claim_next")["ok"]
    ana.says(gil.chat_id, "Hello Gil")
    ana.note(gil.chat_id, "a note")
    assert ana.ask("convert_to_ticket", {"chat_id": gil.chat_id})["ok"]
    return stage


def found_in(stage: Stage) -> list[str]:
    with stage.app.app_context(), reading():
        letters = checking.letter_findings(served_seconds=math.inf)
        return [*checking.findings(), *letters]


def test_nothing_is_found_in_a_healthy_desk(served: Stage) -> None:
    assert found_in(served) == []


def plant(stage: Stage, statements: str) -> None:
    with sqlite3.connect(stage.folder / "livedesk.sqlite3") as database:
        database.execute("PRAGMA ignore_check_constraints=ON")
        database.executescript(statements)


@pytest.mark.parametrize("sentence", PLANTED)
def test_every_planted_fault_is_found(served: Stage, sentence: str) -> None:
    named = {
        "open": served.rows(f"SELECT id FROM chats {OPEN}")[0]["id"],
        "ended": served.rows(f"SELECT id FROM chats {ENDED}")[0]["id"],
    }
    plant(served, PLANTED[sentence])
    found = found_in(served)
    assert any(sentence.format(**named) in line for line in found), found


def test_who_holds_chats_from_before_the_capacity_was_lowered_is_no_fault(served: Stage) -> None:
    later = "(SELECT MAX(claimed_at) + 1 FROM chats)"
    plant(served, f"UPDATE accounts SET capacity = 0, updated_at = {later}")
    assert found_in(served) == []


def test_without_a_server_nobody_is_blamed_for_time_that_has_passed(served: Stage) -> None:
    """Leases end and letters go out while a server runs; after a restore they are old."""
    for sentence, statements in PLANTED.items():
        if "away for longer than" in sentence or "letters:" in sentence:
            plant(served, statements)
    check = partial(served.app.test_cli_runner().invoke, args=["check"])
    assert "grace" not in check().output
    with claim_data_dir(served.folder) as lock:
        assert "grace" not in check().output, "it has only just begun"
        os.utime(lock.fileno(), (1, 1))
        assert check().output.count("grace") == 1
        assert "letters: 1 should" in check().output


def test_the_commands_say_it_with_their_exit_code(served: Stage) -> None:
    run = served.app.test_cli_runner().invoke
    assert run(args=["check"]).output == "Everything is as it must be.\n"
    assert run(args=["verify-queue"]).output.startswith("no violation\n")
    with sqlite3.connect(served.folder / "livedesk.sqlite3") as database:
        database.execute("UPDATE queue_entries SET actor = 'agent:mallory' WHERE number = 2")
    assert run(args=["check"]).exit_code == 1
    answer = run(args=["verify-queue"])
    assert answer.exit_code == 1
    assert "Line 2 of the ledger was changed" in answer.output
