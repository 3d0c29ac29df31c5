"""`python -m tests.sabotage`: plants every known bug in a copy, and asks the test that guards it.

The exit code is 0 when every bug was found, and no guard complains of the house as it is.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.sabotage.bugs import BUGS, Bug
from tests.sabotage.planting import copy_house, is_found, passes


def main() -> int:
    asked = _arguments()
    chosen = [bug for bug in BUGS if all(word in bug.name for word in asked.words)]
    with tempfile.TemporaryDirectory(prefix="livedesk-sabotage-") as folder:
        house = copy_house(Path(folder))
        if not asked.trusting and not passes(house, sorted({bug.guard for bug in chosen})):
            print("The guards complain already, without any bug.", file=sys.stderr)
            return 2
        missed = [bug for bug in chosen if not _reported(bug, house)]
    print(f"\n{len(chosen) - len(missed)} of {len(chosen)} found")
    return 1 if missed else 0


def _reported(bug: Bug, house: Path) -> bool:
    began = time.monotonic()
    found = is_found(bug, house)
    said = "found " if found else "MISSED"
    seconds = time.monotonic() - began
    test = bug.guard.rpartition("/")[2]
    print(f"{said}  {bug.name:52}  {bug.file:26}  {seconds:4.0f} s  {test}", flush=True)
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sabotage", description=__doc__)
    parser.add_argument("words", nargs="*", help="only the bugs with these words in their names")
    parser.add_argument("--trusting", action="store_true", help="do not try the guards first")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
