"""Who is gone, as the other side and the own other tabs see it (R17, R25, R26, R32, R36, R37)."""

from collections.abc import Callable

import pytest

from chat import jobs
from tests.chat.stage import Agent, Stage, Visitor, code_of
from tests.chat.test_presence import before_it_acts, last_words, pass_by, state_of
from tests.clocks import StoppedClock


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def test_all_tabs_of_an_agent_are_told_of_what_one_of_them_does(
    stage: Stage, gus: Visitor, ana: Agent
):
    phone = stage.agent("ana")
    assert gus.says("Hello")["ok"]
    phone.heard.clear()
    ana.ask("mark_read", {"chat_id": gus.chat_id, "seq": 3})
    ana.says(gus.chat_id, "Good morning")
    ana.ask("set_presence", {"presence": "away"})
    ana.ask("close_chat", {"chat_id": gus.chat_id})
    told = [name for name, _ in phone.heard]
    assert {"message_read", "message_posted", "agent_changed", "chat_changed"} <= set(told)
    assert phone.all_heard("message_read")[-1]["seq"] == 3
    assert phone.all_heard("agent_changed")[0]["agent"]["presence"] == "away"
    assert phone.all_heard("chat_changed")[-1]["chat"]["state"] == "closed"
    sent = [one["message"]["body"] for one in phone.all_heard("message_posted")]
    assert sent.count("Good morning") == 1


def test_a_claim_in_one_tab_shows_in_the_other(stage: Stage, gus: Visitor):
    ana, phone = stage.agent("ana"), stage.agent("ana")
    assert ana.ask("claim_next")["ok"]
    chat = phone.all_heard("chat_changed")[-1]["chat"]
    assert (chat["id"], chat["state"], chat["agent"]["id"]) == (gus.chat_id, "active", ana.id)
    assert phone.ask("claim", {"chat_id": gus.chat_id})["ok"], "it is the own one already"


def test_a_returned_chat_is_marked_and_first_in_line(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, bea: Agent
):
    stage.guest("Gil")
    ana.cut()
    pass_by(stage, time, 65)
    board = bea.ask("sync")["queue"]["chats"]
    assert board[0]["id"] == gus.chat_id
    assert [bool(chat["returned_at"]) for chat in board] == [True, False]
    answer = bea.ask("claim_next")
    assert "back in the queue" in str(answer["messages"]), "with its history"


def test_the_visitor_learns_that_the_agent_is_gone_within_30_seconds(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    stage.sweep()
    ana.cut()
    pass_by(stage, time, 30)
    assert gus.all_heard("chat_changed")[-1]["chat"]["agent"]["connected"] is False


def test_an_agent_sees_since_when_a_visitor_has_gone(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    stage.sweep()
    assert ana.ask("sync")["chats"][0]["visitor"]["seen_at"] is None
    gus.cut()
    pass_by(stage, time, 30)
    visitor = ana.all_heard("chat_changed")[-1]["chat"]["visitor"]
    assert (visitor["connected"], visitor["seen_at"]) == (False, "2026-03-06T09:30:00.000Z")
    pass_by(stage, time, 300)
    assert state_of(stage, gus) == ("active", None), "it stays open until the idle rule"


@pytest.mark.parametrize("first", ["the claim", "the sweep"])
def test_a_claim_and_an_abandonment_have_one_winner(
    stage: Stage, time: StoppedClock, gus: Visitor, bea: Agent, monkeypatch, first: str
):
    gus.cut()
    time.advance(seconds=130)
    stage.loopback.sweeper.write_leases()
    if first == "the claim":
        before_it_acts(monkeypatch, lambda: bea.ask("claim_next"))
        stage.loopback.sweeper.sweep()
        assert state_of(stage, gus) == ("active", None)
    else:
        stage.loopback.sweeper.sweep()
        assert code_of(bea.ask("claim_next")) == "queue_empty"
        assert state_of(stage, gus) == ("closed", "abandoned")


def test_an_abandoned_chat_is_off_every_list_with_the_sweep_that_finds_it(
    stage: Stage, time: StoppedClock, gus: Visitor, bea: Agent
):
    gus.cut()
    pass_by(stage, time, 125)
    stage.loopback.publish()
    assert bea.all_heard("queue_changed")[-1]["queue"]["length"] == 0
    assert last_words(stage, gus) == "The visitor has left."


def test_a_long_wait_never_ends_by_itself_while_the_visitor_is_there(
    set_up: Callable[..., Stage], time: StoppedClock
):
    stage = set_up(offer_ticket_seconds=180)
    gus, ana = stage.guest("Gus"), stage.agent("ana")
    stage.loopback.publish()
    offered_at = gus.sync()["chat"]["ticket_offered_at"]
    assert offered_at == "2026-03-06T09:33:00.000Z"
    ana.cut()
    pass_by(stage, time, 30)
    stage.loopback.publish()
    assert gus.all_heard("chat_changed")[-1]["chat"]["team_online"] is False
    pass_by(stage, time, 3600, step=20)
    assert state_of(stage, gus) == ("queued", None)


def test_the_idle_times_stop_when_a_chat_waits_again(
    set_up: Callable[..., Stage], time: StoppedClock
):
    stage = set_up(idle_close_seconds=300, reminder_seconds=60)
    gus, ana = stage.guest("Gus"), stage.agent("ana")
    ana.ask("claim_next")
    ana.says(gus.chat_id, "Which browser?")
    pass_by(stage, time, 50)
    ana.ask("transfer", {"chat_id": gus.chat_id, "to": "queue"})
    pass_by(stage, time, 600, step=20)
    assert state_of(stage, gus) == ("queued", None)
    assert "back in the queue" in last_words(stage, gus), "nobody was reminded"


def test_an_answered_ping_is_written_down_once(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, monkeypatch
):
    stage.loopback.sweeper.write_leases()
    written: list[object] = []
    monkeypatch.setattr(jobs, "_see_all", written.extend)
    stage.loopback.sweeper.write_leases()
    assert written == []
    time.advance(seconds=15)
    stage.loopback.sweeper.write_leases()
    assert len(written) == 3, "the visitor, the agent and the agent's session"


def test_a_clock_that_is_set_back_while_the_desk_is_down_keeps_nobody_there(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    gil = stage.guest("Gil")
    stage.sweep()
    time.advance(hours=-2)
    stage.restart()
    sam = stage.agent("sam", online=False)
    pass_by(stage, time, 35)
    by_name = {one["name"]: one["presence"] for one in sam.ask("sync")["agents"]}
    assert by_name["Ana"] == "offline"
    pass_by(stage, time, 35)
    assert state_of(stage, gus) == ("queued", None)
    pass_by(stage, time, 60)
    assert state_of(stage, gil) == ("closed", "abandoned")
