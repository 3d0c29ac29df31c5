"""Settings: every one is read, and a wrong one stops the start with one clear line."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from core.settings import SettingError, Settings, variable

ROOT = Path(__file__).parents[2]

WRONG = {
    "LIVEDESK_PORT": ["http", "-1", "0", "65536", "--5", "²", "5e3", "80 81"],
    "LIVEDESK_HOST": [" "],
    "LIVEDESK_ASYNC_MODE": ["tornado", "Eventlet"],
    "LIVEDESK_PUBLIC_URL": [
        "desk.example",
        "ftp://desk.example",
        "https://",
        "http://[::1",
        "https://desk.example:port",
        "https://desk.example:99999",
        "https://desk.example/help",
        "https://desk.example/?a=b",
    ],
    "LIVEDESK_DATABASE_URL": ["mysql://host/db", "postgresql:", "sqlite:///x"],
    "LIVEDESK_REDIS_URL": ["localhost:6379", "http://localhost"],
    "LIVEDESK_SMTP_URL": ["mail.example", "http://mail.example"],
    "LIVEDESK_MAIL_FROM": [
        "help",
        "Help <help@desk.example>",
        "a@desk.example, b@desk.example",
        "a@desk.example\tBcc:b",
    ],
    "LIVEDESK_MAIL_REPLY_TO": ["answers", "a@x.example b@x.example"],
    "LIVEDESK_IMAP_URL": ["mail.example", "pop3://mail.example"],
    "LIVEDESK_TRUSTED_PROXIES": ["-1", "many"],
    "LIVEDESK_BRAND": ["  "],
    "LIVEDESK_RANKS": ["Silver,,Gold", "Silver,Silver", ","],
    "LIVEDESK_MINIMUM_RANK": ["Bronze", "silver"],
    "LIVEDESK_AGENT_CAPACITY": ["0", "x"],
    "LIVEDESK_QUEUE_GRACE_SECONDS": ["0", "1.5"],
    "LIVEDESK_AGENT_GRACE_SECONDS": ["0", "-60"],
    "LIVEDESK_IDLE_CLOSE_SECONDS": ["9", "soon"],
    "LIVEDESK_REMINDER_SECONDS": ["-1", "soon"],
    "LIVEDESK_OFFER_TICKET_SECONDS": ["-1", "3 min"],
    "LIVEDESK_SUPPORT_HOURS": ["always", "mon 8-20", "mun 08:00-20:00", "mon 08:00-25:00"],
    "LIVEDESK_HOLIDAYS": ["24 December", "2026-02-30"],
    "LIVEDESK_TIME_ZONE": ["Oslo", "../etc/passwd"],
    "LIVEDESK_QUEUE_LIMIT": ["0", "1e9"],
    "LIVEDESK_UPLOAD_LIMIT_MB": ["0", "10MB"],
    "LIVEDESK_FILES_URL": [
        "s3://host/bucket",
        "s3://key:secret@host",
        "https://key:secret@host/bucket",
        "s3://key:secret@host:port/bucket",
    ],
    "LIVEDESK_RATE_LIMITS": ["yes", "ON", "0"],
}
CASES = [(name, text) for name, texts in WRONG.items() for text in texts]

Serve = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Run `python app.py` with these variables; it is expected to stop by itself."""

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        own = {"LIVEDESK_DATA_DIR": str(tmp_path / "desk"), "LIVEDESK_PORT": "1", **variables}
        return subprocess.run(
            [sys.executable, *(arguments or ("app.py",))],
            cwd=ROOT,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    return run


def read(**variables: str) -> Settings:
    return Settings.from_environment(variables)


def test_without_any_variable_the_defaults_of_the_contract_hold():
    found = read()
    assert (found.host, found.port, found.async_mode) == ("127.0.0.1", 5000, "eventlet")
    assert (found.queue_grace_seconds, found.agent_grace_seconds) == (120, 60)
    assert (found.idle_close_seconds, found.queue_limit) == (1800, 500)
    assert (found.agent_capacity, found.upload_limit_mb) == (4, 10)
    assert (found.brand, found.minimum_rank, found.rate_limits) == ("dōTERRA", "Silver", True)
    assert found.ranks[0] == "Member"
    assert found.url == "http://127.0.0.1:5000"
    assert not found.production


def test_every_setting_has_a_name_and_a_sentence():
    for one in fields(Settings):
        assert variable(one).startswith("LIVEDESK_")
        assert len(one.metadata["sentence"]) > 10


@pytest.mark.parametrize(("name", "text"), CASES, ids=lambda text: text.removeprefix("LIVEDESK_"))
def test_a_wrong_setting_is_named_in_one_line(name: str, text: str):
    with pytest.raises(SettingError) as wrong:
        read(**{name: text})
    assert name in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_everything_that_is_wrong_is_told_at_once_a_line_each():
    wrong = {"LIVEDESK_PORT": "http", "LIVEDESK_PROT": "5001", "LIVEDESK_QUEUE_LIMIT": "0"}
    with pytest.raises(SettingError) as told:
        read(**wrong)
    assert {line.split()[0] for line in str(told.value).splitlines()} == set(wrong)


def test_all_that_contradicts_itself_is_told_at_once_a_line_each():
    with pytest.raises(SettingError) as told:
        read(
            LIVEDESK_HOST="0.0.0.0", LIVEDESK_RANKS="Bronze", LIVEDESK_REDIS_URL="redis://localhost"
        )
    assert len(str(told.value).splitlines()) == 3


def test_an_empty_variable_is_as_good_as_none():
    assert read(LIVEDESK_PORT="", LIVEDESK_DATABASE_URL="") == read()


def test_an_unknown_name_with_the_prefix_is_a_mistake():
    with pytest.raises(SettingError, match="LIVEDESK_PROT is not a setting"):
        read(LIVEDESK_PROT="5001")


def test_other_programs_variables_are_left_alone():
    assert read(LIVEDESKTOP="1", PATH="/bin") == read()


@pytest.mark.parametrize(
    ("together", "sentence"),
    [
        ({"LIVEDESK_HOST": "0.0.0.0"}, "needs LIVEDESK_PUBLIC_URL"),
        (
            {"LIVEDESK_PUBLIC_URL": "https://desk.example", "LIVEDESK_RATE_LIMITS": "off"},
            "loopback only",
        ),
        (
            {
                "LIVEDESK_HOST": "0.0.0.0",
                "LIVEDESK_PUBLIC_URL": "http://desk.example",
                "LIVEDESK_RATE_LIMITS": "off",
            },
            "loopback only",
        ),
        ({"LIVEDESK_REDIS_URL": "redis://localhost"}, "needs LIVEDESK_DATABASE_URL"),
        ({"LIVEDESK_RANKS": "Bronze,Gold"}, "is not one of LIVEDESK_RANKS"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(together: dict[str, str], sentence: str):
    with pytest.raises(SettingError, match=sentence):
        read(**together)


def test_mail_comes_from_the_public_address_unless_it_is_told_otherwise():
    assert read().sender == "support@localhost"
    assert read(LIVEDESK_PUBLIC_URL="https://desk.example").sender == "support@desk.example"
    assert read(LIVEDESK_MAIL_FROM="help@desk.example").sender == "help@desk.example"


def test_on_loopback_all_its_names_are_allowed_and_no_other():
    found = read(LIVEDESK_PORT="8080")
    assert found.origins == [
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://localhost:8080",
    ]
    assert found.hosts == ["127.0.0.1", "[::1]", "localhost"]


def test_off_loopback_only_the_public_address_is_allowed():
    found = read(LIVEDESK_HOST="0.0.0.0", LIVEDESK_PUBLIC_URL="https://desk.example/")
    assert found.origins == ["https://desk.example"]
    assert found.hosts == ["desk.example"]
    assert found.production


@pytest.mark.parametrize(
    ("url", "production"),
    [
        ("http://localhost:8000", False),
        ("http://[::1]:8000", False),
        ("http://desk.example", True),
        ("https://127.0.0.1", True),
    ],
)
def test_a_public_address_makes_it_production_even_behind_a_proxy(url: str, production: bool):
    assert read(LIVEDESK_PUBLIC_URL=url).production == production


def test_any_postgresql_address_is_served_by_psycopg2():
    for url in ("postgres://a:b@db/x", "postgresql://a:b@db/x", "postgresql+asyncpg://a:b@db/x"):
        assert read(LIVEDESK_DATABASE_URL=url).database_uri == "postgresql+psycopg2://a:b@db/x"


@pytest.mark.server
@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"LIVEDESK_PORT": "http"}, "LIVEDESK_PORT must be a whole number from 1 to 65535"),
        ({"LIVEDESK_ASYNC_MODE": "asyncio"}, "LIVEDESK_ASYNC_MODE must be one of"),
        ({"LIVEDESK_DATA_DIR": "/dev/null"}, "the data folder cannot be used"),
    ],
    ids=["value", "mode", "folder"],
)
def test_the_server_stops_with_one_line_and_code_2(
    serve: Serve, variables: dict[str, str], line: str
):
    stopped = serve(**variables)
    assert stopped.returncode == 2
    assert line in stopped.stderr
    assert stopped.stderr.count("\n") == 1
    assert stopped.stdout == ""


