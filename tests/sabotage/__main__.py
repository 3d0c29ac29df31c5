"""`python -m tests.sabotage`: plants every known bug in a copy, and asks the test that guards it.

The exit code is 0 when every bug was found, and no guard complains of the house as it is.
"""

import argparse
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.sabotage.bugs import BUGS, Bug
from tests.sabotage.planting import copy_house, is_found, passes


def main() -> int:
    asked = _arguments()
    chosen = [bug for bug in BUGS if all(word in str(bug.patch) for word in asked.words)]
    if not chosen:  # Without a name pytest would play every test there is.
        print("No bug has these words in its path.", file=sys.stderr)
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="livedesk-sabotage-") as folder:
        houses = [copy_house(Path(folder) / str(number)) for number in range(asked.jobs)]
        if not asked.trusting and not passes(houses[0], sorted({bug.guard for bug in chosen})):
            print("The guards complain already, without any bug.", file=sys.stderr)
            return 2
        found = sum(_all_reported(chosen, houses))
    minutes = (time.monotonic() - began) / 60
    print(f"\n{found} of {len(chosen)} found, in {minutes:.1f} minutes")
    return 0 if found == len(chosen) else 1


def _all_reported(bugs: list[Bug], houses: list[Path]) -> list[bool]:
    """Whether each was found; there is one bug at a time in a house."""
    free: SimpleQueue[Path] = SimpleQueue()
    for house in houses:
        free.put(house)

    def report(bug: Bug) -> bool:
        house = free.get()
        try:
            return _reported(bug, house)
        finally:
            free.put(house)

    with ThreadPoolExecutor(len(houses)) as workers:
        return list(workers.map(report, bugs))


def _reported(bug: Bug, house: Path) -> bool:
    began = time.monotonic()
    found = is_found(bug, house)
    said = "found " if found else "MISSED"
    seconds = time.monotonic() - began
    area, test = bug.patch.parent.name, bug.guard.rpartition("/")[2]
    print(f"{said}  {area:9}  {bug.name:58}  {seconds:4.0f} s  {test}", flush=True)
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sabotage", description=__doc__)
    parser.add_argument("words", nargs="*", help="only patches with all of these in their paths")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time, each in a copy")
    parser.add_argument("--trusting", action="store_true", help="do not try the guards first")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
