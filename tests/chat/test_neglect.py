"""Supervisors see whose visitors write to somebody who touches nothing; nobody else does (R35)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chat.stage import Agent, Stage, Visitor
from tests.clocks import StoppedClock


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands at 09:30."""


def pass_by(stage: Stage, time: StoppedClock, seconds: int) -> None:
    for _ in range(seconds // 10):
        time.advance(seconds=10)
        stage.sweep()


def touch(agent: Agent) -> None:
    assert agent.ask("activity", {})["ok"]


def told(supervisor: Agent) -> list[dict[str, Any]]:
    """What stands on the supervisor's list, as it was told and as it is asked for."""
    last: list[dict[str, Any]] = supervisor.all_heard("neglected_changed")[-1]["neglected"]
    asked = supervisor.ask("sync")["neglected"]
    assert [one["chat"]["id"] for one in asked] == [one["chat"]["id"] for one in last]
    return last


def test_a_visitor_whose_agent_touches_nothing_is_shown_to_supervisors(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, sam: Agent
) -> None:
    touch(ana)
    assert ana.says(gus.chat_id, "Which browser?")["ok"]
    pass_by(stage, time, 60)
    assert gus.says("Safari")["ok"]
    time.advance(seconds=5)
    assert gus.says("On my iPad")["ok"]
    pass_by(stage, time, 230)
    assert sam.all_heard("neglected_changed") == []
    pass_by(stage, time, 10)
    (one,) = told(sam)
    assert one["chat"]["id"] == gus.chat_id
    assert one["chat"]["agent"] == {"id": ana.id, "name": "Ana"}
    assert one["idle_since"] == "2026-03-06T09:30:00.000Z"
    assert one["unanswered_since"] == "2026-03-06T09:31:00.000Z"
    assert gus.sync()["chat"]["state"] == "active", "nothing is taken away"
    pass_by(stage, time, 60)
    assert len(sam.all_heard("neglected_changed")) == 1, "the same is not told again"


def test_nobody_but_supervisors_hears_of_it(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, bea: Agent, sam: Agent
) -> None:
    touch(ana)
    pass_by(stage, time, 310)
    assert len(told(sam)) == 1
    for other in (ana, bea, gus):
        assert other.all_heard("neglected_changed") == []
    assert "neglected" not in bea.ask("sync")


@pytest.mark.parametrize("how", ["a touch", "an answer", "an end"])
def test_the_row_goes_when_somebody_minds_the_chat(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, sam: Agent, how: str
) -> None:
    touch(ana)
    pass_by(stage, time, 310)
    assert len(told(sam)) == 1
    if how == "a touch":
        touch(ana)
    elif how == "an answer":
        assert ana.says(gus.chat_id, "Hello")["ok"]
    else:
        assert gus.ask("leave")["ok"]
    pass_by(stage, time, 10)
    assert told(sam) == []


def test_who_owes_no_answer_may_sit_and_wait(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, sam: Agent
) -> None:
    touch(ana)
    assert ana.says(gus.chat_id, "Which browser?")["ok"]
    assert ana.note(gus.chat_id, "Looks like the cart again")["ok"]
    pass_by(stage, time, 600)
    assert sam.all_heard("neglected_changed") == []
    assert gus.says("Safari")["ok"]
    pass_by(stage, time, 10)
    assert len(told(sam)) == 1


def test_an_internal_note_is_no_answer(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, sam: Agent
) -> None:
    touch(ana)
    assert ana.note(gus.chat_id, "Looks like the cart again")["ok"]
    pass_by(stage, time, 310)
    assert len(told(sam)) == 1


def test_who_has_set_themself_to_away_and_left_is_shown_too(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, sam: Agent
) -> None:
    touch(ana)
    assert ana.ask("set_presence", {"presence": "away"})["ok"]
    pass_by(stage, time, 310)
    assert len(told(sam)) == 1


def test_who_is_not_there_at_all_loses_the_chat_and_is_not_shown(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, sam: Agent
) -> None:
    touch(ana)
    pass_by(stage, time, 290)
    ana.cut()
    pass_by(stage, time, 120)
    assert gus.sync()["chat"]["state"] == "queued"
    assert sam.ask("sync")["neglected"] == []


def test_it_is_told_where_nobody_is_set_away(
    set_up: Callable[..., Stage], time: StoppedClock
) -> None:
    stage = set_up(away_seconds=0)
    stage.guest("Gus")
    ana, sam = stage.agent("ana"), stage.agent("sam")
    touch(ana)
    assert ana.ask("claim_next")["ok"]
    pass_by(stage, time, 310)
    assert len(told(sam)) == 1
