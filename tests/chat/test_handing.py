"""Handing a chat on, as it is seen on the screens of those who do it."""

import pytest

from tests.chat.stage import Agent, Stage, Visitor
from tests.chat.views import AgentView


@pytest.mark.parametrize("to", ["colleague", "queue"])
def test_who_hands_a_chat_on_with_a_note_misses_nothing_of_it(
    gus: Visitor, ana: Agent, bea: Agent, to: str
):
    console = AgentView(ana)
    console.look_anew()  # From here on the chat is watched, as every console does.
    wish = {"to": "queue"} if to == "queue" else {"agent_id": bea.id}
    assert ana.ask("transfer", {"chat_id": gus.chat_id, "note": "Wants a refund", **wish})["ok"]
    console.apply()
    told = [one["message"]["seq"] for one in ana.all_heard("message_posted")][-2:]
    assert told == [3, 4]
    assert [console.messages[gus.chat_id][seq]["kind"] for seq in told] == ["note", "system"]


def test_the_load_of_both_is_told_to_both(stage: Stage, gus: Visitor, ana: Agent, bea: Agent):
    consoles = [AgentView(one) for one in (ana, bea)]
    for console in consoles:
        console.look_anew()
    wish = {"chat_id": gus.chat_id, "agent_id": bea.id, "note": "Wants a refund"}
    assert ana.ask("transfer", wish)["ok"]
    stage.loopback.publish()
    for console in consoles:
        console.apply()
        load = {agent["name"]: agent["active_chats"] for agent in console.agents.values()}
        assert (load["Ana"], load["Bea"]) == (0, 1)
        console.compare()
