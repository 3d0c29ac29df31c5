"""Times in the zone of the desk, named, for whoever reads them without script."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, get_timezone_location
from flask.sansio.app import App

from core.languages import current_language
from core.languages import gettext as _


def install(app: App) -> None:
    """Give templates the filters `zone_name` and `in_zone`."""
    app.add_template_filter(zone_name)
    app.add_template_filter(in_zone)


def zone_name(zone: ZoneInfo) -> str:
    """`Oslo time`, or `UTC`."""
    if zone.key in ("UTC", "Etc/UTC"):
        return "UTC"
    city = get_timezone_location(zone.key, locale=current_language().locale, return_city=True)
    return str(_("%(city)s time", city=city))


def in_zone(moment: datetime, zone: ZoneInfo) -> str:
    """`Friday 6 March at 12:00 (Oslo time)`, in the order of the reader's language."""
    locale, local = current_language().locale, moment.astimezone(zone)
    day, time = (format_skeleton(one, local, locale=locale) for one in ("MMMMEEEEd", "Hm"))
    return str(_("%(day)s at %(time)s (%(zone)s)", day=day, time=time, zone=zone_name(zone)))
