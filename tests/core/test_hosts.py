"""The names under which a desk answers, and all others."""

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from core.hosts import KnownHosts
from core.settings import Settings


def status(settings: Settings, host: str) -> int:
    desk = KnownHosts(Response("open"), settings.hosts)
    return Client(desk).get("/socket.io/", headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "host", ["127.0.0.1:5000", "localhost", "LOCALHOST:5000", "[::1]", "[::1]:5000"]
)
def test_every_name_of_loopback_is_answered(host: str):
    assert status(Settings(), host) == 200
    assert status(Settings(host="::1"), host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "127.0.0.1:80:80",
        "localhost evil.example",
        "[::1",
        "[::1].evil.example",
        "[::2]:5000",
        "::1",
    ],
)
def test_no_other_name_is(host: str):
    assert status(Settings(), host) == 400


def test_a_public_name_may_hold_any_letter():
    desk = Settings(public_url="https://dōterra.example", host="0.0.0.0")
    assert status(desk, "dōterra.example".encode("idna").decode()) == 200
    assert status(desk, "localhost") == 400
