"""Time: aware, UTC, whole milliseconds, and deaf to steps of the wall clock."""

import time as system_time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.clock import Clock
from tests.clocks import StoppedClock


def test_now_is_aware_utc_in_whole_milliseconds():
    now = clock.now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_times_read_as_the_contract_has_them(time: StoppedClock):
    assert clock.iso(clock.now()) == "2026-03-06T09:30:00.000Z"
    time.advance(milliseconds=7)
    assert clock.iso_millis(clock.now_millis()) == "2026-03-06T09:30:00.007Z"


def test_other_time_zones_are_told_in_utc():
    oslo = datetime(2026, 3, 6, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert clock.iso(oslo) == "2026-03-06T09:30:00.000Z"


@given(st.integers(min_value=-(10**12), max_value=10**14))
def test_milliseconds_and_moments_are_the_same_thing(millis: int):
    assert clock.to_millis(clock.from_millis(millis)) == millis


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_a_step_of_the_wall_clock_moves_nothing(monkeypatch: pytest.MonkeyPatch, hours: int):
    class SteppedWall(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(hours=hours)

    running = Clock()
    before, wall = running.now(), system_time.time()
    monkeypatch.setattr(clock, "datetime", SteppedWall)
    monkeypatch.setattr(clock.time, "time", lambda: wall + hours * 3600)
    assert timedelta(0) <= running.now() - before < timedelta(seconds=60)


def test_a_running_clock_goes_on():
    running = Clock()
    first = running.now()
    system_time.sleep(0.002)
    assert running.now() > first
