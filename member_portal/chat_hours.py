"""The hours of live chat as a time table, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, get_day_names

from chat import desk
from core import clock
from core.languages import current_language
from core.languages import gettext as _
from core.opening_hours import OpeningHours
from core.zones import zone_name

HOLIDAYS_SHOWN_DAYS = 14


@dataclass(frozen=True)
class DayRow:
    """One line: the day, when chat is open on it, and whether it is today."""

    name: str
    spans: str
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class TimeTable:
    """`opens_at` is when chat opens next, where that can be said."""

    opens_at: datetime | None
    days: tuple[DayRow, ...]
    holidays: tuple[str, ...]
    zone: ZoneInfo
    zone_name: str


def time_table() -> TimeTable:
    hours, now = desk.hours(), clock.now()
    return TimeTable(
        opens_at=hours.opens_at(now),
        days=_days(hours, now),
        holidays=tuple(_day(one) for one in hours.holidays_near(now, HOLIDAYS_SHOWN_DAYS)),
        zone=hours.zone,
        zone_name=zone_name(hours.zone),
    )


def _days(hours: OpeningHours, now: datetime) -> tuple[DayRow, ...]:
    names = get_day_names("wide", context="stand-alone", locale=current_language().locale)
    today = now.astimezone(hours.zone).weekday()
    return tuple(
        DayRow(names[day].capitalize(), _spans(hours, day), day == today) for day in range(7)
    )


def _spans(hours: OpeningHours, day: int) -> str:
    if hours.week is None:
        return str(_("All day"))
    return ", ".join(span.text for span in hours.week[day]) or str(_("Closed"))


def _day(day: date) -> str:
    return str(format_skeleton("MMMMEEEEd", day, locale=current_language().locale))
