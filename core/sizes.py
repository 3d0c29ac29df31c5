"""Sizes of files as people read them, in their language: 412 kB, 14.3 MB."""

from babel.units import format_unit
from flask.sansio.app import App

from core.languages import current_language

KILOBYTE = 1024
MEGABYTE = 1024 * 1024


def file_size(size: int) -> str:
    """Rounded up, so that nobody reads that 10 MB are more than 10 MB."""
    if size < MEGABYTE:
        return _shown(-(-size // KILOBYTE), "kilobyte")
    return _shown(-(-size * 10 // MEGABYTE) / 10, "megabyte")


def install(app: App) -> None:
    """Give templates the filter `file_size`."""
    app.add_template_filter(file_size)


def _shown(number: float, unit: str) -> str:
    locale = current_language().locale
    return format_unit(number, f"digital-{unit}", length="short", locale=locale)
