"""Servers for the live tests: one shared by those who leave it as it was, or one of one's own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.live.desk import Desk, prepare
from tests.live.people import AgentAtWork, Guest, Person

StartDesk = Callable[..., Desk]
Came = TypeVar("Came", bound=Person)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("prepared") / "desk")


@pytest.fixture
def start_desk(tmp_path: Path, prepared: Path) -> Iterator[StartDesk]:
    """Start a server with these settings; it is stopped after the test."""
    started: list[Desk] = []

    def start(**settings: str) -> Desk:
        folder = tmp_path / f"desk-{len(started)}"
        shutil.copytree(prepared, folder)
        started.append(Desk(folder, **settings))
        return started[-1].start()

    yield start
    for one in started:
        one.kill()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Desk]:
    """The server of all tests that leave the queue as empty as they found it."""
    folder = tmp_path_factory.mktemp("shared") / "desk"
    shutil.copytree(prepared, folder)
    desk = Desk(folder, rate_limits="off").start()
    yield desk
    desk.kill()


@pytest.fixture
def server(start_desk: StartDesk) -> Desk:
    """A server without brakes, so that a test may be quick."""
    return start_desk(rate_limits="off")


@pytest.fixture
def people(server: Desk) -> Iterator[type["People"]]:
    People.url, People.present = server.url, []
    yield People
    for person in People.present:
        if isinstance(person, Guest) and person.connected:
            person.ask("leave")  # So that the next test finds nobody in the queue.
        person.leave()


class People:
    """Lets visitors and agents come; they leave after the test."""

    url: str
    present: list[Person]

    @classmethod
    def guest(cls, name: str = "Gus", **asked: str) -> Guest:
        return cls._came(Guest(cls.url, name, **asked))

    @classmethod
    def agent(cls, first_name: str = "ana", *, online: bool = True) -> AgentAtWork:
        return cls._came(AgentAtWork(cls.url, first_name, online=online))

    @classmethod
    def _came(cls, person: Came) -> Came:
        cls.present.append(person)
        return person
