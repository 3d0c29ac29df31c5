"""The checker finds every planted fault, and nothing in a healthy desk."""

import sqlite3

import pytest

from chat import checking
from core.database import reading
from tests.chat.stage import Agent, Stage, Visitor

# Faults that the schema itself refuses are planted with its checks switched off.
PLANTED = {
    "the numbers of its messages have gaps": "DELETE FROM messages WHERE seq = 2",
    "its last visible message": "UPDATE chats SET last_visible_seq = 1",
    "impossible state": "UPDATE chats SET closed_at = 1 WHERE state = 'active'",
    "does not know that it joined": "DELETE FROM queue_entries WHERE event = 'joined'",
    "otherwise than its state": (
        "UPDATE chats SET state = 'queued', agent_id = NULL WHERE state = 'active'"
    ),
    "a ticket that does not exist": (
        "UPDATE chats SET ticket_number = 'IT-9' WHERE state = 'active'"
    ),
    "does not hold its whole chat": "DELETE FROM ticket_entries WHERE chat_seq = 2",
    "holds an internal note": (
        "UPDATE messages SET kind = 'note', author_kind = 'agent' WHERE seq = 2"
    ),
    "holds more chats than allowed": "UPDATE accounts SET capacity = 0",
    "away for longer than the grace": (
        "UPDATE accounts SET seen_at = 1; UPDATE chats SET claimed_at = 1 WHERE state = 'active'"
    ),
    "of the queue ledger was changed": (
        "UPDATE queue_entries SET reason = 'forged' WHERE number = 2"
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
        return list(checking.findings())


def test_nothing_is_found_in_a_healthy_desk(served: Stage) -> None:
    assert found_in(served) == []


@pytest.mark.parametrize("sentence", PLANTED)
def test_every_planted_fault_is_found(served: Stage, sentence: str) -> None:
    with sqlite3.connect(served.folder / "livedesk.sqlite3") as database:
        database.execute("PRAGMA ignore_check_constraints=ON")
        database.executescript(PLANTED[sentence])
    assert any(sentence in line for line in found_in(served)), found_in(served)


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
