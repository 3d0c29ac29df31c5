"""Ranks, passwords and the life of a session, as plain rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import rules
from accounts.ranks import Ranks
from core.settings import Settings

RANKS = Ranks(names=Settings().ranks, minimum="Silver")
NOW = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("rank", ["Silver", "Gold", "Platinum", "Diamond"])
def test_technical_issues_open_from_silver_upwards(rank: str) -> None:
    assert RANKS.opens_technical_issues(rank)


@pytest.mark.parametrize("rank", ["Member", "Elite", "Premier", "Ruby", "silver", "", None])
def test_technical_issues_stay_closed_below_silver_and_for_unknown_ranks(rank: str | None) -> None:
    assert not RANKS.opens_technical_issues(rank)


@given(st.sampled_from(RANKS.names), st.sampled_from(RANKS.names))
def test_of_two_ranks_exactly_the_higher_is_at_least_the_other(one: str, other: str) -> None:
    either = (RANKS.at_least(one, other), RANKS.at_least(other, one))
    assert either == ((True, True) if one == other else (either[0], not either[0]))


def test_a_rank_is_named_in_any_case_but_kept_as_the_settings_write_it() -> None:
    assert RANKS.named(" gOLD ") == "Gold"
    assert RANKS.named("Ruby") is None


@pytest.mark.parametrize(
    "password", ["short", "elevenchars", "x" * 257, "a" * 12, "Maya Mountain", "maya mountain"]
)
def test_a_weak_or_endless_password_is_complained_about(password: str) -> None:
    assert rules.password_complaint(password, names=("Maya Mountain",))


@pytest.mark.parametrize(
    "password", ["twelve chars", "x" * 200 + "y" * 56, "пароль длинный", "🦉🐢" * 6]
)
def test_any_characters_from_twelve_to_256_make_a_password(password: str) -> None:
    assert rules.password_complaint(password, names=("maya",)) is None


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert rules.folded(rules.folded(text)) == rules.folded(text)


@pytest.mark.parametrize(("role", "minutes"), [("member", 30), ("agent", 60), ("admin", 60)])
def test_a_session_idles_away_after_its_role_s_time(role: str, minutes: int) -> None:
    assert not is_idle(role, timedelta(minutes=minutes))
    assert is_idle(role, timedelta(minutes=minutes, seconds=1))


def test_a_remembered_session_waits_fourteen_days_and_lasts_thirty() -> None:
    assert not is_idle("member", timedelta(days=14), is_remembered=True)
    assert is_idle("member", timedelta(days=14, seconds=1), is_remembered=True)
    assert rules.session_lasts(is_remembered=True) == timedelta(days=30)
    assert rules.session_lasts(is_remembered=False) == timedelta(hours=12)


@pytest.mark.parametrize("role", rules.STAFF_ROLES)
def test_no_wish_makes_a_browser_remember_one_of_the_team(role: str) -> None:
    assert not rules.may_stay(role)
    assert is_idle(role, timedelta(minutes=61), is_remembered=True)


def is_idle(role: str, ago: timedelta, *, is_remembered: bool = False) -> bool:
    return rules.is_idle(role, NOW - ago, NOW, is_remembered=is_remembered)
