"""When the desk is open: by weekday, on holidays, over midnight, and when the clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.opening_hours import OpeningHours, parse_holidays, parse_week, parse_zone

OSLO = ZoneInfo("Europe/Oslo")
OFFICE = parse_week("mon-fri 08:00-12:00, 13:00-17:00; sat 10:00-14:00")


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def hours(week: str, *holidays: str) -> OpeningHours:
    return OpeningHours(parse_week(week), frozenset(map(date.fromisoformat, holidays)), OSLO)


OFFICE_HOURS = OpeningHours(OFFICE, frozenset({date(2026, 4, 2), date(2026, 4, 3)}), OSLO)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-03-06T07:59:59", False),
        ("2026-03-06T08:00", True),
        ("2026-03-06T12:00", False),
        ("2026-03-06T13:00", True),
        ("2026-03-06T16:59:59", True),
        ("2026-03-06T17:00", False),
        ("2026-03-07T11:00", True),
        ("2026-03-08T11:00", False),
        ("2026-04-02T11:00", False),
    ],
)
def test_a_week_with_a_break_and_holidays(at: str, is_open: bool) -> None:
    assert OFFICE_HOURS.is_open(oslo(at)) is is_open
    assert OFFICE_HOURS.is_open(oslo(at).astimezone(ZoneInfo("Asia/Tokyo"))) is is_open


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-06T06:00", "2026-03-06T08:00"),
        ("2026-03-06T12:30", "2026-03-06T13:00"),
        ("2026-03-06T18:00", "2026-03-07T10:00"),
        ("2026-03-07T15:00", "2026-03-09T08:00"),
        ("2026-04-01T18:00", "2026-04-04T10:00"),
    ],
)
def test_it_says_when_it_opens_next(at: str, opens: str) -> None:
    assert OFFICE_HOURS.opens_at(oslo(at)) == oslo(opens)


def test_open_hours_have_no_next_opening_and_closed_ones_no_end() -> None:
    assert OFFICE_HOURS.opens_at(oslo("2026-03-06T09:00")) is None
    assert OFFICE_HOURS.closes_at(oslo("2026-03-06T18:00")) is None
    assert OFFICE_HOURS.closes_at(oslo("2026-03-06T09:00")) == oslo("2026-03-06T12:00")


def test_the_night_shift_ends_on_the_next_day() -> None:
    night = hours("fri 22:00-02:00")
    assert night.is_open(oslo("2026-03-07T01:59"))
    assert not night.is_open(oslo("2026-03-07T02:00"))
    assert night.closes_at(oslo("2026-03-06T23:00")) == oslo("2026-03-07T02:00")


def test_days_that_meet_at_midnight_are_one_opening() -> None:
    weekend = hours("sat-sun 00:00-24:00")
    assert weekend.closes_at(oslo("2026-03-07T12:00")) == oslo("2026-03-09T00:00")


def test_what_is_open_every_hour_never_closes() -> None:
    for always in (OpeningHours(), hours("mon-sun 00:00-24:00")):
        assert always.is_open(oslo("2026-03-06T03:00"))
        assert always.closes_at(oslo("2026-03-06T03:00")) is None
        assert always.opens_at(oslo("2026-03-06T03:00")) is None


def test_a_holiday_closes_even_what_is_always_open() -> None:
    but_one_day = hours("mon-sun 00:00-24:00", "2026-03-06")
    assert not but_one_day.is_open(oslo("2026-03-06T12:00"))
    assert but_one_day.opens_at(oslo("2026-03-06T12:00")) == oslo("2026-03-07T00:00")


def test_the_clocks_of_the_zone_count_when_they_change() -> None:
    early = hours("sun 01:00-04:00")
    spring, autumn = oslo("2026-03-29T00:30"), oslo("2026-10-25T00:30")
    opens, closes = early.opens_at(spring), early.closes_at(oslo("2026-03-29T01:30"))
    assert opens is not None
    assert closes is not None
    assert (closes - opens).total_seconds() == 2 * 3600
    opens, closes = early.opens_at(autumn), early.closes_at(oslo("2026-10-25T01:30"))
    assert opens is not None
    assert closes is not None
    assert (closes - opens).total_seconds() == 4 * 3600
    assert OFFICE_HOURS.opens_at(oslo("2026-03-28T20:00")) == datetime(2026, 3, 30, 6, tzinfo=UTC)
    assert OFFICE_HOURS.opens_at(oslo("2026-10-24T20:00")) == datetime(2026, 10, 26, 7, tzinfo=UTC)


def test_holidays_are_announced_some_days_before() -> None:
    assert OFFICE_HOURS.holidays_near(oslo("2026-03-25T12:00"), 14) == [
        date(2026, 4, 2),
        date(2026, 4, 3),
    ]
    assert OFFICE_HOURS.holidays_near(oslo("2026-03-01T12:00"), 14) == []


def test_several_ways_of_writing_a_week() -> None:
    written = "fri-mon 10:00-12:00; Tue,Wed 09:00-11:00;"
    texts = [" ".join(span.text for span in day) for day in parse_week(written)]
    assert texts == ["10:00–12:00", "09:00–11:00", "09:00–11:00", "", *["10:00–12:00"] * 3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "always",
        "mon 8-20",
        "mon 08:00-20",
        "mun 08:00-20:00",
        "mon 24:30-25:00",
        "08:00-9",
    ],
)
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_week(text)


def test_wrong_dates_and_zones_are_refused() -> None:
    assert parse_holidays("2026-12-24, 2026-12-25,") == {date(2026, 12, 24), date(2026, 12, 25)}
    with pytest.raises(ValueError, match="24 December"):
        parse_holidays("24 December")
    for name in ("Oslo", "", "../etc/passwd", "Europe"):
        with pytest.raises(ValueError, match="time zone"):
            parse_zone(name)
