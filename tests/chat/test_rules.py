"""The decisions of the live chat, by plain calls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import rules

MINUTE = 60_000
waits = st.lists(st.integers(0, 86_400_000), max_size=30)


@pytest.mark.parametrize(
    ("seen_seconds_ago", "connected"), [(0, True), (30, True), (30.001, False), (3600, False)]
)
def test_somebody_is_connected_until_the_lease_ends(seen_seconds_ago: float, connected: bool):
    now = 10**12
    assert rules.is_connected(now - int(seen_seconds_ago * 1000), now) is connected


def test_who_was_never_seen_is_not_connected():
    assert not rules.is_connected(None, 0)


@pytest.mark.parametrize("known", range(5))
def test_too_few_waits_give_no_estimate(known: int):
    assert rules.estimate([MINUTE] * known, 0) is None


def test_an_estimate_is_where_half_of_the_last_waits_lay():
    minutes = [1, 2, 3, 4, 5, 6, 7, 8]
    assert rules.estimate([one * MINUTE for one in minutes], 0) == (3 * 60, 7 * 60)


def test_what_was_waited_already_is_taken_off():
    assert rules.estimate([10 * MINUTE] * 5, 4 * MINUTE) == (360, 360)


def test_who_waits_longer_than_usual_is_told_half_a_minute_at_most():
    assert rules.estimate([MINUTE] * 5, 60 * MINUTE) == (0, 30)


@given(waits, st.integers(0, 86_400_000))
def test_an_estimate_is_a_range_of_whole_seconds_from_now_on(known: list[int], waited: int):
    found = rules.estimate(known, waited)
    assert (found is None) == (len(known) < 5)
    if found is not None:
        least, most = found
        assert 0 <= least <= most
        assert most >= 30


@given(waits.filter(lambda known: len(known) > 4), st.integers(0, 10**7), st.integers(0, 10**7))
def test_waiting_longer_never_lengthens_what_is_left(known: list[int], waited: int, more: int):
    before, after = rules.estimate(known, waited), rules.estimate(known, waited + more)
    assert before is not None
    assert after is not None
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@pytest.mark.parametrize(
    ("supervises", "reason", "allowed"),
    [
        (True, "VIP", True),
        (True, None, False),
        (True, "", False),
        (True, "  \n", False),
        (False, "VIP", False),
        (False, None, False),
    ],
)
def test_only_a_supervisor_with_a_reason_passes_the_first(
    supervises: bool, reason: str | None, allowed: bool
):
    assert rules.may_pass_the_first(supervises, reason) is allowed


@pytest.mark.parametrize(
    ("name", "shown"), [("Ana Lind", "Ana"), ("Ana", "Ana"), ("  ", "  "), ("", ""), (None, None)]
)
def test_visitors_see_first_names(name: str | None, shown: str | None):
    assert rules.first_name(name) == shown
