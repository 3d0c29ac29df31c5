"""Servers on our loop, one per mode and run."""

from collections.abc import Callable, Iterator

import pytest

from tests.core.served import Served

MODES = ("eventlet", "gevent", "threading")


@pytest.fixture(scope="session")
def _serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Served]]:
    running: dict[str, Served] = {}
    folder = tmp_path_factory.mktemp("served")

    def serving(mode: str) -> Served:
        if mode not in running:
            running[mode] = Served(folder, mode)
        return running[mode]

    yield serving
    for served in running.values():
        served.end()


@pytest.fixture(params=MODES)
def served(request: pytest.FixtureRequest, _serving: Callable[[str], Served]) -> Served:
    """A server that all tests of this mode share; each mode in turn."""
    return _serving(request.param)


@pytest.fixture
def every_server(_serving: Callable[[str], Served]) -> list[Served]:
    """The shared servers of all modes."""
    return [_serving(mode) for mode in MODES]


@pytest.fixture
def own_server(tmp_path) -> Iterator[Callable[..., Served]]:
    """Starts servers that belong to this test alone."""
    started: list[Served] = []

    def start(mode: str, **options) -> Served:
        started.append(Served(tmp_path, mode, **options))
        return started[-1]

    yield start
    for one in started:
        one.end()
