"""Servers for the live tests: one shared by those who leave it as it was, or one of one's own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.desk import Desk, prepare
from tests.live.people import AgentAtWork, Guest, Person

StartDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def start_desk(tmp_path: Path, prepared: Path) -> Iterator[StartDesk]:
    """Start a server with these settings; it is stopped after the test."""
    started: list[Desk] = []

    def start(**settings: str) -> Desk:
        folder = tmp_path / f"desk-{len(started)}"
        shutil.copytree(prepared, folder)
        started.append(Desk(folder, **settings).start())
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.fixture
def server(start_desk: StartDesk) -> Desk:
    """A server without brakes, so that a test may be quick."""
    return start_desk(rate_limits="off")


@pytest.fixture
def people(server: Desk) -> Iterator[type["People"]]:
    People.url, People.present = server.url, []
    yield People
    for person in People.present:
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
    def _came(cls, person):  # type: ignore[no-untyped-def]
        cls.present.append(person)
        return person
