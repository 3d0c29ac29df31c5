"""Claiming: strictly in order, one winner, online and below capacity."""

import pytest

from chat import queue
from chat.actors import Agent as Staff
from chat.refusals import AlreadyClaimed, AtCapacity
from core.database import transaction
from tests.chat.contract import AGENTS_CHAT, CHATS_VISITOR, MESSAGE
from tests.chat.stage import QUESTION, Agent, Stage, Visitor, code_of


def test_claiming_gives_the_first_with_its_messages(gus: Visitor, stage: Stage, bea: Agent):
    stage.guest("Gil")
    claimed = bea.ask("claim_next")
    chat = claimed["chat"]
    assert set(chat) == AGENTS_CHAT
    assert set(chat["visitor"]) == CHATS_VISITOR
    assert (chat["id"], chat["state"], chat["position"]) == (gus.chat_id, "active", None)
    assert chat["agent"] == {"id": bea.id, "name": "Bea"}
    assert chat["question"] == QUESTION
    assert [set(one) for one in claimed["messages"]] == [MESSAGE, MESSAGE]
    assert [one["seq"] for one in claimed["messages"]] == [1, 2]


@pytest.mark.parametrize("presence", ["away", "offline"])
def test_claiming_needs_to_be_online(gus: Visitor, bea: Agent, presence: str):
    bea.ask("set_presence", {"presence": presence})
    assert code_of(bea.ask("claim_next")) == "forbidden"
    assert code_of(bea.ask("claim", {"chat_id": gus.chat_id})) == "forbidden"
    assert gus.sync()["chat"]["state"] == "queued"


def test_an_empty_queue_is_told(bea: Agent):
    assert code_of(bea.ask("claim_next")) == "queue_empty"


def test_the_second_agent_is_told_who_has_the_chat(gus: Visitor, ana: Agent, bea: Agent):
    lost = bea.ask("claim", {"chat_id": gus.chat_id})
    assert code_of(lost) == "already_claimed"
    assert lost["error"]["agent"] == {"id": ana.id, "name": "Ana"}


def test_who_looked_too_early_does_not_win_either(
    stage: Stage, gus: Visitor, ana: Agent, bea: Agent
):
    """Between processes a look may be old: the statement itself asks for the state (R19)."""
    late = Staff(id=bea.id, name="Bea", role="agent", session_id="")
    with stage.app.app_context(), pytest.raises(AlreadyClaimed), transaction():
        queue._claimed(late, gus.chat_id, reason=None)
    (chat,) = stage.rows("SELECT agent_id, epoch FROM chats WHERE id = ?", gus.chat_id)
    assert tuple(chat) == (ana.id, 1)


def test_claiming_what_one_has_already_answers_the_chat_again(gus: Visitor, ana: Agent):
    assert ana.ask("claim", {"chat_id": gus.chat_id})["chat"]["agent"]["name"] == "Ana"
    assert len([one for one in gus.sync()["messages"] if "joined" in one["body"]]) == 1


def test_nobody_but_a_supervisor_with_a_reason_passes_the_first(
    stage: Stage, gus: Visitor, bea: Agent, sam: Agent
):
    gil = {"chat_id": stage.guest("Gil").chat_id}
    assert code_of(bea.ask("claim", {**gil, "reason": "I know him"})) == "not_first"
    assert code_of(sam.ask("claim", gil)) == "not_first"
    assert code_of(sam.ask("claim", {**gil, "reason": " \n"})) == "not_first"
    assert sam.ask("claim", {**gil, "reason": "He has\ncalled twice"})["ok"]
    (line,) = stage.rows("SELECT * FROM queue_entries WHERE event = 'claimed'")
    assert (line["reason"], line["actor"]) == ("He has called twice", f"agent:{sam.id}")
    assert gus.sync()["chat"]["position"] == 1


def test_the_first_may_be_claimed_by_name(gus: Visitor, bea: Agent):
    assert bea.ask("claim", {"chat_id": gus.chat_id})["ok"]


def test_an_agent_holds_no_more_chats_than_the_capacity(stage: Stage, bea: Agent):
    guests = [stage.guest(f"Guest {number}") for number in range(5)]
    assert all(bea.ask("claim_next")["ok"] for _ in range(4))
    assert code_of(bea.ask("claim_next")) == "at_capacity"
    assert code_of(bea.ask("claim", {"chat_id": guests[4].chat_id})) == "at_capacity"
    bea.ask("close_chat", {"chat_id": guests[0].chat_id})
    assert bea.ask("claim_next")["chat"]["id"] == guests[4].chat_id


def test_the_capacity_is_looked_at_in_the_transaction_of_the_claim(stage: Stage, bea: Agent):
    """Whoever looks before it lets two claims of one moment pass (R20)."""
    guests = [stage.guest(f"Guest {number}") for number in range(5)]
    staff = Staff(id=bea.id, name="Bea", role="agent", session_id="")
    with stage.app.app_context(), transaction():
        for _ in range(4):
            queue.claim_next(staff)
        with pytest.raises(AtCapacity):
            queue.claim_next(staff)
        with pytest.raises(AtCapacity):
            queue.claim(staff, guests[4].chat_id)


def test_what_is_closed_cannot_be_claimed(gus: Visitor, bea: Agent):
    gus.ask("leave")
    assert code_of(bea.ask("claim", {"chat_id": gus.chat_id})) == "not_active"
