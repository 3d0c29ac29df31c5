"""Active chats in which nobody writes: closed in time, and only then."""

from collections.abc import Callable

import pytest

from tests.chat.passing import before_it_acts, last_words, pass_by, state_of
from tests.chat.stage import Agent, Stage, Visitor
from tests.clocks import StoppedClock


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def test_an_active_chat_with_no_message_is_closed(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    pass_by(stage, time, 1800, step=30)
    assert state_of(stage, gus) == ("active", None)
    pass_by(stage, time, 5)
    assert state_of(stage, gus) == ("closed", "idle")
    assert last_words(stage, gus) == "The chat was closed because nobody had written for a while."
    assert gus.all_heard("chat_changed")[-1]["chat"]["closed_reason"] == "idle"
    assert ana.all_heard("agent_changed")[-1]["agent"]["active_chats"] == 0


@pytest.mark.parametrize("who", ["visitor", "agent"])
def test_any_message_begins_the_idle_time_anew(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, who: str
):
    pass_by(stage, time, 1780, step=20)
    assert gus.says("Still here")["ok"] if who == "visitor" else ana.says(gus.chat_id, "Hm")["ok"]
    pass_by(stage, time, 1780, step=20)
    assert state_of(stage, gus) == ("active", None)


def test_a_message_at_the_last_moment_keeps_the_chat_open(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, monkeypatch: pytest.MonkeyPatch
):
    time.advance(seconds=1801)
    stage.loopback.sweeper.write_leases()
    before_it_acts(monkeypatch, lambda: gus.says("Still here"))
    stage.loopback.sweeper.sweep()
    assert state_of(stage, gus) == ("active", None)


def test_the_idle_time_is_of_active_chats_only(set_up: Callable[..., Stage], time: StoppedClock):
    stage = set_up(idle_close_seconds=60)
    gus, ana = stage.guest("Gus"), stage.agent("ana")
    pass_by(stage, time, 600, step=20)
    assert state_of(stage, gus) == ("queued", None)
    ana.ask("claim_next")
    pass_by(stage, time, 40)
    ana.ask("transfer", {"chat_id": gus.chat_id, "to": "queue"})
    pass_by(stage, time, 600, step=20)
    assert state_of(stage, gus) == ("queued", None)
    ana.ask("claim_next")
    pass_by(stage, time, 55)
    assert state_of(stage, gus) == ("active", None)
