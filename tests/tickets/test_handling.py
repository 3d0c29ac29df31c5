"""What happens to a ticket after it was opened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from accounts.models import Account
from core.database import db, transaction
from core.errors import Invalid, Refused, TooLong
from tests.clocks import StoppedClock
from tests.concurrency import at_once
from tests.factories import committed, make_agent, make_ticket
from tickets import handling, queries, rules
from tickets.handling import TicketClosed, TooLateToReopen
from tickets.models import Ticket, TicketEntry
from tickets.opening import IdConflict

pytestmark = pytest.mark.usefixtures("desk")


def again(ticket: Ticket) -> Ticket:
    """The ticket as the database has it now."""
    db.session.commit()
    return db.session.get_one(Ticket, ticket.id, populate_existing=True)


def seen_by_member(ticket: Ticket) -> list[tuple[str, str]]:
    return [(entry.kind, entry.body) for entry in queries.thread_for_member(ticket)]


def test_an_answer_to_an_awaited_ticket_opens_it_again(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    committed(
        handling.reply_as_agent, ticket, ana, body="Which browser?", status="awaiting_feedback"
    )
    assert again(ticket).status == "awaiting_feedback"
    committed(handling.reply_as_requester, ticket, maya, body="Safari.")
    assert again(ticket).status == "open"
    assert seen_by_member(ticket) == [
        ("reply", "Which browser?"),
        ("event", "Ana set the status to Awaiting Feedback."),
        ("reply", "Safari."),
        ("event", "Maya answered, so the issue is open again."),
    ]


def test_an_agent_s_answer_without_a_status_moves_nothing(ticket: Ticket, ana: Account) -> None:
    committed(handling.reply_as_agent, ticket, ana, body="We are looking into it.")
    assert again(ticket).status == "open"
    assert seen_by_member(ticket) == [("reply", "We are looking into it.")]


def test_an_agent_may_close_with_the_answer(ticket: Ticket, ana: Account) -> None:
    committed(handling.reply_as_agent, ticket, ana, body="Fixed.", status="closed")
    assert again(ticket).status == "closed"
    assert again(ticket).closed_at is not None


def test_a_guest_answers_through_the_private_link_under_the_name_given() -> None:
    ticket = make_ticket(name="Gus Guest")
    entry = committed(handling.reply_as_requester, ticket, None, body="Here I am.")
    assert (entry.author_kind, entry.author_id, entry.author_name) == ("member", None, "Gus Guest")


@pytest.mark.parametrize("by_team", [True, False])
def test_the_same_answer_sent_again_is_stored_once_and_moves_nothing_twice(
    ticket: Ticket, maya: Account, ana: Account, by_team: bool
) -> None:
    answer = handling.reply_as_agent if by_team else handling.reply_as_requester
    by = ana if by_team else maya
    first = committed(answer, ticket, by, body="Once.", client_id="reply-1")
    committed(handling.set_status, ticket, ana, "awaiting_feedback")
    second = committed(answer, ticket, by, body="Once.", client_id="reply-1")
    assert second.id == first.id
    assert again(ticket).status == "awaiting_feedback"
    assert len([kind for kind, _ in seen_by_member(ticket) if kind == "reply"]) == 1


def test_the_same_answer_is_known_even_when_the_ticket_has_closed_since(
    ticket: Ticket, maya: Account
) -> None:
    first = committed(handling.reply_as_requester, ticket, maya, body="Once.", client_id="reply-1")
    committed(handling.close, ticket, maya)
    second = committed(handling.reply_as_requester, ticket, maya, body="Once.", client_id="reply-1")
    assert second.id == first.id


def test_a_known_id_with_other_words_kind_or_author_is_a_conflict(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    committed(handling.reply_as_agent, ticket, ana, body="Words.", client_id="reply-1")
    for use_case, by, body in [
        (handling.reply_as_agent, ana, "Other words."),
        (handling.add_note, ana, "Words."),
        (handling.reply_as_agent, make_agent("bea"), "Words."),
        (handling.reply_as_requester, maya, "Words."),
    ]:
        with pytest.raises(IdConflict):
            committed(use_case, ticket, by, body=body, client_id="reply-1")
    assert again(ticket).last_entry == 1


def test_answers_given_at_once_are_all_there_and_numbered_without_a_hole(
    desk: Flask, ticket: Ticket, maya: Account
) -> None:
    at_once(
        desk,
        32,
        lambda number: committed(
            handling.reply_as_requester, ticket, maya, body=f"{number}", client_id=f"{number % 16}"
        ),
    )
    thread = queries.thread_for_member(ticket)
    assert [entry.number for entry in thread] == list(range(1, 17))
    assert len({entry.client_id for entry in thread}) == 16


@pytest.mark.parametrize(
    ("body", "kind"), [(" \n ", Invalid), ("x" * 4001, TooLong), ("nul \x00", Invalid)]
)
def test_an_answer_that_cannot_be_stored_is_refused_at_its_field(
    ticket: Ticket, maya: Account, ana: Account, body: str, kind: type[Refused]
) -> None:
    for use_case, by in [
        (handling.reply_as_requester, maya),
        (handling.reply_as_agent, ana),
        (handling.add_note, ana),
    ]:
        with pytest.raises(kind) as refusal:
            committed(use_case, ticket, by, body=body)
        assert list(refusal.value.fields) == ["body"]
    assert again(ticket).last_entry == 0


def test_an_unknown_status_stores_neither_the_answer_nor_the_status(
    ticket: Ticket, ana: Account
) -> None:
    with pytest.raises(Invalid):
        committed(handling.reply_as_agent, ticket, ana, body="Words.", status="done")
    assert (again(ticket).status, again(ticket).last_entry) == ("open", 0)
    assert db.session.scalar(select(func.count()).select_from(TicketEntry)) == 0


def test_a_closed_ticket_takes_no_answer_until_it_is_opened_again(
    ticket: Ticket, maya: Account
) -> None:
    committed(handling.close, ticket, maya)
    with pytest.raises(TicketClosed):
        committed(handling.reply_as_requester, ticket, maya, body="One more thing.")
    committed(handling.reopen, ticket, maya)
    committed(handling.reply_as_requester, ticket, maya, body="One more thing.")
    assert (again(ticket).status, again(ticket).closed_at) == ("open", None)


def test_closing_and_opening_twice_leave_one_line_each(ticket: Ticket, maya: Account) -> None:
    for use_case in (handling.close, handling.close, handling.reopen, handling.reopen):
        committed(use_case, ticket, maya)
    assert seen_by_member(ticket) == [
        ("event", "Maya closed this issue."),
        ("event", "Maya opened this issue again."),
    ]


def test_after_fourteen_days_only_the_team_opens_a_ticket_again(
    time: StoppedClock, ticket: Ticket, maya: Account, ana: Account
) -> None:
    committed(handling.close, ticket, maya)
    time.advance(days=14, seconds=1)
    for requester in (maya, None):
        with pytest.raises(TooLateToReopen):
            committed(handling.reopen, ticket, requester)
    assert again(ticket).status == "closed"
    committed(handling.reopen, ticket, ana)
    assert again(ticket).status == "open"


def test_notes_and_priorities_are_never_in_what_a_member_reads_nor_move_the_list(
    time: StoppedClock, maya: Account, ana: Account
) -> None:
    ticket = make_ticket(maya)
    changed_at = ticket.updated_at
    time.advance(minutes=5)
    committed(handling.add_note, ticket, ana, body="CANARY known customer")
    committed(handling.set_priority, ticket, ana, "urgent")
    assert seen_by_member(ticket) == []
    assert again(ticket).updated_at == changed_at
    assert again(ticket).priority == "urgent"
    assert [(entry.kind, entry.body) for entry in queries.thread_for_agents(ticket)] == [
        ("note", "CANARY known customer"),
        ("note", "Ana Moreau set the priority to urgent."),
    ]


def test_every_change_a_member_may_see_moves_the_ticket_up(
    time: StoppedClock, maya: Account, ana: Account
) -> None:
    ticket = make_ticket(maya)
    changes: list[Callable[[], object]] = [
        lambda: handling.reply_as_agent(ticket, ana, body="Hello."),
        lambda: handling.reply_as_requester(ticket, maya, body="Hello."),
        lambda: handling.set_status(ticket, ana, "awaiting_feedback"),
        lambda: handling.assign(ticket, ana, ana.id),
        lambda: handling.close(ticket, maya),
        lambda: handling.reopen(ticket, maya),
    ]
    for change in changes:
        time.advance(minutes=1)
        committed(change)
        assert again(ticket).updated_at == time.now()


def test_a_ticket_is_taken_given_and_put_back(ticket: Ticket, ana: Account) -> None:
    bea = make_agent("bea")
    for assignee_id in (ana.id, ana.id, bea.id, None):
        committed(handling.assign, ticket, ana, assignee_id)
        assert again(ticket).assignee_id == assignee_id
    assert [body for _, body in seen_by_member(ticket)] == [
        "Ana took this issue.",
        "Ana gave this issue to Bea.",
        "Ana put this issue back for the team.",
    ]


def test_a_ticket_is_given_to_active_people_of_the_team_only(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    gone = make_agent("gil")
    with transaction():
        db.session.merge(gone).is_active = False
    for assignee_id in (maya.id, gone.id, "nobody"):
        with pytest.raises(Invalid):
            committed(handling.assign, ticket, ana, assignee_id)
    assert again(ticket).assignee_id is None


def test_a_use_case_decides_on_what_is_stored_and_not_on_what_the_page_has_read(
    ticket: Ticket, maya: Account, ana: Account
) -> None:
    committed(handling.set_status, ticket, ana, "closed")
    stale = Ticket(id=ticket.id, name=ticket.name, status="open", last_entry=0)
    with pytest.raises(TicketClosed):
        committed(handling.reply_as_requester, stale, maya, body="Words.")


ACTS = ("answer", "reply", "note", "close", "reopen", "ask", "hurry", "take", "repeat")


def act(name: str, ticket: Ticket, maya: Account, ana: Account) -> None:
    acts: dict[str, Callable[[], object]] = {
        "answer": lambda: handling.reply_as_requester(ticket, maya, body="answer"),
        "reply": lambda: handling.reply_as_agent(ticket, ana, body="reply"),
        "note": lambda: handling.add_note(ticket, ana, body="CANARY"),
        "close": lambda: handling.close(ticket, maya),
        "reopen": lambda: handling.reopen(ticket, maya),
        "ask": lambda: handling.set_status(ticket, ana, "awaiting_feedback"),
        "hurry": lambda: handling.set_priority(ticket, ana, "high"),
        "take": lambda: handling.assign(ticket, ana, ana.id),
        "repeat": lambda: handling.add_note(ticket, ana, body="CANARY", client_id="one"),
    }
    committed(acts[name])


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_happens_a_ticket_stays_whole(
    maya: Account, ana: Account, names: list[str]
) -> None:
    ticket = make_ticket(maya)
    for name in names:
        status = again(ticket).status
        if name == "answer" and status == "closed":
            with pytest.raises(TicketClosed):
                act(name, ticket, maya, ana)
        else:
            act(name, ticket, maya, ana)
    now, thread = again(ticket), queries.thread_for_agents(ticket)
    assert [entry.number for entry in thread] == list(range(1, now.last_entry + 1))
    assert now.status in rules.STATUSES
    assert (now.status == "closed") == (now.closed_at is not None)
    assert now.updated_at - now.created_at >= timedelta(0)
    assert all("CANARY" not in body for _, body in seen_by_member(ticket))
    assert len([entry for entry in thread if entry.body == "CANARY"]) == names.count("note") + min(
        1, names.count("repeat")
    )
