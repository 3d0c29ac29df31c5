"""Who is here, and what happens by itself when somebody is not: leases, graces, flips."""

from collections.abc import Callable

import pytest

from chat import presence
from tests.chat.passing import before_it_acts, last_words, pass_by, state_of
from tests.chat.stage import Agent, Stage, Visitor
from tests.clocks import StoppedClock


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def test_who_stays_keeps_the_place_for_hours(stage: Stage, time: StoppedClock, gus: Visitor):
    pass_by(stage, time, 3600, step=30)
    assert state_of(stage, gus) == ("queued", None)


def test_a_waiting_visitor_who_has_gone_keeps_the_place_for_the_grace(
    stage: Stage, time: StoppedClock, gus: Visitor
):
    gil = stage.guest("Gil")
    gus.cut()
    pass_by(stage, time, 120)
    assert gil.sync()["chat"]["position"] == 2
    pass_by(stage, time, 5)
    assert state_of(stage, gus) == ("closed", "abandoned")
    assert gil.sync()["chat"]["position"] == 1
    assert last_words(stage, gus) == "The visitor has left."


def test_who_comes_back_within_the_grace_keeps_the_place(
    stage: Stage, time: StoppedClock, gus: Visitor
):
    stage.guest("Gil")
    for _ in range(3):
        gus.cut()
        pass_by(stage, time, 115)
        gus = stage.visitor(gus.chat_id, gus.token)
    pass_by(stage, time, 600, step=20)
    assert gus.sync()["chat"]["position"] == 1


def test_one_tab_of_several_is_enough(stage: Stage, time: StoppedClock, gus: Visitor):
    tab = stage.visitor(gus.chat_id, gus.token)
    gus.cut()
    pass_by(stage, time, 600, step=20)
    assert tab.sync()["chat"]["state"] == "queued"


def test_the_grace_runs_from_the_start_even_if_nobody_ever_connected(
    stage: Stage, time: StoppedClock
):
    stage.start_chat("Gus")
    pass_by(stage, time, 130)
    (row,) = stage.rows("SELECT closed_reason FROM chats")
    assert row["closed_reason"] == "abandoned"


def test_a_short_grace_is_not_for_those_who_are_here(
    set_up: Callable[..., Stage], time: StoppedClock
):
    stage = set_up(queue_grace_seconds=1, agent_grace_seconds=1)
    gus, gil, ana = stage.guest("Gus"), stage.guest("Gil"), stage.agent("ana")
    ana.ask("claim_next")
    gil.cut()
    for line in stage.loopback.lines:
        line.last_pong_at -= 14  # A ping every 15 seconds: nobody is asked more often.
    time.advance(seconds=2)
    stage.sweep()
    assert state_of(stage, gil) == ("closed", "abandoned")
    assert state_of(stage, gus) == ("active", None)
    guy = stage.guest("Guy")
    time.advance(seconds=14)
    stage.loopback.sweeper.sweep()
    assert state_of(stage, guy) == ("queued", None)


def test_after_a_start_the_grace_begins_anew(stage: Stage, time: StoppedClock, gus: Visitor):
    time.advance(hours=1)
    stage.restart()
    pass_by(stage, time, 115)
    assert state_of(stage, gus) == ("queued", None)
    back = stage.visitor(gus.chat_id, gus.token)
    pass_by(stage, time, 300)
    assert back.sync()["chat"]["position"] == 1


def test_a_visitor_who_comes_back_at_the_last_moment_is_not_abandoned(
    stage: Stage, time: StoppedClock, gus: Visitor, monkeypatch: pytest.MonkeyPatch
):
    gus.cut()
    time.advance(seconds=130)
    before_it_acts(monkeypatch, lambda: stage.visitor(gus.chat_id, gus.token))
    stage.loopback.sweeper.sweep()
    assert state_of(stage, gus) == ("queued", None)


