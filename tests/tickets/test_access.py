"""Which ticket a person may open."""

import pytest

from accounts.access import RankTooLow, SignInNeeded
from core.database import transaction
from core.errors import Forbidden, NotFound
from core.statements import Sql
from core.writer import writer
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets.access import ticket_for_agent, ticket_for_member, ticket_for_token
from tickets.links import issue_private_token

pytestmark = pytest.mark.usefixtures("desk")


def test_a_member_opens_an_own_ticket() -> None:
    maya = make_member("maya")
    ticket = make_ticket(maya)
    assert ticket_for_member(maya, ticket.reference).id == ticket.id


def test_a_foreign_ticket_a_guest_s_and_an_unknown_one_look_the_same() -> None:
    maya, nils = make_member("maya"), make_member("nils")
    foreign, of_guest = make_ticket(nils), make_ticket(email=maya.email, member_id=maya.member_id)
    answers = set()
    for reference in (foreign.reference, of_guest.reference, "IT-9999", "IT-0", "1001", ""):
        with pytest.raises(NotFound) as refusal:
            ticket_for_member(maya, reference)
        answers.add((refusal.value.message, str(refusal.value.extra)))
    assert len(answers) == 1


def test_a_member_below_silver_opens_not_even_an_own_ticket_by_number() -> None:
    otto = make_member("otto")
    ticket = make_ticket(otto)
    for reference in (ticket.reference, "IT-9999"):
        with pytest.raises(RankTooLow):
            ticket_for_member(otto, reference)


def test_nobody_opens_a_ticket_by_number_without_signing_in() -> None:
    ticket = make_ticket()
    for door in (ticket_for_member, ticket_for_agent):
        with pytest.raises(SignInNeeded):
            door(None, ticket.reference)


@pytest.mark.parametrize("first_name", ["ana", "sam", "ida"])
def test_the_team_opens_every_ticket(first_name: str) -> None:
    member_ticket, guest_ticket = make_ticket(make_member("maya")), make_ticket()
    agent = make_agent(first_name)
    for ticket in (member_ticket, guest_ticket):
        assert ticket_for_agent(agent, ticket.reference).id == ticket.id
    with pytest.raises(NotFound):
        ticket_for_agent(agent, "IT-9999")


def test_a_member_has_no_business_at_the_agents_door() -> None:
    maya = make_member("maya")
    ticket = make_ticket(maya)
    for reference in (ticket.reference, "IT-9999"):
        with pytest.raises(Forbidden):
            ticket_for_agent(maya, reference)


def test_a_private_link_opens_its_own_ticket_and_no_other() -> None:
    ticket, _other = make_ticket(), make_ticket()
    token = committed(issue_private_token, ticket.id)
    assert ticket_for_token(token).id == ticket.id
    for wrong in (token[:-1], token + "A", token.swapcase(), "", ticket.id, ticket.reference):
        with pytest.raises(NotFound):
            ticket_for_token(wrong)


def test_what_is_opened_in_a_transaction_is_what_is_stored_now() -> None:
    ana, ticket = make_agent("ana"), make_ticket()
    writer().run(Sql("UPDATE tickets SET title = 'Newer' WHERE id = :id").run, id=ticket.id)
    with transaction():
        assert ticket_for_agent(ana, ticket.reference).title == "Newer"
