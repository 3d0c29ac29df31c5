"""How the tests judge a play."""

import os
import random

from tests.torture.report import Row, table

SEED = int(os.environ.get("TORTURE_SEED") or random.randrange(10**6))


def assert_clean(row: Row) -> None:
    assert row.is_clean, f"seed {SEED}\n{table([row])}\n{row.findings}"
    assert row.tally.acknowledged > 10
