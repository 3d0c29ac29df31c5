"""Since when a requester waits for the team, and how urgent it is: what the inbox sorts by."""

from datetime import timedelta

import pytest

from accounts.models import Account
from core.database import db
from tests.clocks import StoppedClock
from tests.factories import committed, make_member, make_ticket
from tickets import handling
from tickets.models import Ticket
from tickets.rules import NOBODY_WAITS, wait_state

pytestmark = pytest.mark.usefixtures("desk")


def waiting_since(ticket: Ticket):
    db.session.commit()
    found = db.session.get_one(Ticket, ticket.id, populate_existing=True)
    return found.waiting_since


def test_a_wait_begins_with_the_ticket_and_ends_with_an_answer(
    ana: Account, time: StoppedClock
) -> None:
    ticket = make_ticket()
    assert waiting_since(ticket) == time.now()
    committed(handling.reply_as_agent, ticket, ana, body="Which browser?")
    assert waiting_since(ticket) == NOBODY_WAITS


def test_a_wait_begins_with_the_first_word_that_nobody_answered(
    ana: Account, time: StoppedClock
) -> None:
    ticket = make_ticket(make_member("maya"))
    committed(handling.reply_as_agent, ticket, ana, body="Safari?", status="awaiting_feedback")
    time.advance(minutes=1)
    asked_at = time.now()
    committed(handling.reply_as_requester, ticket, None, body="Yes")
    time.advance(minutes=1)
    committed(handling.reply_as_requester, ticket, None, body="Hello?")
    assert waiting_since(ticket) == asked_at


def test_nobody_waits_for_a_closed_ticket_until_it_is_opened_again(
    ana: Account, time: StoppedClock
) -> None:
    ticket = make_ticket()
    committed(handling.close, ticket, ana)
    assert waiting_since(ticket) == NOBODY_WAITS
    time.advance(minutes=1)
    committed(handling.reopen, ticket, None)
    assert waiting_since(ticket) == time.now()


def test_a_note_is_no_answer(ana: Account) -> None:
    ticket = make_ticket()
    committed(handling.add_note, ticket, ana, body="Known fault")
    assert waiting_since(ticket) == ticket.created_at


def test_a_ticket_that_is_opened_as_answered_makes_nobody_wait() -> None:
    assert waiting_since(make_ticket(status="awaiting_feedback")) == NOBODY_WAITS


def test_urgency_follows_the_priority(ana: Account) -> None:
    ticket = make_ticket(priority="low")
    assert ticket.urgency == 3
    committed(handling.set_priority, ticket, ana, "urgent")
    assert db.session.get_one(Ticket, ticket.id).urgency == 0


def test_a_wait_is_told_as_near_and_over(time: StoppedClock) -> None:
    now = time.now()
    assert wait_state(now - timedelta(hours=1), now) == ""
    assert wait_state(now - timedelta(hours=15), now) == "near"
    assert wait_state(now - timedelta(hours=25), now) == "over"
    assert wait_state(NOBODY_WAITS, now) == ""
