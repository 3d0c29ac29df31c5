"""The stage on which the tests of the chat are played."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from tests.chat.house import House
from tests.chat.sender import Sender
from tests.chat.stage import Agent, Stage, Visitor, set_stage
from tests.live.desk import prepare

# LIVEDESK_HYPOTHESIS would be taken for a setting of the desk.
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "normal")
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile("normal", deadline=None, suppress_health_check=QUIET)
settings.register_profile("long", deadline=None, max_examples=5_000, suppress_health_check=QUIET)
settings.load_profile(PROFILE)


@pytest.fixture(scope="session")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which Maya, Otto, Ana, Bea and Sam are known, to be copied."""
    return prepare(tmp_path_factory.mktemp("cast") / "desk")


@pytest.fixture
def set_up(
    tmp_path: Path, cast: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Stage]]:
    """Set the stage with other settings."""
    stages: list[Stage] = []

    def set_it(**settings: object) -> Stage:
        stages.append(set_stage(tmp_path / f"stage-{len(stages)}", cast, monkeypatch, **settings))
        return stages[-1]

    yield set_it
    for stage in stages:
        stage.close()


@pytest.fixture
def stage(set_up: Callable[..., Stage]) -> Stage:
    return set_up()


@pytest.fixture
def gus(stage: Stage) -> Visitor:
    """A guest who waits, or talks with Ana if the test knows her."""
    return stage.guest("Gus")


@pytest.fixture
def ana(stage: Stage, gus: Visitor) -> Agent:
    """Ana has claimed Gus's chat."""
    ana = stage.agent("ana")
    assert ana.ask("claim_next")["ok"]
    return ana


@pytest.fixture
def bea(stage: Stage) -> Agent:
    """Bea is online and holds nothing."""
    return stage.agent("bea")


@pytest.fixture
def sam(stage: Stage) -> Agent:
    """Sam is a supervisor."""
    return stage.agent("sam")


@pytest.fixture
def house(stage: Stage) -> House:
    return House(stage)


@pytest.fixture
def client(stage: Stage) -> FlaskClient:
    """A program, which keeps no cookies."""
    return stage.app.test_client(use_cookies=False)


@pytest.fixture
def here(stage: Stage) -> Sender:
    """The browser of Gus, which has opened the chat's page."""
    return Sender(stage)


@pytest.fixture
def at_desk(stage: Stage) -> Sender:
    return Sender(stage, stage.cookie("ana"))
