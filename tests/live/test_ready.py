"""What /healthz and /readyz tell of a served desk under each fault (R58)."""

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import requests

from tests.live.desk import Desk

pytestmark = pytest.mark.server

TOLD_WITHIN_SECONDS = 10


@contextmanager
def locked(desk: Desk) -> Iterator[None]:
    """Another process holds the database."""
    other = sqlite3.connect(desk.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextmanager
def unwritable(desk: Desk) -> Iterator[None]:
    """No file takes another byte."""
    _, most = resource.prlimit(desk.pid, resource.RLIMIT_FSIZE)
    before = resource.prlimit(desk.pid, resource.RLIMIT_FSIZE, (0, most))
    yield
    resource.prlimit(desk.pid, resource.RLIMIT_FSIZE, before)


def asked(desk: Desk, path: str) -> int:
    return requests.get(desk.url + path, timeout=20).status_code


@pytest.mark.parametrize("fault", [locked, unwritable])
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
