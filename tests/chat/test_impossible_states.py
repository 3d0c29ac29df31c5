"""What may never be true is refused by the database itself, whoever writes it (R28)."""

import sqlite3

import pytest

from tests.chat.stage import Agent, Stage, Visitor


@pytest.fixture
def waiting(stage: Stage, gus: Visitor, ana: Agent) -> Visitor:
    """Gil waits; Gus talks with Ana."""
    return stage.guest("Gil")


IMPOSSIBLE = {
    "a state that is none": "UPDATE chats SET state = 'paused'",
    "a waiting chat with an agent": ("UPDATE chats SET state = 'queued' WHERE state = 'active'"),
    "an active chat without an agent": "UPDATE chats SET state = 'active' WHERE state = 'queued'",
    "an agent without an active chat": (
        "UPDATE chats SET agent_id = (SELECT id FROM accounts WHERE name = 'Ana')"
        " WHERE state = 'queued'"
    ),
    "a chat closed without a reason": (
        "UPDATE chats SET state = 'closed', closed_at = 1 WHERE state = 'queued'"
    ),
    "a chat closed without a time": (
        "UPDATE chats SET state = 'closed', closed_reason = 'agent' WHERE state = 'queued'"
    ),
    "a closed chat with an agent": (
        "UPDATE chats SET state = 'closed', closed_at = 1, closed_reason = 'agent'"
        " WHERE state = 'active'"
    ),
    "an open chat with a reason": "UPDATE chats SET closed_reason = 'agent'",
    "a reason that is none": (
        "UPDATE chats SET state = 'closed', closed_at = 1, closed_reason = 'bored'"
        " WHERE state = 'queued'"
    ),
    "an agent who does not exist": "UPDATE chats SET agent_id = 'nobody' WHERE state = 'active'",
    "two open chats of one visitor": (
        "UPDATE chats SET visitor_key = (SELECT MIN(visitor_key) FROM chats)"
    ),
    "two chats at one place": "UPDATE chats SET place = 1",
    "a rating beyond five": "UPDATE chats SET rating = 6",
    "a rating of nothing": "UPDATE chats SET rating = 0",
    "two messages with one number": "UPDATE messages SET seq = 1",
    "a message with number zero": "UPDATE messages SET seq = 0 WHERE seq = 1",
    "two messages with one id of the sender": "UPDATE messages SET client_id = 'x'",
    "a note by a visitor": "UPDATE messages SET kind = 'note' WHERE author_kind = 'visitor'",
    "a kind of message that is none": "UPDATE messages SET kind = 'secret'",
    "an author that is none": "UPDATE messages SET author_kind = 'robot'",
    "a message of no chat": "UPDATE messages SET chat_id = 'none' WHERE seq = 1",
    "a token of no chat": "UPDATE chat_tokens SET chat_id = 'none'",
    "a line of the ledger about no chat": "UPDATE queue_entries SET chat_id = 'none'",
    "a presence that is none": "UPDATE accounts SET presence = 'asleep'",
}


@pytest.mark.parametrize("statement", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_the_database_refuses(stage: Stage, waiting: Visitor, statement: str):
    before = stage.dump()
    with pytest.raises(sqlite3.IntegrityError):
        stage.write(statement)
    assert stage.dump() == before


def test_a_second_ticket_of_one_chat_is_refused(
    stage: Stage, gus: Visitor, ana: Agent, waiting: Visitor
):
    ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})
    ana.ask("claim_next")
    ana.ask("convert_to_ticket", {"chat_id": waiting.chat_id})
    with pytest.raises(sqlite3.IntegrityError):
        stage.write("UPDATE tickets SET chat_id = ?", gus.chat_id)


def test_a_message_is_in_a_ticket_once(stage: Stage, gus: Visitor, ana: Agent):
    ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})
    with pytest.raises(sqlite3.IntegrityError):
        stage.write("UPDATE ticket_entries SET chat_seq = 1 WHERE chat_seq > 0")
