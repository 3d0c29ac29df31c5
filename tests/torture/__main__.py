"""`python -m tests.torture`: the desk under fire, and a table of what became of it.

The exit code is 0 when nothing was lost, doubled, passed by or left in an impossible state, 1 when
something was, and 2 when nothing was found but something could not be done on this machine.
"""

import argparse
import random
import sys
import time

from tests.torture.programme import Act, programme
from tests.torture.report import Row, exit_code, table


def main() -> int:
    asked = _arguments()
    acts = programme()
    print(f"seed {asked.seed}", flush=True)
    rows: list[Row] = []
    for name in asked.only or acts:
        began = time.monotonic()
        rows.append(_play(name, acts[name], asked.cycles or acts[name].cycles, asked.seed))
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
        for sentence in rows[-1].notes + rows[-1].findings:
            print(f"  {sentence}", flush=True)
    print("\n" + table(rows))
    return exit_code(rows)


def _play(name: str, act: Act, cycles: int, seed: int) -> Row:
    """An act that comes to no end is a finding like any other; the others are still played."""
    try:
        return act.run(cycles, seed)
    except Exception as error:  # noqa: BLE001 - Whatever went wrong belongs into the table.
        return Row(name, findings=[f"given up: {error!r}"])


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
