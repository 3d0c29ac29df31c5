"""Finding tickets: everybody what they may read, and what was written a moment ago."""

import pytest
from sqlalchemy import select, text

from accounts.models import Account
from core.clock import now
from core.database import db
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import finding, handling, queries
from tickets.models import Ticket
from tickets.transcript import TranscriptLine, append_transcript

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def maya() -> Account:
    return make_member("maya")


def found(account: Account, typed: str) -> list[str]:
    page = queries.tickets_for_member(account, looked_for=typed)
    return [ticket.reference for ticket in page.tickets]


def found_by_team(typed: str) -> list[str]:
    tickets = db.session.scalars(select(Ticket).where(finding.found_by_team(typed)))
    return [ticket.reference for ticket in tickets]


def test_an_issue_is_found_by_title_number_description_and_thread(maya: Account) -> None:
    ticket = make_ticket(maya, title="Norsk - handlekurven tømmes", description="Feil 4102 vises")
    make_ticket(maya, title="English - white page")
    ana = make_agent("ana")
    committed(handling.reply_as_agent, ticket, ana, body="Which browser do you use?")
    committed(handling.reply_as_requester, ticket, maya, body="Safari on my iPad")
    for typed in ("handlekurv", "IT-1001", "1001", "4102", "browser", "safari ipad", "feil safari"):
        assert found(maya, typed) == [ticket.reference], typed
    assert found(maya, "safari chrome") == []


def test_the_chat_in_an_issue_is_found_too(maya: Account) -> None:
    ticket = make_ticket(maya, source="chat", chat_id="chat1")
    line = TranscriptLine(
        chat_seq=1, author_kind="agent", author_name="Ana", body="Try Firefox", created_at=now()
    )
    committed(append_transcript, ticket.id, [line])
    assert found(maya, "firefox") == [ticket.reference]


def test_notes_are_found_by_the_team_alone(maya: Account) -> None:
    ticket = make_ticket(maya, title="English - cart")
    committed(handling.add_note, ticket, make_agent("ana"), body="CANARY: known fault")
    committed(handling.set_priority, ticket, make_agent("bea"), "urgent")
    assert found_by_team("canary") == [ticket.reference]
    assert found_by_team("canary cart") == [ticket.reference]
    for typed in ("canary", "canary cart", "fault", "urgent", "priority"):
        assert found(maya, typed) == []


def test_nobody_finds_an_issue_of_somebody_else(maya: Account) -> None:
    nora = make_member("nora")
    ticket = make_ticket(nora, title="Norsk - hemmelig")
    make_ticket(title="English - hemmelig too", email=maya.email, member_id=maya.member_id)
    assert found(nora, "hemmelig") == [ticket.reference]
    assert found(maya, "hemmelig") == []
    assert found(maya, ticket.reference) == []
    assert found_by_team("hemmelig") == ["IT-1001", "IT-1002"]


def test_no_words_open_the_scope_of_somebody_else(maya: Account) -> None:
    nora = make_member("nora")
    scope = "R" + nora.id.encode().hex()
    make_ticket(nora, title="Norsk - hemmelig")
    make_ticket(maya, title="English - bait", description=f"{scope} {scope.lower()} hemmelig")
    assert found(nora, "hemmelig") == ["IT-1001"]
    assert found(nora, "bait") == []
    for typed in (scope, f'" OR scope : "{scope}', f"hemmelig' | '{scope}", "scope", "words : *"):
        assert "IT-1001" not in found(maya, typed)


SIGNS = ('"', "'", "*", "q* OR q", "NEAR(q q)", "{q} : q", "q & !q", "\\", "q:*", "-q", "\x00")


@pytest.mark.parametrize("typed", SIGNS)
def test_signs_of_the_index_are_only_signs(maya: Account, typed: str) -> None:
    make_ticket(maya, title="English - cart")
    assert found(maya, typed) == []
    assert found_by_team(typed) == []


def test_counts_go_by_what_is_looked_for(maya: Account) -> None:
    make_ticket(maya, title="English - login")
    committed(handling.close, make_ticket(maya, title="English - login again"), maya)
    make_ticket(maya, title="English - white page")
    counts = queries.counts_for_member(maya, looked_for="login")
    assert counts == {"open": 1, "awaiting_feedback": 0, "closed": 1}


def test_what_is_rolled_back_is_not_found(maya: Account) -> None:
    ticket = make_ticket(maya)

    def fail() -> None:
        handling.reply_as_requester(ticket, maya, body="Rolled back")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        committed(fail)
    assert found(maya, "rolled") == []


def test_the_list_of_one_status_is_read_from_an_index(maya: Account) -> None:
    sql = (
        "EXPLAIN QUERY PLAN SELECT number FROM tickets WHERE requester_id = 'x' AND status = 'open'"
        " ORDER BY updated_at DESC, number DESC LIMIT 25 OFFSET 100"
    )
    plan = " ".join(row.detail for row in db.session.execute(text(sql)))
    assert "USING COVERING INDEX ix_tickets_requester_list" in plan
    assert "TEMP B-TREE" not in plan


def test_looking_for_words_asks_the_index_of_words(maya: Account) -> None:
    statement = select(Ticket.number).where(
        Ticket.requester_id == maya.id, finding.found_by_requester(maya.id, "cart")
    )
    compiled = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}".replace(":", "\\:")))
    assert "ticket_index VIRTUAL TABLE INDEX" in " ".join(row.detail for row in plan)
