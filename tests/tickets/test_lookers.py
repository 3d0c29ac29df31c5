"""Who of the team has a ticket open: a lease that heals itself."""

import pytest

from accounts.models import Account
from core.database import reading
from live import delivery
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_ticket
from tickets import lookers
from tickets.lookers import Looker
from tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def ticket() -> Ticket:
    return make_ticket()


def looker(ticket: Ticket, account: Account) -> Looker:
    return Looker(ticket_id=ticket.id, account_id=account.id)


def there(ticket: Ticket) -> list[tuple[str, bool]]:
    with reading():
        return [(one["name"], one["is_writing"]) for one in lookers.colleagues(ticket.id)]


def test_whoever_looks_or_writes_is_there_until_the_lease_ends(
    ticket: Ticket, time: StoppedClock
) -> None:
    ana, bea = looker(ticket, make_agent("ana")), looker(ticket, make_agent("bea"))
    committed(lookers.look, ana, is_writing=False)
    time.advance(seconds=30)
    answer = committed(lookers.look, bea, is_writing=True)
    assert [one["name"] for one in answer["colleagues"]] == ["Ana", "Bea"]
    assert there(ticket) == [("Ana", False), ("Bea", True)]
    time.advance(seconds=lookers.LOOKING_SECONDS - 30)
    assert there(ticket) == [("Bea", True)]
    time.advance(seconds=30)
    assert there(ticket) == []


def test_who_has_sent_or_taken_back_the_words_writes_no_longer(ticket: Ticket) -> None:
    ana = looker(ticket, make_agent("ana"))
    committed(lookers.look, ana, is_writing=True)
    committed(lookers.look, ana, is_writing=False)
    assert there(ticket) == [("Ana", False)]


def test_a_closed_page_is_forgotten_at_once_and_another_tab_says_so_again(ticket: Ticket) -> None:
    ana = looker(ticket, make_agent("ana"))
    committed(lookers.look, ana, is_writing=False)
    committed(lookers.leave, ana)
    assert there(ticket) == []
    committed(lookers.look, ana, is_writing=False)
    assert there(ticket) == [("Ana", False)]


def test_only_a_change_is_told(ticket: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(delivery.Delivery, "send", lambda _self, event: told.append(event.name))
    ana = looker(ticket, make_agent("ana"))
    committed(lookers.look, ana, is_writing=False)
    committed(lookers.look, ana, is_writing=False)
    assert told == ["colleagues_changed"]
    committed(lookers.leave, looker(ticket, make_agent("bea")))
    assert told == ["colleagues_changed"]


def test_a_look_at_one_ticket_is_none_at_another(ticket: Ticket) -> None:
    committed(lookers.look, looker(ticket, make_agent("ana")), is_writing=True)
    assert there(make_ticket()) == []
