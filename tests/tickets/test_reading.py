"""Who has read what, and who looks at it just now."""

import pytest

from accounts.models import Account
from core.database import reading as looking_up
from core.errors import NotFound
from tests.clocks import StoppedClock
from tests.factories import committed
from tickets import handling, queries, reading
from tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("desk")


def read_by(reader: str, ticket: Ticket) -> int:
    with looking_up():
        return reading.read_up_to(ticket.id, reader)


def is_looking(ticket: Ticket) -> bool:
    with looking_up():
        return reading.is_looking(ticket.id)


def is_new(ticket: Ticket, maya: Account) -> bool:
    news = queries.news_for_member(maya, [ticket]).get(ticket.id)
    return news is not None and news.is_unread


def test_a_mark_only_goes_forward_and_never_beyond_the_last_entry(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    for _ in range(3):
        committed(handling.reply_as_agent, ticket, ana, body="Hello.")
    me = reading.member(maya.id)
    for asked, stands in ((2, 2), (1, 2), (99, 3), (0, 3)):
        committed(reading.mark_read, ticket.id, me, asked)
        assert read_by(me, ticket) == stands


def test_each_reader_has_a_mark_of_their_own(ticket: Ticket, maya: Account, ana: Account) -> None:
    committed(handling.reply_as_agent, ticket, ana, body="Hello.")
    committed(reading.mark_read, ticket.id, reading.member(maya.id), 1)
    assert read_by(reading.holder("0" * 64), ticket) == 0


def test_an_answer_is_new_until_it_is_read(ticket: Ticket, maya: Account, ana: Account) -> None:
    assert not is_new(ticket, maya)
    committed(handling.reply_as_agent, ticket, ana, body="Hello.")
    assert is_new(ticket, maya)
    committed(reading.mark_read, ticket.id, reading.member(maya.id), 1)
    assert not is_new(ticket, maya)
    committed(handling.set_status, ticket, ana, "awaiting_feedback")
    assert is_new(ticket, maya)


def test_what_the_member_did_and_what_the_team_noted_is_no_news(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    committed(handling.add_note, ticket, ana, body="Known fault")
    committed(handling.set_priority, ticket, ana, "high")
    committed(handling.reply_as_requester, ticket, maya, body="And one more thing")
    committed(handling.close, ticket, maya)
    committed(handling.reopen, ticket, maya)
    assert not is_new(ticket, maya)


def test_the_news_is_the_last_answer(ticket: Ticket, maya: Account, ana: Account) -> None:
    committed(handling.reply_as_agent, ticket, ana, body="First.")
    committed(handling.reply_as_agent, ticket, ana, body="Which one?", status="awaiting_feedback")
    news = queries.news_for_member(maya, [ticket])[ticket.id]
    assert (news.answered_by, news.answer) == ("Ana Moreau", "Which one?")


def test_whoever_looks_does_so_for_a_while(
    ticket: Ticket, maya: Account, time: StoppedClock
) -> None:
    assert not is_looking(ticket)
    committed(reading.look, ticket.id, reading.member(maya.id), 0)
    assert is_looking(ticket)
    time.advance(seconds=reading.LOOKING_SECONDS + 1)
    assert not is_looking(ticket)


def test_reading_is_not_looking(ticket: Ticket, maya: Account) -> None:
    committed(reading.mark_read, ticket.id, reading.member(maya.id), 0)
    assert not is_looking(ticket)


def test_looking_tells_how_the_ticket_is_without_notes(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    me = reading.member(maya.id)
    assert committed(reading.look, ticket.id, me, 0) == {
        "number": "IT-1001",
        "status": "open",
        "last_entry": 0,
    }
    committed(handling.reply_as_agent, ticket, ana, body="Hello.", status="awaiting_feedback")
    committed(handling.add_note, ticket, ana, body="A note")
    now = committed(reading.look, ticket.id, me, 2)
    assert (now["status"], now["last_entry"]) == ("awaiting_feedback", 2)


def test_a_ticket_that_is_not_there_cannot_be_looked_at() -> None:
    with pytest.raises(NotFound):
        committed(reading.look, "nothing", "member:nobody", 0)
