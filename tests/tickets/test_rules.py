"""Numbers and moves of a ticket, as plain rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets import rules

NOW = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)


@given(st.integers(min_value=1, max_value=999_999_999))
def test_a_reference_reads_back_as_its_number(number: int) -> None:
    assert rules.parse_reference(rules.reference(number)) == number


@given(st.text() | st.from_regex(r"(?i)\s*it-?0*[0-9]{1,12}\s*", fullmatch=True))
def test_whatever_is_no_reference_letter_by_letter_names_no_ticket(text: str) -> None:
    number = rules.parse_reference(text)
    assert number is None or rules.reference(number) == text


@pytest.mark.parametrize(
    "text",
    ["it-1001", "IT-01001", "IT-0", "IT--1", "IT-1001 ", "1001", "IT-١٠٠١", "IT-" + "9" * 10],
)
def test_near_misses_name_no_ticket(text: str) -> None:
    assert rules.parse_reference(text) is None


def test_an_answer_by_the_requester_puts_an_awaited_ticket_back_to_open() -> None:
    assert rules.status_after_requester_reply("awaiting_feedback") == "open"
    assert rules.status_after_requester_reply("open") == "open"
    assert not rules.requester_may_reply("closed")


@given(st.sampled_from(rules.STATUSES), st.none() | st.sampled_from(rules.STATUSES))
def test_an_agent_s_answer_moves_a_ticket_only_where_the_agent_says(
    status: str, chosen: str | None
) -> None:
    assert rules.status_after_agent_reply(status, chosen) == (chosen or status)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60)))
def test_a_ticket_can_be_opened_again_for_some_days(since_closed: timedelta) -> None:
    may = rules.requester_may_reopen(NOW - since_closed, NOW, days=14)
    assert may == (since_closed <= timedelta(days=14))


def test_a_ticket_that_never_closed_is_not_opened_again() -> None:
    assert not rules.requester_may_reopen(None, NOW, days=14)
