"""How the desk is, told to admins in words under each fault (R69)."""

from collections import deque
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from core import readiness
from core.database import db
from core.disk import Level, disk_of
from core.load import IN_A_ROW, load
from tests.agent_console.test_settings_own import agent
from tests.browsing import Browser

ADDRESS = "/console/settings/health"
WELL = (
    "Messages are stored.",
    "There is room on the disk.",
    "The desk keeps up.",
    "Mail goes out.",
)


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The load is the whole process's, and other tests have made it what it is."""
    monkeypatch.setattr(load, "lag", 0.0)
    monkeypatch.setattr(load, "_waits", deque(maxlen=IN_A_ROW))


def full(site: Flask) -> None:
    disk_of(site).level = Level.READ_ONLY


def short_of_room(site: Flask) -> None:
    disk_of(site).level = Level.NO_FILES


def stopping(site: Flask) -> None:
    readiness.readiness_of(site).is_leaving = True


def late(_site: Flask) -> None:
    load.lag = 1.2


def stuck(site: Flask) -> None:
    with site.app_context(), db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO letters (id, kind, recipient, state, sealed, attempts, created_at,"
                " due_at) VALUES ('one', 'test', 'gus@example.com', 'waiting', 'x', 2, 0, 0)"
            )
        )


def test_a_desk_that_is_well_says_so(site: Flask, browser: Browser) -> None:
    told = agent(site, browser, "ida").get(ADDRESS).text
    assert all(sentence in told for sentence in WELL)


@pytest.mark.parametrize(
    ("fault", "sentence", "no_longer"),
    [
        (full, "The disk is full: nothing is stored", "Messages are stored."),
        (short_of_room, "Files are refused: there is hardly any room", "There is room"),
        (stopping, "The desk is being stopped.", "Messages are stored."),
        (stuck, "that is tried again: 1.", "Mail goes out."),
        (late, "new questions become tech issues and files are refused", "The desk keeps up."),
    ],
)
def test_what_is_wrong_is_said(
    site: Flask, browser: Browser, fault: Callable[[Flask], None], sentence: str, no_longer: str
) -> None:
    ida = agent(site, browser, "ida")
    fault(site)
    told = ida.get(ADDRESS).text
    assert sentence in told
    assert no_longer not in told


def test_it_is_for_admins(site: Flask, browser: Browser) -> None:
    agent(site, browser, "ana").get(ADDRESS)
    assert browser.status == 403
