"""Changes in the team while chats go on."""

from typing import Any

from chat import staffing
from core.database import transaction
from tests.chat.stage import Agent, Stage, Visitor


def change(stage: Stage, agent_id: str, **wishes: Any) -> None:
    sam = stage.account("sam")
    version = stage.rows("SELECT updated_at FROM accounts WHERE id = ?", agent_id)[0][0]
    with stage.app.app_context(), transaction():
        staffing.change(agent_id, by=sam, version=version, **wishes)
    stage.loopback.settle()


def test_chats_of_whoever_is_deactivated_return_to_their_places_at_once(
    stage: Stage, gus: Visitor, ana: Agent, bea: Agent
) -> None:
    stage.guest("Gil")
    sam = stage.account("sam")
    with stage.app.app_context(), transaction():
        staffing.deactivate(ana.id, by=sam)
    stage.loopback.settle()
    assert ana.closed
    assert bea.ask("claim_next")["chat"]["id"] == gus.chat_id


def test_everybody_hears_that_a_colleague_has_gone_and_is_back(
    stage: Stage, ana: Agent, bea: Agent
) -> None:
    """Nobody is offered as somebody to hand a chat to who cannot come in any more."""
    sam = stage.account("sam")
    for act in (staffing.deactivate, staffing.reactivate):
        before = len(bea.heard)
        with stage.app.app_context(), transaction():
            act(ana.id, by=sam)
        stage.loopback.settle()
        told = [said["agent"] for name, said in bea.heard[before:] if name == "agent_changed"]
        assert {(one["id"], one["presence"]) for one in told} == {(ana.id, "offline")}


def test_a_new_capacity_holds_at_once_and_everybody_hears_of_it(
    stage: Stage, ana: Agent, bea: Agent
) -> None:
    stage.guest("Gil")
    change(stage, ana.id, role="agent", capacity=1)
    assert ana.ask("claim_next")["error"]["code"] == "at_capacity"
    assert bea.all_heard("agent_changed")[-1]["agent"]["capacity"] == 1
    change(stage, ana.id, role="agent", capacity=2)
    assert ana.ask("claim_next")["ok"]


def test_a_new_role_opens_every_connection_anew(stage: Stage, ana: Agent) -> None:
    change(stage, ana.id, role="supervisor", capacity=None)
    assert ana.closed
