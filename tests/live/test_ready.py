"""What /healthz and /readyz tell of a served desk under each fault (R58)."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import requests

from tests.live.desk import Desk

pytestmark = pytest.mark.server

TOLD_WITHIN_SECONDS = 60


def asked(desk: Desk, path: str) -> int:
    return requests.get(desk.url + path, timeout=20).status_code


@pytest.mark.parametrize("fault", [Desk.locked, Desk.unwritable])
def test_a_database_that_takes_no_write_is_told_and_heals(
    shared: Desk, fault: Callable[[Desk], AbstractContextManager[None]]
) -> None:
    assert asked(shared, "/readyz") == 200
    with fault(shared):
        until = time.monotonic() + TOLD_WITHIN_SECONDS
        while asked(shared, "/readyz") == 200:  # A write of a moment ago is taken for one of now.
            assert time.monotonic() < until
        assert asked(shared, "/healthz") == 200
    assert asked(shared, "/readyz") == 200
