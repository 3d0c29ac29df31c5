"""Weekly opening hours with holidays in a time zone: open or closed, and until when (pure).

Hours are written as people say them: `mon-fri 08:00-12:00, 13:00-17:00; sat 10:00-14:00`. A span
that ends before it begins, or at the same time, ends on the next day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Who looks further ahead than this finds no opening any more.
LOOKS_AHEAD_DAYS = 400

_RULE = re.compile(r"\s*([a-z,\s-]+?)\s+(\d.*?)\s*")
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)")
_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """From … to …, counted from the midnight at which the day begins."""

    opens: timedelta
    closes: timedelta

    @property
    def text(self) -> str:
        """As a time table has it: `08:00–20:00`."""
        return f"{_clock_text(self.opens)}–{_clock_text(self.closes)}"


Week = tuple[tuple[Span, ...], ...]
"""The spans of each day, from Monday on."""


@dataclass(frozen=True)
class OpeningHours:
    """Without a week it is always open."""

    week: Week | None = None
    holidays: frozenset[date] = field(default_factory=frozenset)
    zone: ZoneInfo = ZoneInfo("UTC")

    def is_open(self, moment: datetime) -> bool:
        near = takewhile(lambda span: span[0] <= moment, self._single_spans(moment))
        return self.week is None or any(closes > moment for _, closes in near)

    def closes_at(self, moment: datetime) -> datetime | None:
        """When it closes next, or None when it is closed, or open for longer than one can say."""
        span = self._open_span(moment)
        if span is None or span[1] - moment > timedelta(days=LOOKS_AHEAD_DAYS / 2):
            return None
        return span[1]

    def opens_at(self, moment: datetime) -> datetime | None:
        """When it opens next, or None when it is open, or never opens again."""
        if self.is_open(moment):
            return None
        return next((opens for opens, _ in self._spans(moment) if opens > moment), None)

    def holidays_near(self, moment: datetime, days: int) -> list[date]:
        """The days from this one on that are closed for once, as they are worth announcing."""
        today = moment.astimezone(self.zone).date()
        return sorted(day for day in self.holidays if 0 <= (day - today).days < days)

    def _open_span(self, moment: datetime) -> tuple[datetime, datetime] | None:
        for opens, closes in self._spans(moment):
            if opens > moment:
                return None
            if closes > moment:
                return opens, closes
        return None

    def _spans(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is open from yesterday on, in order; what meets or overlaps is one span."""
        ahead: tuple[datetime, datetime] | None = None
        for opens, closes in self._single_spans(moment):
            if ahead is not None and opens > ahead[1]:
                yield ahead
                ahead = None
            ahead = (ahead[0], max(ahead[1], closes)) if ahead else (opens, closes)
        if ahead is not None:
            yield ahead

    def _single_spans(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = moment.astimezone(self.zone).date() - _DAY
        for day in (first + ahead * _DAY for ahead in range(LOOKS_AHEAD_DAYS)):
            if day not in self.holidays:
                for span in self.week[day.weekday()] if self.week else ():
                    yield self._at(day, span.opens), self._at(day, span.closes)

    def _at(self, day: date, since_midnight: timedelta) -> datetime:
        """The moment at which the clocks of the zone show that time: spring and autumn count."""
        days, rest = divmod(since_midnight, _DAY)
        shown = datetime.combine(day + days * _DAY, time(), tzinfo=self.zone) + rest
        return shown.astimezone(UTC)


def parse_week(text: str) -> Week:
    """Raises ValueError with a sentence about the part that is wrong."""
    spans: list[set[Span]] = [set() for _ in DAYS]
    for part in filter(str.strip, text.lower().split(";")):
        rule = _RULE.fullmatch(part)
        if rule is None:
            raise ValueError(f"'{part.strip()}' does not read like 'mon-fri 08:00-20:00'")
        for day in _parse_days(rule[1]):
            spans[day].update(map(_parse_span, rule[2].split(",")))
    if not any(spans):
        raise ValueError("there is no day in it")
    return tuple(tuple(sorted(day)) for day in spans)


def parse_holidays(text: str) -> frozenset[date]:
    """Dates such as `2026-12-24`, separated by commas. Raises ValueError with a sentence."""
    return frozenset(_parse_date(one.strip()) for one in text.split(",") if one.strip())


def parse_zone(name: str) -> ZoneInfo:
    """Raises ValueError with a sentence for a name that the IANA time zones do not have."""
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):
        raise ValueError(f"'{name}' is not a time zone such as Europe/Oslo") from None


def _parse_days(text: str) -> Iterator[int]:
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"'{part}' is not a day such as mon, or days such as mon-fri")
        start = DAYS.index(first)
        length = (DAYS.index(last or first) - start) % 7
        yield from ((start + ahead) % 7 for ahead in range(length + 1))


def _parse_span(text: str) -> Span:
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"'{text.strip()}' does not read like '08:00-20:00'")
    hours, minutes, to_hours, to_minutes = map(int, found.groups())
    opens = timedelta(hours=hours, minutes=minutes)
    closes = timedelta(hours=to_hours, minutes=to_minutes)
    if opens >= _DAY or closes > _DAY:
        raise ValueError(f"'{text.strip()}' is later than 24:00")
    return Span(opens, closes if closes > opens else closes + _DAY)


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a date such as 2026-12-24") from None


def _clock_text(since_midnight: timedelta) -> str:
    minutes = int(since_midnight.total_seconds()) // 60
    hours = minutes // 60
    return f"{hours if hours <= 24 else hours - 24:02d}:{minutes % 60:02d}"
