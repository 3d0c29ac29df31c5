"""What `/metrics` tells: to whom, under which names, and that each figure moves under its fault."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from app import create_app
from core import clock, figures
from core.disk import Disk, Level
from core.settings import SettingError, Settings
from core.sizes import MEGABYTE
from core.transport.pace import Complaints
from tests.chat.conftest import ana, bea, cast, gus, set_up, stage  # noqa: F401 - fixtures
from tests.chat.stage import Agent, Stage, Visitor, code_of
from tests.clocks import StoppedClock

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-of-enough-letters"
OF_MAIL = re.compile(r"livedesk_(letters|mail)_?")


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def asked(app: Flask, address: str, **headers: str) -> int:
    return app.test_client().get(
        "/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers
    ).status_code  # fmt: skip


# Who is answered


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_is_answered(app: Flask, address: str) -> None:
    assert asked(app, address) == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.5", {}),
        ("203.0.113.5", {"Authorization": f"Bearer {TOKEN}x"}),
        ("203.0.113.5", {"Authorization": "Basic eDp5"}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.5"}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
    ],
)
def test_others_find_nothing_not_even_through_a_proxy(
    settings: Settings, address: str, headers: dict[str, str]
) -> None:
    app = create_app(Settings(data_dir=settings.data_dir, metrics_token=TOKEN))
    assert asked(app, address, **headers) == 404


def test_who_has_the_token_is_answered(settings: Settings) -> None:
    app = create_app(Settings(data_dir=settings.data_dir, metrics_token=TOKEN))
    assert asked(app, "203.0.113.5", Authorization=f"Bearer {TOKEN}") == 200


def test_without_a_token_set_none_is_right(app: Flask) -> None:
    assert asked(app, "203.0.113.5", Authorization="Bearer ") == 404


def test_a_trusted_proxy_names_who_asks(settings: Settings) -> None:
    app = create_app(Settings(data_dir=settings.data_dir, trusted_proxies=1))
    assert asked(app, "127.0.0.1", **{"X-Forwarded-For": "203.0.113.5"}) == 404


def test_a_short_token_stops_the_start() -> None:
    with pytest.raises(SettingError, match="20 characters"):
        Settings.from_environment({"LIVEDESK_METRICS_TOKEN": "short"})


# Names


def registered() -> set[str]:
    """As they are scraped: counters end in _total."""
    return {
        one.name + ("_total" if one.type == "counter" else "")
        for one in REGISTRY.collect()
        if one.name.startswith("livedesk_")
    }


def told() -> set[str]:
    pages = [ROOT / "docs" / name for name in ("figures.md", "mail.md")]
    return {
        name
        for page in pages
        for name in re.findall(r"^\| `(livedesk_\w+)`", page.read_text(), re.M)
    }


def test_the_documentation_names_every_figure(stage: Stage) -> None:  # noqa: F811
    assert told() == registered()


def test_the_dashboard_draws_every_figure_and_no_other(stage: Stage) -> None:  # noqa: F811
    board: dict[str, Any] = json.loads((ROOT / "deploy" / "grafana.json").read_text())
    drawn = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    names = {
        name.removesuffix("_bucket") for expr in drawn for name in re.findall(r"livedesk_\w+", expr)
    }
    assert names == registered()


# Movement


def test_answers_are_counted_by_event_and_outcome(
    stage: Stage,  # noqa: F811
    gus: Visitor,  # noqa: F811
    ana: Agent,  # noqa: F811
    bea: Agent,  # noqa: F811
) -> None:
    lost = {"event": "claim", "outcome": "already_claimed"}
    timed = {"event": "sync"}
    before = (
        figure("livedesk_events_total", **lost),
        figure("livedesk_answer_seconds_count", **timed),
    )
    assert code_of(bea.ask("claim", {"chat_id": gus.chat_id})) == "already_claimed"
    gus.sync()
    after = (
        figure("livedesk_events_total", **lost),
        figure("livedesk_answer_seconds_count", **timed),
    )
    assert after == (before[0] + 1, before[1] + 1)


def test_an_event_that_does_not_exist_makes_no_new_name(gus: Visitor) -> None:  # noqa: F811
    gus.ask("made_up_by_a_stranger")
    assert figure("livedesk_events_total", event="unknown", outcome="invalid") > 0
    assert figure("livedesk_events_total", event="made_up_by_a_stranger", outcome="invalid") == 0


def test_a_message_sent_again_is_counted(gus: Visitor) -> None:  # noqa: F811
    before = figure("livedesk_messages_repeated_total")
    for _ in range(3):
        gus.says("Hello", "one-id")
    assert figure("livedesk_messages_repeated_total") == before + 2


def test_a_database_that_refuses_is_counted(stage: Stage, gus: Visitor) -> None:  # noqa: F811
    before = figure("livedesk_storage_failures_total")
    held = stage.hold_the_database()
    assert code_of(gus.says("Hello")) == "unavailable"
    held.close()
    assert figure("livedesk_storage_failures_total") > before


def test_the_moves_and_the_length_of_the_queue_are_counted(
    stage: Stage,  # noqa: F811
    gus: Visitor,  # noqa: F811
    bea: Agent,  # noqa: F811
) -> None:
    stage.loopback.publish()
    assert figure("livedesk_queue_length") == 1
    claimed = figure("livedesk_queue_events_total", event="claimed")
    commits = figure("livedesk_commit_seconds_count")
    bea.ask("claim_next")
    stage.loopback.publish()
    assert figure("livedesk_queue_length") == 0
    assert figure("livedesk_queue_events_total", event="claimed") == claimed + 1
    assert figure("livedesk_commit_seconds_count") > commits


def test_how_long_the_first_has_waited_is_told(stage: Stage) -> None:  # noqa: F811
    stopped = StoppedClock()
    clock.use(stopped)
    stage.start_chat("Gil")
    stopped.advance(seconds=90)
    stage.start_chat("Hal")
    stage.loopback.publish()
    assert figure("livedesk_queue_oldest_wait_seconds") == 90


def test_whoever_is_let_in_is_counted(stage: Stage, gus: Visitor) -> None:  # noqa: F811
    before = figure("livedesk_connected_total", namespace="/visitor")
    stage.visitor(gus.chat_id, gus.token)
    assert figure("livedesk_connected_total", namespace="/visitor") == before + 1


def test_how_full_the_disk_is_can_be_seen(tmp_path: Path) -> None:
    free = 50 * MEGABYTE
    Disk(tmp_path, reserve_bytes=0, measure=lambda _: (1024**4, free)).look()
    assert figure("livedesk_disk_level") == Level.READ_ONLY
    assert figure("livedesk_disk_free_bytes") == free


def test_who_is_connected_is_counted(stage: Stage, gus: Visitor) -> None:  # noqa: F811
    here = figure("livedesk_connections", namespace="/visitor")
    gus.cut()
    assert figure("livedesk_connections", namespace="/visitor") == here - 1


def test_trouble_on_the_wire_is_counted() -> None:
    before = figure("livedesk_complaints_total")
    Complaints().note("rubbish")
    assert figure("livedesk_complaints_total") == before + 1


def test_a_loop_that_is_held_up_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    class Enough(Exception):
        pass

    turns = iter([0.0, 0.4, 0.4])

    def sleep(_seconds: float) -> None:
        monkeypatch.setattr(figures.time, "monotonic", lambda: 0.5)
        if next(turns) == 0.4:
            raise Enough

    monkeypatch.setattr(figures.time, "monotonic", lambda: 0.0)
    monkeypatch.setattr(figures.loop, "sleep", sleep)
    before = figure("livedesk_loop_lag_seconds_sum")
    with pytest.raises(Enough):
        figures._measure_lag()
    assert figure("livedesk_loop_lag_seconds_sum") == pytest.approx(before + 0.4)
