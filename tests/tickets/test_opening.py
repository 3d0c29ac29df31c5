"""Opening a ticket, once, from wherever it comes."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from core.database import db, transaction
from core.errors import Invalid, Refused, TooLong
from core.text import fingerprint
from core.writer import writer
from tests.concurrency import at_once
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import opening
from tickets.links import issue_private_token
from tickets.models import Ticket, TicketToken
from tickets.opening import IdConflict, TicketDraft, open_ticket

pytestmark = pytest.mark.usefixtures("desk")


def draft(**chosen: Any) -> TicketDraft:
    usual = {
        "title": "English - cart empties",
        "description": "The cart becomes empty.",
        "name": "Gus",
        "email": "gus@example.com",
        "source": "portal",
    }
    return TicketDraft(**(usual | chosen))


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Ticket)) or 0


def test_tickets_are_numbered_from_1001_upwards() -> None:
    assert [make_ticket().reference for _ in range(3)] == ["IT-1001", "IT-1002", "IT-1003"]


def test_a_refused_ticket_takes_no_number() -> None:
    def refuse_after_opening() -> None:
        open_ticket(draft())
        raise Invalid

    with pytest.raises(Invalid):
        committed(refuse_after_opening)
    assert make_ticket().reference == "IT-1001"


def test_a_ticket_keeps_the_words_as_typed_but_for_blanks_and_line_ends() -> None:
    ticket = make_ticket(title="  Norsk -\tkan ikke  ", description="å\r\n  <b>én</b>\r to ")
    assert (ticket.title, ticket.description) == ("Norsk - kan ikke", "å\n  <b>én</b>\n to")
    assert (ticket.status, ticket.priority, ticket.closed_at) == ("open", "normal", None)


def test_the_same_form_sent_again_is_the_same_ticket() -> None:
    first, second = (committed(open_ticket, draft(client_id="form-1")) for _ in range(2))
    assert (second.id, second.reference, first.is_new, second.is_new) == (
        first.id,
        first.reference,
        True,
        False,
    )
    assert how_many() == 1


def test_a_form_sent_again_takes_no_second_number() -> None:
    for _ in range(3):
        committed(open_ticket, draft(client_id="form-1"))
    assert make_ticket().reference == "IT-1002"


def test_one_form_sent_many_times_at_once_is_one_ticket(desk: Flask) -> None:
    answers = at_once(
        desk, 32, lambda _number: committed(open_ticket, draft(client_id="form-1")).reference
    )
    assert set(answers) == {"IT-1001"}
    assert how_many() == 1


def test_tickets_opened_at_once_have_numbers_without_hole_or_repeat(desk: Flask) -> None:
    numbers = at_once(desk, 32, lambda _number: committed(open_ticket, draft()).number)
    assert sorted(numbers) == list(range(1001, 1033))


@pytest.mark.parametrize(
    "other", [{"title": "Another"}, {"description": "Other words."}, {"email": "eve@example.com"}]
)
def test_a_known_form_with_other_words_or_from_another_is_a_conflict(other: dict[str, str]) -> None:
    committed(open_ticket, draft(client_id="form-1"))
    with pytest.raises(IdConflict):
        committed(open_ticket, draft(client_id="form-1", **other))
    assert how_many() == 1


def test_a_guest_who_knows_a_member_s_form_id_does_not_get_the_ticket() -> None:
    maya = make_member("maya")
    committed(open_ticket, draft(client_id="form-1", requester_id=maya.id))
    with pytest.raises(IdConflict):
        committed(open_ticket, draft(client_id="form-1"))


def test_a_chat_has_one_ticket_whatever_the_words() -> None:
    first = committed(open_ticket, draft(chat_id="chat-1", source="chat"))
    again = committed(open_ticket, draft(chat_id="chat-1", source="chat", title="Other words"))
    other = committed(open_ticket, draft(chat_id="chat-2", source="chat"))
    assert (again.id, again.is_new) == (first.id, False)
    assert other.id != first.id


def test_forms_and_chats_without_an_id_are_never_taken_for_each_other() -> None:
    assert make_ticket().id != make_ticket().id


@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ({"title": " "}, ["title"]),
        ({"title": "x" * 121}, ["title"]),
        ({"description": ""}, ["description"]),
        ({"description": "x" * 5001}, ["description"]),
        ({"description": "nul \x00"}, ["description"]),
        ({"name": ""}, ["name"]),
        ({"email": "gus"}, ["email"]),
        ({"member_id": "9" * 33}, ["member_id"]),
        ({"status": "done"}, ["status"]),
        ({"priority": "very"}, ["priority"]),
        ({"source": "fax"}, ["source"]),
        ({"title": "", "email": "", "name": "x" * 101}, ["email", "name", "title"]),
    ],
)
def test_every_wrong_field_gets_its_sentence_and_nothing_is_stored(
    chosen: dict[str, str], fields: list[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        committed(open_ticket, draft(**chosen))
    assert sorted(refusal.value.fields) == fields
    assert how_many() == 0


def test_the_longest_words_that_are_allowed_fit() -> None:
    ticket = make_ticket(title="å" * 120, description="🦉" * 5000, name="n" * 100)
    assert (len(ticket.title), len(ticket.description)) == (120, 5000)


def test_one_complaint_keeps_its_kind_and_several_are_invalid() -> None:
    with pytest.raises(TooLong):
        committed(open_ticket, draft(title="x" * 121))
    with pytest.raises(Invalid):
        committed(open_ticket, draft(title="x" * 121, name=""))


def test_a_ticket_may_be_opened_closed_and_given_to_an_agent() -> None:
    ana = make_agent("ana")
    ticket = make_ticket(status="closed", assignee_id=ana.id, priority="high")
    assert ticket.closed_at == ticket.created_at
    assert (ticket.assignee_id, ticket.priority) == (ana.id, "high")


def test_a_typed_member_id_verifies_nobody() -> None:
    maya = make_member("maya")
    assert make_ticket(maya).is_verified
    assert not make_ticket(member_id=maya.member_id, email=maya.email).is_verified


def test_a_private_token_is_new_each_time_and_stored_hashed() -> None:
    ticket = make_ticket()
    tokens = {committed(issue_private_token, ticket.id) for _ in range(2)}
    stored = set(db.session.scalars(select(TicketToken.token_hash)))
    assert stored >= {fingerprint(token) for token in tokens}
    assert len(tokens) == 2


def test_a_ticket_can_be_opened_by_the_group_committing_writer_as_well() -> None:
    opened = writer().run(opening.open_ticket, draft(chat_id="chat-1", source="chat"))
    token = writer().run(issue_private_token, opened.id)
    assert set(db.session.scalars(select(TicketToken.ticket_id))) == {opened.id}
    assert len(token) >= 43


@pytest.mark.parametrize(
    "impossible",
    [{"status": "closed"}, {"status": "done"}, {"priority": "very"}, {"source": "fax"}],
)
def test_the_database_itself_refuses_an_impossible_ticket(impossible: dict[str, str]) -> None:
    ticket = make_ticket()
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Ticket).where(Ticket.id == ticket.id).values(**impossible))
