"""What is noted down of what happens, so that a page can say it in any language; and who hears."""

from typing import Any

import pytest

from accounts.models import Account
from core.clock import now
from live import delivery, rooms
from live.catalog import Event, TicketChanged
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_ticket
from tickets import handling, queries
from tickets.handling import TooLateToReopen
from tickets.models import Ticket
from tickets.transcript import TranscriptLine, append_transcript

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def told(desk: Any) -> list[Event]:
    """The events that were sent after their commits."""
    sent: list[Event] = []
    delivery.delivery().send = sent.append  # type: ignore[method-assign]
    return sent


def acts(ticket: Ticket) -> list[tuple[str | None, str | None]]:
    entries = queries.thread_for_member(ticket)
    return [(entry.act, entry.author_name) for entry in entries if entry.kind == "event"]


def test_each_act_is_noted_with_the_name_that_members_read(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    bea = make_agent("bea", name="Bea Lindqvist")
    committed(handling.assign, ticket, ana, bea.id)
    committed(handling.reply_as_agent, ticket, ana, body="Which?", status="awaiting_feedback")
    committed(handling.reply_as_requester, ticket, maya, body="This.")
    committed(handling.close, ticket, ana)
    committed(handling.reopen, ticket, maya)
    committed(handling.set_status, ticket, ana, "closed")
    committed(handling.set_status, ticket, ana, "open")
    committed(handling.set_status, ticket, ana, "awaiting_feedback")
    committed(handling.set_status, ticket, ana, "open")
    committed(handling.assign, ticket, ana, None)
    assert acts(ticket) == [
        ("assigned", "Bea"),
        ("asked", "Ana"),
        ("answered", "Maya"),
        ("closed", "Ana"),
        ("reopened", "Maya"),
        ("closed", "Ana"),
        ("reopened", "Ana"),
        ("asked", "Ana"),
        ("opened", "Ana"),
        ("unassigned", "Ana"),
    ]


def test_what_the_requester_may_see_is_told_with_the_status_it_has_led_to(
    ticket: Ticket, ana: Account, told: list[Event]
) -> None:
    committed(handling.reply_as_agent, ticket, ana, body="Which?", status="awaiting_feedback")
    heard = [event for event in told if isinstance(event, TicketChanged)]
    assert [event.rooms() for event in heard] == [[f"ticket:{ticket.id}"]] * 2
    assert heard[-1].payload() == {
        "number": "IT-1001",
        "status": "awaiting_feedback",
        "last_entry": 2,
    }


def test_only_the_team_hears_of_notes_and_priorities(
    ticket: Ticket, ana: Account, told: list[Event]
) -> None:
    committed(handling.add_note, ticket, ana, body="CANARY")
    committed(handling.set_priority, ticket, ana, "urgent")
    assert {event.namespace for event in told} == {rooms.TICKETS}
    assert [room for event in told for room in event.rooms()] == [rooms.team_of(ticket.id)] * 2


def test_the_rest_of_a_chat_is_told_too(maya: Account, told: list[Event]) -> None:
    ticket = make_ticket(maya, source="chat", chat_id="chat1")
    line = TranscriptLine(
        chat_seq=1, author_kind="agent", author_name="Ana", body="Hi!", created_at=now()
    )
    committed(append_transcript, ticket.id, [line])
    committed(append_transcript, ticket.id, [line])
    heard = [event for event in told if isinstance(event, TicketChanged)]
    assert [event.payload()["last_entry"] for event in heard] == [1]


def test_an_issue_is_opened_again_with_what_is_still_wrong(ticket: Ticket, maya: Account) -> None:
    committed(handling.close, ticket, maya)
    for _ in range(2):  # As a form that is sent twice does it.
        committed(
            handling.reopen_with_answer, ticket, maya, body="It is back.", client_id="again-1"
        )
    thread = [entry.body for entry in queries.thread_for_member(ticket)]
    assert thread == [
        "Maya closed this issue.",
        "Maya opened this issue again.",
        "It is back.",
    ]


def test_nothing_is_written_when_it_is_too_late_to_open_again(
    ticket: Ticket, maya: Account, time: StoppedClock
) -> None:
    committed(handling.close, ticket, maya)
    time.advance(days=14)
    committed(handling.reopen_with_answer, ticket, maya, body="")
    committed(handling.close, ticket, maya)
    time.advance(days=14, seconds=1)
    before = len(queries.thread_for_member(ticket))
    with pytest.raises(TooLateToReopen, match="more than 14 days ago"):
        committed(handling.reopen_with_answer, ticket, maya, body="It is back.")
    assert len(queries.thread_for_member(ticket)) == before
