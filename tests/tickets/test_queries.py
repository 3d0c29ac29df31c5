"""Lists and counts of tickets."""

import pytest

from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling, queries
from tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("desk")


def references(page: queries.TicketPage) -> list[str]:
    return [ticket.reference for ticket in page.tickets]


def test_a_member_counts_and_lists_own_tickets_only() -> None:
    maya, nils = make_member("maya"), make_member("nils")
    mine = make_ticket(maya)
    make_ticket(maya, status="closed")
    make_ticket(nils)
    make_ticket(email=maya.email, member_id=maya.member_id)
    assert queries.counts_for_member(maya) == {"open": 1, "awaiting_feedback": 0, "closed": 1}
    assert references(queries.tickets_for_member(maya, status="open")) == [mine.reference]
    assert references(queries.tickets_for_member(maya, status="awaiting_feedback")) == []


def test_the_newest_change_stands_first(time: StoppedClock) -> None:
    maya, ana = make_member("maya"), make_agent("ana")
    tickets: list[Ticket] = []
    for _ in range(3):
        tickets.append(make_ticket(maya))
        time.advance(minutes=1)
    committed(handling.reply_as_agent, tickets[0], ana, body="Hello.")
    expected = [tickets[0].reference, tickets[2].reference, tickets[1].reference]
    assert references(queries.tickets_for_member(maya, status="open")) == expected


def test_a_long_list_comes_in_pages_without_a_hole_or_a_repeat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    maya = make_member("maya")
    all_of_them = [make_ticket(maya).reference for _ in range(5)]
    pages = [queries.tickets_for_member(maya, status="open", page=page) for page in (1, 2, 3)]
    assert [reference for page in pages for reference in references(page)] == all_of_them[::-1]
    assert [page.has_next for page in pages] == [True, True, False]
    assert [page.has_previous for page in pages] == [False, True, True]
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize("page", [0, -3])
def test_a_page_before_the_first_is_the_first(page: int) -> None:
    maya = make_member("maya")
    make_ticket(maya)
    assert queries.tickets_for_member(maya, page=page).page == 1


@pytest.mark.parametrize("page", [9, 10**30])
def test_a_page_behind_the_last_is_empty(page: int) -> None:
    maya = make_member("maya")
    make_ticket(maya)
    behind = queries.tickets_for_member(maya, page=page)
    assert (behind.tickets, behind.total, behind.has_next) == ([], 1, False)