@pytest.mark.server
def test_each_problem_is_a_line_of_its_own(serve: Serve):
    stopped = serve(LIVEDESK_PORT="http", LIVEDESK_QUEUE_LIMIT="0")
    lines = stopped.stderr.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["livedesk:", "LIVEDESK_PORT"],
        ["livedesk:", "LIVEDESK_QUEUE_LIMIT"],
    ]


@pytest.mark.server
def test_a_command_stops_with_one_line_as_well(serve: Serve):
    stopped = serve("-m", "flask", "--app", "app", "seed-demo", LIVEDESK_PORT="http")
    assert stopped.returncode != 0
    assert "LIVEDESK_PORT must be a whole number" in stopped.stderr
    assert "Traceback" not in stopped.stderr


@pytest.mark.server
def test_demo_people_keep_the_server_on_loopback(serve: Serve):
    assert serve("-m", "flask", "--app", "app", "seed-demo").returncode == 0
    outside = {"LIVEDESK_HOST": "0.0.0.0", "LIVEDESK_PUBLIC_URL": "https://desk.example"}
    stopped = serve(**outside)
    assert stopped.returncode == 2
    assert "demo people" in stopped.stderr
    assert stopped.stderr.count("\n") == 1


@pytest.mark.server
def test_demo_people_are_refused_off_loopback(serve: Serve):
    outside = {"LIVEDESK_HOST": "0.0.0.0", "LIVEDESK_PUBLIC_URL": "https://desk.example"}
    refused = serve("-m", "flask", "--app", "app", "seed-demo", **outside)
    assert refused.returncode != 0
    assert "loopback only" in refused.stderr
