"""`python -m tests.torture`: the desk under fire, and a table of what became of it.

The exit code is 0 when nothing was lost, doubled, passed by or left in an impossible state.
"""

import argparse
import random
import sys
import time

from tests.torture.programme import programme
from tests.torture.report import Row, table


def main() -> int:
    asked = _arguments()
    acts = programme()
    print(f"seed {asked.seed}", flush=True)
    rows: list[Row] = []
    for name in asked.only or acts:
        began = time.monotonic()
        rows.append(acts[name].run(asked.cycles or acts[name].cycles, asked.seed))
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
        for finding in rows[-1].findings:
            print(f"  {finding}")
    print("\n" + table(rows))
    return 0 if all(row.is_clean for row in rows) else 1


def _arguments() -> argparse.Namespace:
    acts = programme()
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    usual = ", ".join(f"{name} {act.cycles}" for name, act in acts.items())
    parser.add_argument("--cycles", type=int, default=0, help=f"of each (default: {usual})")
    parser.add_argument("--only", nargs="+", choices=list(acts), metavar="FAULT", default=[])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
