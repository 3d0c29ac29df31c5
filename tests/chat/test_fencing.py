"""A laptop that wakes up cannot write into a chat that went on without it; it learns who has it."""

import pytest

from tests.browsing import Browser
from tests.chat.stage import Agent, Stage, Visitor, code_of, new_id
from tests.chat.test_presence import pass_by, state_of
from tests.clocks import StoppedClock


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def wake(stage: Stage, agent: Agent) -> Agent:
    """The same browser, connected again."""
    back = Agent(stage.loopback, "/agent", agent._environ["HTTP_COOKIE"])
    back.id = agent.id
    back.connect()
    return back


def epoch_of(agent: Agent, chat_id: str) -> int:
    chats = {chat["id"]: chat for chat in agent.ask("sync")["chats"]}
    found: int = chats[chat_id]["epoch"]
    return found


def test_a_late_write_is_refused_and_says_who_has_the_chat(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, bea: Agent
):
    ana.cut()
    pass_by(stage, time, 70)
    assert bea.ask("claim_next")["ok"]
    back = wake(stage, ana)
    for event, more in (
        ("send_message", {"client_id": new_id(), "body": "Late words"}),
        ("transfer", {"to": "queue"}),
        ("close_chat", {}),
        ("convert_to_ticket", {}),
        ("redirect_to_ticket", {}),
    ):
        answer = back.ask(event, {"chat_id": gus.chat_id, **more})
        assert code_of(answer) == "forbidden"
        assert answer["error"]["message"] == "Bea has this chat now."
        assert answer["error"]["agent"] == {"id": bea.id, "name": "Bea"}
    assert "Late words" not in str(gus.sync())


def test_a_console_that_wakes_up_learns_who_has_each_chat(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent, bea: Agent
):
    gil = stage.guest("Gil")
    assert ana.ask("claim_next")["ok"]
    ana.cut()
    pass_by(stage, time, 70)
    assert bea.ask("claim_next")["chat"]["id"] == gus.chat_id
    back = wake(stage, ana)
    fresh = back.sync(**{gus.chat_id: 2, gil.chat_id: 2})
    assert fresh["held_by"] == {gus.chat_id: {"id": bea.id, "name": "Bea"}}
    assert [(chat["id"], chat["state"]) for chat in fresh["chats"]] == [(gil.chat_id, "queued")]


def test_what_is_held_is_not_told_as_held_by_somebody(gus: Visitor, ana: Agent, sam: Agent):
    assert "held_by" not in ana.sync(**{gus.chat_id: 1})
    assert "held_by" not in sam.sync(**{gus.chat_id: 1}), "a supervisor reads it"
    assert "held_by" not in sam.sync(nobody=1)


def test_words_from_before_the_chat_went_on_are_refused_to_its_own_agent_too(
    stage: Stage, gus: Visitor, ana: Agent, bea: Agent
):
    before = epoch_of(ana, gus.chat_id)
    late = {"chat_id": gus.chat_id, "client_id": new_id(), "body": "Late", "epoch": before}
    assert ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": bea.id})["ok"]
    assert bea.ask("transfer", {"chat_id": gus.chat_id, "agent_id": ana.id})["ok"]
    refused = ana.ask("send_message", late)
    assert code_of(refused) == "forbidden"
    assert "changed hands" in refused["error"]["message"]
    now = epoch_of(ana, gus.chat_id)
    assert now == before + 2
    assert ana.ask("send_message", {**late, "epoch": now})["ok"]


def test_a_message_that_was_stored_is_acknowledged_under_its_old_assignment(
    gus: Visitor, ana: Agent, bea: Agent
):
    said = {
        "chat_id": gus.chat_id, "client_id": new_id(), "body": "Hello",
        "epoch": epoch_of(ana, gus.chat_id),
    }  # fmt: skip
    first = ana.ask("send_message", said)
    assert ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": bea.id})["ok"]
    assert ana.ask("send_message", said) == first


def test_a_chat_that_waits_again_has_to_be_claimed_first(gus: Visitor, ana: Agent):
    assert ana.ask("transfer", {"chat_id": gus.chat_id, "to": "queue"})["ok"]
    assert "Claim it first" in ana.says(gus.chat_id, "Hello")["error"]["message"]
    assert "Claim it first" in ana.ask("close_chat", {"chat_id": gus.chat_id})["error"]["message"]


def test_who_signs_out_gives_the_chats_back_at_once(stage: Stage, gus: Visitor, bea: Agent):
    browser = Browser(stage.app).sign_in(stage.account("ana"))
    name = stage.app.config["SESSION_COOKIE_NAME"]
    ana = Agent(stage.loopback, "/agent", f"{name}={browser.cookie(name).value}")
    ana.connect()
    assert ana.ask("set_presence", {"presence": "online"})["ok"]
    assert ana.ask("claim_next")["ok"]
    browser.send("/logout")
    assert ana.closed
    chat = gus.sync()["chat"]
    assert (chat["state"], chat["position"]) == ("queued", 1)
    assert bea.ask("claim_next")["ok"]


def test_who_signs_out_on_one_device_keeps_them_on_the_other(
    stage: Stage, time: StoppedClock, gus: Visitor, ana: Agent
):
    browser = Browser(stage.app).sign_in(stage.account("ana"))
    browser.send("/logout")
    pass_by(stage, time, 120)
    assert ana.says(gus.chat_id, "Still here")["ok"]


@pytest.mark.parametrize(
    "how",
    [
        "UPDATE accounts SET is_active = 0 WHERE id = ?",
        "UPDATE accounts SET role = 'member', username = 'ana' WHERE id = ?",
        "UPDATE sessions SET ended_at = 1 WHERE account_id = ?",
    ],
)
def test_who_may_not_answer_any_more_loses_the_chats_with_the_next_sweep(
    stage: Stage, gus: Visitor, ana: Agent, how: str
):
    stage.sweep()
    assert state_of(stage, gus)[0] == "active"
    stage.write(how, ana.id)
    stage.sweep()
    assert state_of(stage, gus) == ("queued", None)
    line = stage.rows("SELECT event, actor, reason FROM queue_entries ORDER BY number DESC")[0]
    assert tuple(line) == ("returned", "system", "the agent has signed out")
