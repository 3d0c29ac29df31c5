"""When something last happened in each chat: kept in memory, written down with the leases."""

from flask import current_app

from core import clock


class NotedTimes:
    """One kind of them, under a name of its own among the app's extensions."""

    def __init__(self, extension: str) -> None:
        self._extension = extension

    def note(self, chat_id: str) -> None:
        """It happens in this chat now."""
        self._times()[chat_id] = clock.now_millis()

    def take(self) -> dict[str, int]:
        """The times noted since this was last asked, by chat."""
        taken = dict(self._times())
        self._times().clear()
        return taken

    def _times(self) -> dict[str, int]:
        found: dict[str, int] = current_app.extensions.setdefault(self._extension, {})
        return found
