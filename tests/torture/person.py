"""Somebody who does the same again and again, in a thread, until it is time to end."""

import threading

COMES_BACK_AFTER_SECONDS = 0.05
ENDS_WITHIN_SECONDS = 90


class Person:
    """`_live` is what the person does; it returns soon after `_ends` is set."""

    def __init__(self) -> None:
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Begin nothing new; go when everything has been answered."""
        self._ends.set()

    def has_ended(self) -> bool:
        self._thread.join(ENDS_WITHIN_SECONDS)
        return not self._thread.is_alive()

    def _live(self) -> None:
        raise NotImplementedError
