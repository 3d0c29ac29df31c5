"""What is older than the desk keeps it loses its words, and nothing else does."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chat.jobs import Eraser
from core import audit
from core.database import reading
from tests.chat.stage import Stage
from tests.clocks import StoppedClock
from tests.factories import committed, make_ticket
from tickets import handling

DAY = 86_400


@pytest.fixture
def desk_of(
    time: StoppedClock, set_up: Callable[..., Stage]
) -> Callable[[int], tuple[Stage, str, str]]:
    """An ended chat and a closed ticket, 40 days ago, and an open chat of today."""

    def make(days: int) -> tuple[Stage, str, str]:
        stage = set_up(retention_days=days)
        ana, gus = stage.agent("ana"), stage.guest("Gus")
        ana.ask("claim_next")
        gus.says("My number is 4711")
        ana.ask("close_chat", {"chat_id": gus.chat_id})
        with stage.app.app_context():
            ticket = make_ticket()
            committed(
                handling.reply_as_agent, ticket, stage.account("ana"), body="So", status="closed"
            )
            number = ticket.id
        time.advance(seconds=40 * DAY)
        stage.guest("Gil", email="gil@example.com")
        Eraser(stage.app).erase()
        return stage, gus.chat_id, number

    return make


def test_old_words_go_and_numbers_stay(desk_of: Callable[[int], tuple[Stage, str, str]]) -> None:
    stage, chat_id, ticket_id = desk_of(30)
    assert not [row for row in stage.rows("SELECT body FROM messages") if "4711" in row[0]]
    [chat] = stage.rows("SELECT name, email, state FROM chats WHERE id = ?", chat_id)
    assert tuple(chat) == ("[erased]", "", "closed")
    [ticket] = stage.rows("SELECT title, name, status FROM tickets WHERE id = ?", ticket_id)
    assert tuple(ticket) == ("[erased]", "[erased]", "closed")
    assert stage.rows("SELECT name FROM chats WHERE state <> 'closed'")[0][0] == "Gil"
    [line] = stage.rows("SELECT actor, detail FROM audit_entries WHERE act = 'retention_erased'")
    assert tuple(line) == ("desk", '{"chats":1,"tickets":1}')
    Eraser(stage.app).erase()
    assert len(stage.rows("SELECT 1 FROM audit_entries WHERE act = 'retention_erased'")) == 1
    with stage.app.app_context(), reading():
        assert audit.first_broken_line() is None


@pytest.mark.parametrize("days", [0, 41])
def test_what_is_young_enough_or_kept_for_ever_stays(
    desk_of: Callable[[int], tuple[Stage, str, str]], days: int
) -> None:
    stage, _, _ = desk_of(days)
    assert [row for row in stage.rows("SELECT body FROM messages") if "4711" in row[0]]
    assert not stage.rows("SELECT 1 FROM tickets WHERE title = '[erased]'")


def test_what_was_opened_again_meanwhile_stays(
    time: StoppedClock, desk_of: Callable[[int], tuple[Stage, str, str]]
) -> None:
    from chat import retention

    stage, _, ticket_id = desk_of(0)
    stage.app.config["LIVEDESK"] = replace(stage.app.config["LIVEDESK"], retention_days=30)
    stage.write("UPDATE tickets SET status = 'open', closed_at = NULL WHERE id = ?", ticket_id)
    with stage.app.app_context():
        committed(retention.forget_ticket, ticket_id)
    assert not stage.rows("SELECT 1 FROM tickets WHERE title = '[erased]'")