def test_a_visitor_who_has_gone_from_an_active_chat_is_told_to_the_agent_and_may_come_back(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    stage.sweep()
    gus.cut()
    pass_by(stage, time, 40)
    assert ana.all_heard("chat_changed")[-1]["chat"]["visitor"]["connected"] is False
    pass_by(stage, time, 300)
    assert state_of(stage, gus) == ("active", None)
    stage.visitor(gus.chat_id, gus.token)
    stage.sweep()
    assert ana.all_heard("chat_changed")[-1]["chat"]["visitor"]["connected"] is True


def test_an_agent_who_vanishes_is_told_before_anything_happens(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    stage.sweep()
    ana.cut()
    pass_by(stage, time, 40)
    chat = gus.all_heard("chat_changed")[-1]["chat"]
    assert (chat["state"], chat["agent"]) == ("active", {"name": "Ana", "connected": False})


def test_the_chats_of_an_agent_who_has_vanished_return_to_their_place(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, bea: Agent
):
    gil = stage.guest("Gil")
    ana.cut()
    pass_by(stage, time, 60)
    assert state_of(stage, gus) == ("active", None)
    pass_by(stage, time, 5)
    chat = gus.sync()["chat"]
    assert (chat["state"], chat["position"], chat["agent"]) == ("queued", 1, None)
    assert gil.sync()["chat"]["position"] == 2
    assert last_words(stage, gus) == (
        "The chat is back in the queue, at its place. Nothing has to be repeated."
    )
    line = stage.rows("SELECT event, actor, reason FROM queue_entries ORDER BY number DESC")[0]
    assert tuple(line) == ("returned", "system", "the agent's connection was lost")
    assert bea.ask("claim_next")["chat"]["id"] == gus.chat_id


def test_an_agent_who_comes_back_within_the_grace_keeps_the_chats(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    ana.cut()
    pass_by(stage, time, 55)
    back = Agent(stage.loopback, "/agent", ana._environ["HTTP_COOKIE"])
    back.connect()
    pass_by(stage, time, 300)
    assert back.says(gus.chat_id, "I am back")["ok"]
    assert gus.all_heard("chat_changed")[-1]["chat"]["agent"]["connected"] is True


def test_an_agent_who_comes_back_too_late_cannot_speak_in_the_chat(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, bea: Agent
):
    ana.cut()
    pass_by(stage, time, 70)
    assert bea.ask("claim_next")["ok"]
    back = Agent(stage.loopback, "/agent", ana._environ["HTTP_COOKIE"])
    back.connect()
    refused = back.says(gus.chat_id, "Late words")["error"]
    assert refused["code"] == "forbidden"
    assert "Late words" not in str(gus.sync())


def test_an_agent_who_comes_back_at_the_last_moment_keeps_the_chat(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, monkeypatch: pytest.MonkeyPatch
):
    ana.cut()
    time.advance(seconds=70)
    back = Agent(stage.loopback, "/agent", ana._environ["HTTP_COOKIE"])
    before_it_acts(monkeypatch, back.connect)
    stage.loopback.sweeper.sweep()
    assert back.says(gus.chat_id, "I am back")["ok"]


def test_going_offline_on_purpose_keeps_the_chats_for_the_grace(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    assert ana.ask("set_presence", {"presence": "offline"})["ok"]
    pass_by(stage, time, 55)
    assert state_of(stage, gus) == ("active", None)
    assert ana.says(gus.chat_id, "One last word")["ok"]
    pass_by(stage, time, 10)
    assert state_of(stage, gus) == ("queued", None)


def test_going_offline_and_coming_back_keeps_the_chats(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    ana.ask("set_presence", {"presence": "offline"})
    pass_by(stage, time, 50)
    ana.ask("set_presence", {"presence": "away"})
    pass_by(stage, time, 300)
    assert state_of(stage, gus) == ("active", None)


def test_an_agent_counts_as_online_only_as_long_as_the_lease_lasts(
    stage: Stage, time: StoppedClock, ana: Agent, bea: Agent, sam: Agent, gus: Visitor
):
    stage.sweep()
    sam.heard.clear()
    bea.cut()
    pass_by(stage, time, 40)
    by_name = {one["name"]: one["presence"] for one in sam.ask("sync")["agents"]}
    assert (by_name["Bea"], by_name["Ana"]) == ("offline", "online")
    told = [one["agent"] for one in sam.all_heard("agent_changed")]
    assert [one["presence"] for one in told if one["name"] == "Bea"] == ["offline"]
    refused = ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": bea.id})
    assert refused["error"]["code"] == "forbidden"


def test_an_open_console_keeps_its_session_from_idling_away(
    stage: Stage, time: StoppedClock, ana: Agent
):
    for _ in range(11 * 4):
        time.advance(minutes=15)
        stage.loopback.sweeper.write_leases()
    assert ana.ask("sync")["ok"]
    time.advance(hours=1, seconds=1)
    assert ana.ask("sync")["error"]["code"] == "forbidden"


def test_nothing_that_happens_by_itself_happens_twice(
    stage: Stage, time: StoppedClock, gus: Visitor
):
    gus.cut()
    pass_by(stage, time, 130)
    before = stage.dump()
    pass_by(stage, time, 130)
    assert stage.dump() == before


def test_a_sweep_that_fails_for_one_chat_goes_on_with_the_others(
    stage: Stage, time: StoppedClock, gus: Visitor, monkeypatch: pytest.MonkeyPatch
):
    gil = stage.guest("Gil")
    gus.cut()
    gil.cut()
    time.advance(seconds=130)
    close = presence.close

    def fail_once(chat_id: str, *args: object, **kwargs: object) -> object:
        if chat_id == gus.chat_id:
            raise ZeroDivisionError
        return close(chat_id, *args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(presence, "close", fail_once)
        stage.loopback.sweeper.sweep()
    assert state_of(stage, gil) == ("closed", "abandoned")
    stage.loopback.sweeper.sweep()
    assert state_of(stage, gus) == ("closed", "abandoned")
