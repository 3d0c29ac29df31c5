"""Merging: one person's tickets only, nothing is copied, and opening again undoes it."""

import pytest

from accounts.models import Account
from core.database import db
from core.errors import Invalid, NotFound
from tests.factories import committed, make_member, make_ticket
from tickets import handling, merging, queries
from tickets.merging import MergedElsewhere, OtherPerson
from tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("desk")


def again(ticket: Ticket) -> Ticket:
    db.session.commit()
    return db.session.get_one(Ticket, ticket.id, populate_existing=True)


def bodies(ticket: Ticket) -> list[str]:
    return [entry.body for entry in queries.thread_for_member(again(ticket))]


def test_the_duplicate_is_closed_and_leads_to_the_kept_one(ana: Account, maya: Account) -> None:
    kept, duplicate = make_ticket(maya), make_ticket(maya)
    assert committed(merging.merge, duplicate, kept.reference, ana).id == kept.id
    duplicate = again(duplicate)
    assert (duplicate.status, duplicate.merged_into) == ("closed", kept.number)
    assert merging.reference_for_requester(duplicate) == kept.reference
    assert bodies(duplicate) == ["Ana put this issue together with another one of yours."]
    assert bodies(kept) == []
    assert [one.number for one in merging.merged_into(kept)] == [duplicate.number]
    assert again(kept).status == "open"


def test_merging_twice_changes_nothing(ana: Account, maya: Account) -> None:
    kept, duplicate = make_ticket(maya), make_ticket(maya)
    committed(merging.merge, duplicate, kept.reference, ana)
    before = again(duplicate).last_entry
    committed(merging.merge, duplicate, kept.reference, ana)
    assert again(duplicate).last_entry == before


def test_tickets_of_different_people_stay_apart(ana: Account, maya: Account) -> None:
    mine = make_ticket(maya)
    others = [
        make_ticket(make_member("otto")),
        make_ticket(email=maya.email),  # Anybody can type her address.
        make_ticket(email="gus@example.com"),
    ]
    for other in others:
        for one, into in ((other, mine), (mine, other)):
            with pytest.raises(OtherPerson):
                committed(merging.merge, one, into.reference, ana)
    with pytest.raises(OtherPerson):
        committed(merging.merge, others[1], others[2].reference, ana)
    assert {again(one).status for one in (mine, *others)} == {"open"}


def test_guests_of_one_address_are_merged_but_led_nowhere(ana: Account) -> None:
    kept, duplicate = make_ticket(), make_ticket(email="GUS@example.com")
    committed(merging.merge, duplicate, kept.reference, ana)
    assert again(duplicate).merged_into == kept.number
    assert merging.reference_for_requester(duplicate) is None
    assert not any(kept.reference in body for body in bodies(duplicate))


def test_what_was_merged_before_follows(ana: Account, maya: Account) -> None:
    first, second, third = (make_ticket(maya) for _ in range(3))
    committed(merging.merge, first, second.reference, ana)
    committed(merging.merge, second, third.reference, ana)
    assert again(first).merged_into == again(second).merged_into == third.number
    with pytest.raises(MergedElsewhere, match=third.reference):
        committed(merging.merge, third, first.reference, ana)


def test_opening_it_again_takes_them_apart(ana: Account, maya: Account) -> None:
    kept, duplicate = make_ticket(maya), make_ticket(maya)
    committed(merging.merge, duplicate, kept.reference, ana)
    committed(handling.reopen, duplicate, maya)
    assert (again(duplicate).status, duplicate.merged_into) == ("open", None)
    assert merging.merged_into(kept) == []


def test_a_ticket_is_merged_only_into_another_one_that_there_is(ana: Account) -> None:
    ticket = make_ticket()
    with pytest.raises(Invalid):
        committed(merging.merge, ticket, ticket.reference, ana)
    for nothing in ("IT-4711", "1001", ""):
        with pytest.raises(NotFound):
            committed(merging.merge, ticket, nothing, ana)
