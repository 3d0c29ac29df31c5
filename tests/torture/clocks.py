"""A desk whose wall clock can be set, by libfaketime; the monotonic clock goes on as it is."""

from pathlib import Path
from typing import Any

from tests.live.desk import Desk

PLACES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")
STEPS = ("+3600s", "-3600s", "+86400s", "-86400s", "+0s")


def library() -> Path | None:
    """Where libfaketime lies on this machine, if it does."""
    found = (path for place in PLACES for path in Path("/").glob(place.removeprefix("/")))
    return next(found, None)


class DeskWithClock(Desk):
    """`set_clock("+3600s")` sets it an hour ahead of the true time."""

    def __init__(self, data_dir: Path, **settings: Any) -> None:
        super().__init__(data_dir, **settings)
        self._control = data_dir.with_suffix(".clock")
        self.set_clock("+0s")

    def set_clock(self, offset: str) -> None:
        # Renamed into place: a file that is being written reads as the true time.
        fresh = self._control.with_suffix(".new")
        fresh.write_text(offset + "\n")
        fresh.replace(self._control)

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._control),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
