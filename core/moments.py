"""Times as pages show them without script: in the reader's way, in UTC, and said so.

`<time-ago>` puts them in the reader's zone.
"""

from datetime import UTC, datetime

from babel.dates import format_skeleton
from flask.sansio.app import App

from core import clock
from core.languages import current_language


def day(moment: datetime) -> str:
    """As the member guide writes dates where the page is English: `6 Mar 2020`."""
    return _written("yMMMd", moment)


def day_and_time(moment: datetime) -> str:
    return f"{day(moment)}, {clock_time(moment)}"


def clock_time(moment: datetime) -> str:
    return f"{_written('Hm', moment)} UTC"


def install(app: App) -> None:
    """Give templates the filters `day`, `day_and_time`, `clock_time` and `iso`."""
    app.add_template_filter(day)
    app.add_template_filter(day_and_time)
    app.add_template_filter(clock_time)
    app.add_template_filter(clock.iso, "iso")


def _written(parts: str, moment: datetime) -> str:
    return format_skeleton(parts, moment.astimezone(UTC), locale=current_language().locale)
