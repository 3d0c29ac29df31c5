"""Agents who sit there and touch nothing: away after five minutes, back with the first touch."""

from collections.abc import Callable

import pytest

from chat import jobs
from tests.chat.stage import Agent, Stage, Visitor
from tests.clocks import StoppedClock


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def pass_by(stage: Stage, time: StoppedClock, seconds: int) -> None:
    for _ in range(seconds // 10):
        time.advance(seconds=10)
        stage.sweep()


def presence_of(agent: Agent) -> tuple[str, str | None]:
    me = agent.ask("sync")["agent"]
    return me["presence"], me["idle_since"]


def touch(agent: Agent, idle_seconds: int = 0) -> None:
    assert agent.ask("activity", {"idle_seconds": idle_seconds})["ok"]


def test_who_touches_nothing_is_away_after_five_minutes_and_keeps_the_chats(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, sam: Agent
):
    touch(ana)
    pass_by(stage, time, 300)
    assert presence_of(ana) == ("online", None)
    pass_by(stage, time, 10)
    assert presence_of(ana) == ("away", "2026-03-06T09:30:00.000Z")
    told = [one["agent"] for one in sam.all_heard("agent_changed")]
    assert [one["presence"] for one in told if one["name"] == "Ana"][-1] == "away"
    assert ana.says(gus.chat_id, "Still reading")["ok"]
    assert gus.sync()["chat"]["state"] == "active"


def test_the_first_touch_ends_it(stage: Stage, time: StoppedClock, ana: Agent):
    touch(ana)
    pass_by(stage, time, 400)
    assert presence_of(ana)[0] == "away"
    touch(ana, idle_seconds=350)
    assert presence_of(ana)[0] == "away", "that touch was before"
    touch(ana)
    assert presence_of(ana) == ("online", None)
    assert ana.all_heard("agent_changed")[-1]["agent"]["presence"] == "online"


def test_a_touch_on_any_device_counts(stage: Stage, time: StoppedClock, ana: Agent):
    phone = stage.agent("ana")
    touch(ana)
    for _ in range(4):
        pass_by(stage, time, 200)
        touch(ana, idle_seconds=200)
        touch(phone)
    assert presence_of(ana) == ("online", None)


def test_who_has_chosen_away_stays_away(stage: Stage, time: StoppedClock, ana: Agent):
    ana.ask("set_presence", {"presence": "away"})
    touch(ana)
    pass_by(stage, time, 400)
    touch(ana)
    assert presence_of(ana) == ("away", None)


def test_what_is_chosen_while_idle_holds(stage: Stage, time: StoppedClock, ana: Agent):
    touch(ana)
    pass_by(stage, time, 400)
    ana.ask("set_presence", {"presence": "away"})
    touch(ana)
    assert presence_of(ana) == ("away", None)


def test_who_never_tells_is_never_taken_for_idle(stage: Stage, time: StoppedClock, ana: Agent):
    pass_by(stage, time, 1800)
    assert presence_of(ana) == ("online", None)


def test_who_comes_again_without_a_browser_is_not_judged_by_yesterday(
    stage: Stage, time: StoppedClock, ana: Agent
):
    touch(ana)
    ana.cut()
    pass_by(stage, time, 200)
    program = stage.agent("ana", online=False)
    pass_by(stage, time, 600)
    assert presence_of(program) == ("online", None)


def test_a_page_that_was_cut_off_goes_on_idling(stage: Stage, time: StoppedClock, ana: Agent):
    touch(ana)
    ana.cut()
    pass_by(stage, time, 200)
    back = stage.agent("ana", online=False)
    touch(back, idle_seconds=200)
    pass_by(stage, time, 110)
    assert presence_of(back)[0] == "away"


def test_those_who_wait_learn_that_nobody_is_at_the_desk(
    stage: Stage, time: StoppedClock, gus: Visitor, bea: Agent
):
    touch(bea)
    pass_by(stage, time, 310)
    stage.loopback.publish()
    assert gus.all_heard("chat_changed")[-1]["chat"]["team_online"] is False


def test_a_touch_at_the_last_moment_keeps_the_agent_available(
    stage: Stage, time: StoppedClock, ana: Agent, monkeypatch: pytest.MonkeyPatch
):
    touch(ana)
    act = jobs._try

    def touched_first(go_on: Callable[..., None], *what: object) -> None:
        touch(ana)
        act(go_on, *what)

    monkeypatch.setattr(jobs, "_try", touched_first)
    time.advance(seconds=310)
    stage.sweep()
    assert presence_of(ana) == ("online", None)


def test_nobody_idles_where_the_desk_does_not_wish_it(
    set_up: Callable[..., Stage], time: StoppedClock
):
    stage = set_up(away_seconds=0)
    ana = stage.agent("ana")
    touch(ana)
    pass_by(stage, time, 600)
    assert presence_of(ana) == ("online", None)
