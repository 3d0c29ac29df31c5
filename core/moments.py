"""Times as pages show them without script: in UTC, and said so.

`<time-ago>` puts them in the reader's zone.
"""

from datetime import UTC, datetime

from flask.sansio.app import App

from core import clock

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: datetime) -> str:
    """As the member guide writes dates: `6 Mar 2020`."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}"


def day_and_time(moment: datetime) -> str:
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def install(app: App) -> None:
    """Give templates the filters `day`, `day_and_time` and `iso`."""
    app.add_template_filter(day)
    app.add_template_filter(day_and_time)
    app.add_template_filter(clock.iso, "iso")
