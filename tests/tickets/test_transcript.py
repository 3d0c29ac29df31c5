"""The conversation of a chat, copied into its ticket."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.database import db
from core.errors import NotFound
from core.writer import writer
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling, queries
from tickets.models import Ticket
from tickets.transcript import TranscriptLine, append_transcript

pytestmark = pytest.mark.usefixtures("desk")

BEGAN = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)


def line(seq: int, body: str | None = None) -> TranscriptLine:
    return TranscriptLine(
        chat_seq=seq,
        author_kind="member" if seq % 2 else "agent",
        author_name="Maya" if seq % 2 else "Ana",
        body=body or f"message {seq}",
        created_at=BEGAN + timedelta(minutes=seq),
    )


def bodies(ticket: Ticket) -> list[str]:
    return [entry.body for entry in queries.thread_for_member(ticket)]


def test_a_transcript_keeps_words_authors_and_times_in_order() -> None:
    ticket = make_ticket(make_member("maya"), source="chat", chat_id="chat-1")
    assert committed(append_transcript, ticket.id, [line(1), line(2, " as typed \n ")]) == 2
    copied = [
        (entry.kind, entry.author_kind, entry.author_name, entry.body, entry.created_at)
        for entry in queries.thread_for_member(ticket)
    ]
    assert copied == [
        ("transcript", "member", "Maya", "message 1", BEGAN + timedelta(minutes=1)),
        ("transcript", "agent", "Ana", " as typed \n ", BEGAN + timedelta(minutes=2)),
    ]


def test_copying_again_adds_only_what_is_missing() -> None:
    ticket = make_ticket(source="chat", chat_id="chat-1")
    committed(append_transcript, ticket.id, [line(1), line(2)])
    assert committed(append_transcript, ticket.id, [line(1), line(2), line(3), line(5)]) == 2
    assert committed(append_transcript, ticket.id, [line(1), line(2), line(3), line(5)]) == 0
    assert bodies(ticket) == ["message 1", "message 2", "message 3", "message 5"]


def test_the_rest_of_a_chat_stands_among_the_answers_by_time() -> None:
    maya, ana = make_member("maya"), make_agent("ana")
    ticket = make_ticket(maya, source="chat", chat_id="chat-1")
    committed(append_transcript, ticket.id, [line(1)])
    committed(handling.reply_as_agent, ticket, ana, body="an answer in the ticket")
    committed(append_transcript, ticket.id, [line(1), line(2)])
    committed(handling.reply_as_requester, ticket, maya, body="and one back")
    assert bodies(ticket) == ["message 1", "message 2", "an answer in the ticket", "and one back"]
    numbers = [entry.number for entry in queries.thread_for_agents(ticket)]
    assert sorted(numbers) == [1, 2, 3, 4]


def test_two_tickets_hold_the_same_seq_each_for_itself() -> None:
    tickets = [make_ticket(source="chat", chat_id=f"chat-{number}") for number in (1, 2)]
    for ticket in tickets:
        committed(append_transcript, ticket.id, [line(1)])
    assert [bodies(ticket) for ticket in tickets] == [["message 1"], ["message 1"]]


def test_a_ticket_that_does_not_exist_takes_no_transcript() -> None:
    with pytest.raises(NotFound):
        committed(append_transcript, "nowhere", [line(1)])


def test_the_group_committing_writer_can_copy_as_well() -> None:
    ticket = make_ticket(source="chat", chat_id="chat-1")
    assert writer().run(append_transcript, ticket.id, [line(1), line(2)]) == 2
    stored = db.session.scalars(
        select(Ticket.last_entry).execution_options(populate_existing=True)
    ).one()
    assert stored == 2
