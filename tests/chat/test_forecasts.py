"""How good the waits were that visitors were told: measured, and shown to supervisors (D9)."""

import pytest
from flask import Flask

from chat import forecasts
from chat.forecasts import Forecasts
from core.database import reading
from tests.chat.console import Console
from tests.chat.stage import Agent, Stage
from tests.chat.test_waiting import serve
from tests.clocks import StoppedClock


@pytest.fixture
def ana(stage: Stage, time: StoppedClock) -> Agent:
    """Ana has served six, one a minute, so that waits can be told."""
    ana = stage.agent("ana")
    serve(stage, time, ana, 6, seconds=60)
    return ana


def lately(site: Flask) -> Forecasts:
    with site.app_context(), reading():
        return forecasts.lately()


def served_after(stage: Stage, time: StoppedClock, ana: Agent, *, minutes: int) -> tuple[int, int]:
    """Returns what was told, in seconds."""
    chat = stage.guest("Gus").sync()["chat"]
    time.advance(minutes=minutes)
    stage.loopback.sweeper.write_leases()
    assert ana.ask("claim_next")["ok"]
    return chat["estimated_wait_from_seconds"], chat["estimated_wait_seconds"]


def test_a_wait_within_what_was_told_counts_as_kept(
    stage: Stage, time: StoppedClock, ana: Agent
) -> None:
    least, most = served_after(stage, time, ana, minutes=1)
    assert least <= 60 <= most
    assert lately(stage.app) == Forecasts(shorter=0, kept=1, longer=0)


def test_a_longer_wait_than_was_told_counts_against_the_forecast(
    stage: Stage, time: StoppedClock, ana: Agent
) -> None:
    _, most = served_after(stage, time, ana, minutes=50)
    assert most < 3_000
    assert lately(stage.app) == Forecasts(shorter=0, kept=0, longer=1)


def test_a_shorter_one_is_counted_apart(stage: Stage, time: StoppedClock, ana: Agent) -> None:
    served_after(stage, time, ana, minutes=1)
    stage.write("UPDATE chats SET promised_from_seconds = 120 WHERE promised_seconds IS NOT NULL")
    assert lately(stage.app) == Forecasts(shorter=1, kept=0, longer=0)


def test_who_left_early_proves_nothing_and_who_left_late_does(
    stage: Stage, time: StoppedClock, ana: Agent
) -> None:
    early, late = stage.guest("Gil"), stage.guest("Guy")
    early.ask("leave")
    time.advance(minutes=50)
    late.ask("leave")
    assert lately(stage.app) == Forecasts(shorter=0, kept=0, longer=1)


def test_a_chat_that_came_back_to_the_queue_is_not_counted(
    stage: Stage, time: StoppedClock, ana: Agent
) -> None:
    served_after(stage, time, ana, minutes=1)
    [chat] = stage.rows("SELECT id FROM chats WHERE state = 'active'")
    assert ana.ask("transfer", {"chat_id": chat["id"], "to": "queue"})["ok"]
    assert ana.ask("claim_next")["ok"]
    assert lately(stage.app).told == 0


def test_who_was_told_nothing_is_not_counted(stage: Stage, time: StoppedClock) -> None:
    ana = stage.agent("ana")
    serve(stage, time, ana, 2, seconds=60)
    assert lately(stage.app).told == 0


def test_supervisors_are_shown_it_beside_the_ended_chats(
    stage: Stage, time: StoppedClock, ana: Agent
) -> None:
    sentence = "Waits as long as visitors were told: "
    assert sentence not in Console(stage, "sam").get("/console/history").text
    served_after(stage, time, ana, minutes=1)
    shown = Console(stage, "sam").get("/console/history").text
    assert f"{sentence}1 of 1 (100 %). Shorter: 0. Longer: 0." in shown
    assert sentence not in Console(stage, "bea").get("/console/history").text
