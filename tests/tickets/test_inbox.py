"""The team's inbox: what is in it, in which order, page by page."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import event

from accounts.models import Account
from core.database import db
from tests.clocks import StoppedClock
from tests.factories import committed, make_member, make_ticket
from tickets import finding, handling, inbox
from tickets.inbox import Wanted
from tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("desk")

EVERY = Wanted(status="all")


def shown(wanted: Wanted, me: str = "") -> list[int]:
    return [ticket.number for ticket in inbox.page(wanted, me).tickets]


def test_each_filter_leaves_what_it_says(ana: Account, time: StoppedClock) -> None:
    old = make_ticket(priority="urgent", language="nb").number
    time.advance(days=8)
    mine = make_ticket(assignee_id=ana.id, language="sv", source="chat", chat_id="c1").number
    closed = make_ticket(status="closed").number
    assert set(shown(Wanted())) == {old, mine}
    assert shown(Wanted(status="closed")) == [closed]
    assert set(shown(EVERY)) == {old, mine, closed}
    assert shown(Wanted(assignee="me"), ana.id) == [mine]
    assert shown(Wanted(assignee=ana.id)) == [mine]
    assert shown(Wanted(assignee="none")) == [old]
    assert shown(Wanted(language="nb")) == [old]
    assert shown(replace(EVERY, language="none")) == [closed]
    assert shown(Wanted(priority="urgent")) == [old]
    assert shown(Wanted(source="chat")) == [mine]
    assert shown(Wanted(age="week")) == [mine]
    assert shown(Wanted(age="over_week")) == [old]
    assert shown(Wanted(age="over_week", language="sv")) == []


def test_new_replies_are_those_after_an_answer_of_the_team(
    ana: Account, time: StoppedClock
) -> None:
    make_ticket()
    answered = make_ticket()
    time.advance(minutes=1)
    committed(handling.reply_as_agent, answered, ana, body="Safari?")
    assert shown(Wanted(news=True)) == []
    committed(handling.reply_as_requester, answered, None, body="Yes")
    assert shown(Wanted(news=True)) == [answered.number]


def test_each_order_is_the_one_it_is_called(ana: Account, time: StoppedClock) -> None:
    first = make_ticket()
    time.advance(minutes=1)
    second = make_ticket(priority="urgent")
    time.advance(minutes=1)
    third = make_ticket(priority="high")
    time.advance(minutes=1)
    committed(handling.reply_as_agent, first, ana, body="Hello")
    one, two, three = first.number, second.number, third.number
    assert shown(Wanted(sort="waiting")) == [two, three, one]
    assert shown(Wanted(sort="updated")) == [one, three, two]
    assert shown(Wanted(sort="urgent")) == [two, three, one]
    assert shown(Wanted(sort="oldest")) == [one, two, three]
    assert shown(Wanted(sort="newest")) == [three, two, one]


def test_words_are_looked_for_in_title_number_text_notes_and_person(ana: Account) -> None:
    maya = make_member("maya", name="Maya Lind", member_id="M-77")
    ticket = make_ticket(maya, title="Norsk - handlekurven tømmes")
    make_ticket()
    committed(handling.add_note, ticket, ana, body="CANARY")
    for typed in ("handlekurv", "IT-1001", "1001", "canary", "lind", "maya@example.com", "M-77"):
        assert shown(Wanted(words=typed)) == [ticket.number], typed
    assert shown(Wanted(words="lind", status="closed")) == []
    assert shown(Wanted(words="?!")) == []


def test_a_requester_never_finds_by_what_only_the_team_looks_in() -> None:
    maya = make_member("maya", name="Maya Lind")
    make_ticket(maya)
    found = db.session.query(Ticket).filter(finding.found_by_requester(maya.id, "lind")).all()
    assert found == []


def test_who_finds_too_much_is_told_and_sees_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [make_ticket(title="English - cart").number for _ in range(3)]
    assert not inbox.page(Wanted(words="cart"), "").is_cut
    monkeypatch.setattr(inbox, "MOST_FOUND", 2)
    page = inbox.page(Wanted(words="cart", sort="oldest"), "")
    assert [ticket.number for ticket in page.tickets] == numbers[1:]
    assert page.is_cut


@pytest.mark.parametrize("sort", list(inbox.ORDERS))
@pytest.mark.parametrize("status", ["open", "all"])
def test_pages_follow_each_other_forth_and_back(
    monkeypatch: pytest.MonkeyPatch, sort: str, status: str
) -> None:
    monkeypatch.setattr(inbox, "PAGE_SIZE", 2)
    for number in range(7):
        make_ticket(
            status="closed" if number % 3 == 0 else "open",
            priority=("low", "urgent")[number % 2],
        )
    wanted = Wanted(status=status, sort=sort)
    forth, back = [inbox.page(wanted, "")], []
    while (last := forth[-1]).later:
        forth.append(inbox.page(wanted, "", after=last.later))
    back = [forth[-1]]
    while (first := back[-1]).earlier:
        back.append(inbox.page(wanted, "", before=first.earlier))
    numbers = [[ticket.number for ticket in page.tickets] for page in forth]
    seen = [number for page in numbers for number in page]
    assert len(seen) == len(set(seen)) == forth[0].total
    assert [[ticket.number for ticket in page.tickets] for page in reversed(back)] == numbers
    assert [page.first for page in forth] == [1 + 2 * place for place in range(len(forth))]


def test_a_page_goes_on_where_it_was_when_a_ticket_comes_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "PAGE_SIZE", 2)
    numbers = [make_ticket().number for _ in range(4)]
    wanted = Wanted(sort="newest")
    first = inbox.page(wanted, "")
    make_ticket()
    second = inbox.page(wanted, "", after=first.later)
    assert [ticket.number for ticket in second.tickets] == numbers[1::-1]


def test_a_mark_may_be_anything() -> None:
    make_ticket()
    for mark in (inbox.Mark(-(10**14), 1), inbox.Mark(10**14, 999_999_999)):
        for sort in inbox.ORDERS:
            inbox.page(Wanted(sort=sort), "", after=mark)
            inbox.page(Wanted(sort=sort), "", before=mark)


def test_a_count_goes_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        make_ticket()
    assert inbox.count(Wanted(), "") == 4
    monkeypatch.setattr(inbox, "MOST_COUNTED", 2)
    assert inbox.count(Wanted(), "") == 3
    assert inbox.counts({"open": Wanted(), "closed": Wanted(status="closed")}, "") == {
        "open": 3,
        "closed": 0,
    }


def test_every_way_to_look_reads_an_index_and_no_ticket_that_is_not_shown(ana: Account) -> None:
    make_ticket()
    plans: list[str] = []

    def explain(_connection, cursor, statement, parameters, *_rest):
        if "FROM tickets" in statement and "EXPLAIN" not in statement:
            found = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in found if " tickets" in row[3])

    event.listen(db.engine, "before_cursor_execute", explain)
    filters = {"assignee": "me", "language": "nb", "priority": "high", "source": "chat"}
    asked = [{name: value} for name, value in filters.items()]
    for one in ({}, *asked, {"age": "week"}, {"words": "cart"}, filters | {"age": "over_month"}):
        for sort, status in product(inbox.ORDERS, ("open", "all")):
            inbox.page(Wanted(status=status, sort=sort, **one), ana.id, after=inbox.Mark(5, 5))
    event.remove(db.engine, "before_cursor_execute", explain)
    assert plans
    slow = {one for one in plans if "COVERING INDEX" not in one and "(number=?)" not in one}
    assert slow == set()
