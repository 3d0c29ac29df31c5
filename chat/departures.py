"""When visitors have closed their pages: kept in memory, written down with the leases.

The last answered ping may be a quarter of a minute old by then, and the grace is to be a whole one.
"""

from flask import current_app

from core import clock

_EXTENSION = "livedesk_departures"


def note(chat_id: str) -> None:
    """A page of this chat has been closed now."""
    _times()[chat_id] = clock.now_millis()


def take() -> dict[str, int]:
    """The times noted since this was last asked, by chat."""
    taken = dict(_times())
    _times().clear()
    return taken


def _times() -> dict[str, int]:
    found: dict[str, int] = current_app.extensions.setdefault(_EXTENSION, {})
    return found
