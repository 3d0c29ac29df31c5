"""The decisions of the live chat, by plain calls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import rules
from chat.rules import Claim

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("seen_seconds_ago", "connected"), [(0, True), (25, True), (25.001, False), (3600, False)]
)
def test_somebody_is_connected_until_the_lease_ends(seen_seconds_ago: float, connected: bool):
    now = 10**12
    assert rules.is_connected(now - int(seen_seconds_ago * 1000), now) is connected


def test_who_was_never_seen_is_not_connected():
    assert not rules.is_connected(None, 0)


def claimed(*seconds_at_the_head: int, all_busy: bool = True) -> list[Claim]:
    """Chats that were the first in line for so long, one after the other."""
    claims = [Claim(created_at=0, claimed_at=0)]
    for seconds in seconds_at_the_head:
        before = claims[-1].claimed_at
        came = 0 if all_busy else before + HOUR
        claims.append(Claim(created_at=came, claimed_at=max(before, came) + seconds * 1_000))
    return claims


@pytest.mark.parametrize("known", range(5))
def test_too_few_claims_give_no_estimate(known: int):
    assert rules.estimate(claimed(*[60] * known), position=1) is None


def test_an_estimate_says_by_how_many_chats_it_goes():
    found = rules.estimate(claimed(*[60] * 20), position=3)
    assert found is not None
    assert found.basis_chats == 20
    assert (found.least_seconds, found.most_seconds) == (60, 360)


def test_the_time_without_anybody_waiting_counts_for_nobody():
    quiet = rules.estimate(claimed(*[10] * 20, all_busy=False), position=1)
    assert quiet is not None
    assert (quiet.least_seconds, quiet.most_seconds) == (0, 60)


def test_who_has_others_ahead_goes_by_the_chats_that_had_to_wait():
    quiet = claimed(*[5] * 10, all_busy=False)
    last = quiet[-1].claimed_at
    busy = [Claim(last, last + number * 120_000) for number in range(1, 11)]
    found = rules.estimate([*quiet, *busy], position=2)
    assert found is not None
    assert found.basis_chats == 10
    assert found.most_seconds > 240


@given(st.lists(st.integers(0, 86_400), max_size=30), st.integers(1, 500))
def test_an_estimate_is_a_range_of_whole_minutes(seconds: list[int], position: int):
    found = rules.estimate(claimed(*seconds), position=position)
    assert (found is None) == (len(seconds) < 5)
    if found is not None:
        assert 0 <= found.least_seconds < found.most_seconds
        assert found.least_seconds % 60 == found.most_seconds % 60 == 0


@given(st.lists(st.integers(0, 3_600), min_size=5, max_size=20), st.integers(1, 499))
def test_further_back_is_never_sooner(seconds: list[int], position: int):
    nearer = rules.estimate(claimed(*seconds), position=position)
    further = rules.estimate(claimed(*seconds), position=position + 1)
    assert nearer is not None
    assert further is not None
    assert further.least_seconds >= nearer.least_seconds
    assert further.most_seconds >= nearer.most_seconds


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


@pytest.mark.parametrize(("chats", "each"), [(0, 50), (1, 50), (20, 50), (100, 10), (5_000, 1)])
def test_whoever_holds_many_chats_gets_a_shorter_end_of_each(chats: int, each: int):
    assert rules.messages_of_unnamed(chats) == each


def test_a_page_is_as_long_as_an_answer_may_weigh():
    assert rules.how_many_fit(["short"] * 201) >= rules.MESSAGES_PER_PAGE
    fit = rules.how_many_fit(["x" * 4_000] * 201)
    assert 50 < fit < rules.MESSAGES_PER_PAGE
    assert fit * rules.weight_of("x" * 4_000) <= rules.ANSWER_BYTES
    assert rules.how_many_fit(["\N{CJK UNIFIED IDEOGRAPH-4E00}" * 4_000] * 201) < fit
    assert rules.how_many_fit(["x" * rules.ANSWER_BYTES * 2] * 3) == 1
