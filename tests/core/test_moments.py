"""Dates and times as readers of each language write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask

from core.languages import force_language
from core.moments import day, day_and_time

pytestmark = pytest.mark.usefixtures("desk")

MOMENT = datetime(2020, 3, 6, 9, 5, tzinfo=UTC)


def test_english_dates_are_those_of_the_member_guide() -> None:
    assert day(MOMENT) == "6 Mar 2020"
    assert day_and_time(MOMENT) == "6 Mar 2020, 09:05 UTC"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("nb", "6. mars 2020, 09:05 UTC"),
        ("de", "6. März 2020, 09:05 UTC"),
        ("fi", "6.3.2020, 9.05 UTC"),
        ("ja", "2020年3月6日, 9:05 UTC"),
    ],
)
def test_a_date_is_written_as_its_reader_does(desk: Flask, code: str, written: str) -> None:
    with force_language(code):
        assert day_and_time(MOMENT) == written


def test_without_script_every_time_is_utc() -> None:
    late = datetime(2020, 3, 6, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert day_and_time(late) == "7 Mar 2020, 04:30 UTC"
