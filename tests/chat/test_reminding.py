"""A visitor who owes an answer is asked once; whoever types keeps the chat from idling away."""

from collections.abc import Callable

import pytest

from chat import jobs
from tests.chat.stage import Agent, Stage, Visitor
from tests.clocks import StoppedClock

ASKED = "Are you still there? If nobody writes, this chat ends in 25 minutes."


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def pass_by(stage: Stage, time: StoppedClock, seconds: int) -> None:
    time.advance(seconds=seconds)
    stage.sweep()


def reminders(visitor: Visitor) -> int:
    return [one["body"] for one in visitor.sync()["messages"]].count(ASKED)


def state_of(visitor: Visitor) -> str:
    state: str = visitor.sync()["chat"]["state"]
    return state


def test_a_visitor_who_owes_an_answer_is_asked_once(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
) -> None:
    ana.says(gus.chat_id, "Which browser do you use?")
    pass_by(stage, time, 300)
    assert reminders(gus) == 0
    pass_by(stage, time, 5)
    assert reminders(gus) == 1
    heard = [one["message"]["body"] for one in gus.all_heard("message_posted")]
    assert heard.count(ASKED) == 1
    pass_by(stage, time, 900)
    assert reminders(gus) == 1


def test_each_silence_has_its_own_reminder(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
) -> None:
    for asked in (1, 2):
        ana.says(gus.chat_id, "Which browser do you use?")
        pass_by(stage, time, 310)
        assert reminders(gus) == asked
        time.advance(seconds=1)
        gus.says("Safari")


def test_the_reminder_does_not_put_off_the_end(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
) -> None:
    ana.says(gus.chat_id, "Which browser do you use?")
    pass_by(stage, time, 1800)
    assert state_of(gus) == "active"
    pass_by(stage, time, 5)
    assert state_of(gus) == "closed"


def test_nobody_is_asked_while_the_agent_owes_the_answer(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
) -> None:
    pass_by(stage, time, 400)
    ana.note(gus.chat_id, "Looking it up")
    pass_by(stage, time, 400)
    ana.says(gus.chat_id, "One moment")
    gus.says("Sure")
    pass_by(stage, time, 400)
    assert reminders(gus) == 0


def test_nobody_is_asked_in_the_queue(stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent):
    ana.says(gus.chat_id, "Which browser do you use?")
    assert ana.ask("transfer", {"chat_id": gus.chat_id, "to": "queue"})["ok"]
    pass_by(stage, time, 600)
    assert reminders(gus) == 0


def test_typing_puts_off_the_reminder_and_the_end(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
) -> None:
    ana.says(gus.chat_id, "Which browser do you use?")
    pass_by(stage, time, 290)
    assert gus.ask("typing", {"is_typing": True})["ok"]
    pass_by(stage, time, 290)
    assert reminders(gus) == 0
    pass_by(stage, time, 1200)
    assert ana.ask("typing", {"chat_id": gus.chat_id, "is_typing": True})["ok"]
    pass_by(stage, time, 1790)
    assert state_of(gus) == "active"
    pass_by(stage, time, 20)
    assert state_of(gus) == "closed"


def test_an_answer_at_the_last_moment_is_not_asked_for(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.says(gus.chat_id, "Which browser do you use?")
    time.advance(seconds=301)
    stage.loopback.sweeper.write_leases()
    go_on = jobs._try

    def answer_first(use_case: Callable[..., None], *what: object) -> None:
        gus.says("Safari")
        go_on(use_case, *what)

    monkeypatch.setattr(jobs, "_try", answer_first)
    stage.loopback.sweeper.sweep()
    assert reminders(gus) == 0


@pytest.mark.parametrize("seconds", [0, 1800, 5000])
def test_a_reminder_that_is_not_wished_or_would_come_too_late_is_not_given(
    set_up: Callable[..., Stage], time: StoppedClock, seconds: int
) -> None:
    stage = set_up(reminder_seconds=seconds)
    gus, ana = stage.guest("Gus"), stage.agent("ana")
    ana.ask("claim_next")
    ana.says(gus.chat_id, "Which browser do you use?")
    pass_by(stage, time, 1700)
    assert "still there" not in str(gus.sync()["messages"])
