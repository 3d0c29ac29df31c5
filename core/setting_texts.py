"""The value of a setting as the text that stands for it, as people write and read it."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from core.opening_hours import DAYS, Span, Week


def as_text(value: Any) -> str:
    """What the environment variable would say; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, ZoneInfo):
        return value.key
    if isinstance(value, frozenset):
        return ", ".join(one.isoformat() for one in sorted(value) if isinstance(one, date))
    if isinstance(value, tuple):
        return _week(value) if value and isinstance(value[0], tuple) else ", ".join(value)
    return str(value)


def _week(week: Week) -> str:
    """`mon-fri 08:00-12:00, 13:00-17:00; sat 10:00-14:00`."""
    days = groupby(range(len(DAYS)), key=lambda day: week[day])
    return "; ".join(f"{_days(list(alike))} {_spans(spans)}" for spans, alike in days if spans)


def _days(days: list[int]) -> str:
    return DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"


def _spans(spans: Iterable[Span]) -> str:
    return ", ".join(span.text.replace("–", "-") for span in spans)
