"""How a chat goes on without its agent: handed over, returned, closed, redirected, converted."""

import pytest

from tests.chat.stage import QUESTION, Agent, Stage, Visitor, code_of


def test_a_transfer_hands_the_chat_over_at_once(stage: Stage, gus: Visitor, ana: Agent, bea: Agent):
    wish = {"chat_id": gus.chat_id, "agent_id": bea.id, "note": "Knows Safari"}
    chat = ana.ask("transfer", wish)["chat"]
    assert chat["agent"] == {"id": bea.id, "name": "Bea"}
    assert code_of(ana.says(gus.chat_id, "Hello")) == "forbidden"
    assert bea.says(gus.chat_id, "Hello")["ok"]
    kinds = [(one["kind"], one["body"]) for one in bea.sync(**{gus.chat_id: 2})["messages"]]
    assert kinds[:2] == [("note", "Knows Safari"), ("system", "Ana handed the chat to Bea.")]


@pytest.mark.parametrize("presence", ["away", "offline"])
def test_the_receiver_must_be_online(gus: Visitor, ana: Agent, bea: Agent, presence: str):
    bea.ask("set_presence", {"presence": presence})
    wish = {"chat_id": gus.chat_id, "agent_id": bea.id}
    assert code_of(ana.ask("transfer", wish)) == "forbidden"
    assert ana.says(gus.chat_id, "Still mine")["ok"]


def test_the_receiver_must_have_room(stage: Stage, ana: Agent, bea: Agent, gus: Visitor):
    for number in range(4):
        stage.guest(f"Guest {number}")
        assert bea.ask("claim_next")["ok"]
    wish = {"chat_id": gus.chat_id, "agent_id": bea.id, "note": "Please"}
    before = stage.dump()
    assert code_of(ana.ask("transfer", wish)) == "at_capacity"
    assert stage.dump() == before


def test_the_receiver_must_be_somebody_else_who_answers(stage: Stage, gus: Visitor, ana: Agent):
    maya = stage.account("maya").id
    for receiver, code in ((maya, "not_found"), ("nobody", "not_found"), (ana.id, "invalid")):
        wish = {"chat_id": gus.chat_id, "agent_id": receiver}
        assert code_of(ana.ask("transfer", wish)) == code


def test_a_chat_that_returns_to_the_queue_keeps_its_place(stage: Stage, gus: Visitor, ana: Agent):
    gil = stage.guest("Gil")
    wish = {"chat_id": gus.chat_id, "to": "queue", "note": "Needs Italian"}
    chat = ana.ask("transfer", wish)["chat"]
    assert (chat["state"], chat["position"], chat["agent"]) == ("queued", 1, None)
    assert gus.sync()["chat"]["position"] == 1
    assert gil.sync()["chat"]["position"] == 2
    assert ana.ask("claim_next")["chat"]["id"] == gus.chat_id


def test_closing_is_final_and_twice_is_once(gus: Visitor, ana: Agent):
    closed = ana.ask("close_chat", {"chat_id": gus.chat_id})
    assert (closed["chat"]["state"], closed["chat"]["closed_reason"]) == ("closed", "agent")
    assert ana.ask("close_chat", {"chat_id": gus.chat_id}) == closed
    assert code_of(ana.says(gus.chat_id, "Hello")) == "not_active"
    assert code_of(ana.ask("transfer", {"chat_id": gus.chat_id, "to": "queue"})) == "not_active"
    assert gus.sync()["messages"][-1]["body"] == "Ana ended the chat."


def test_somebody_elses_closed_chat_is_not_active(gus: Visitor, ana: Agent, bea: Agent):
    ana.ask("close_chat", {"chat_id": gus.chat_id})
    assert code_of(bea.ask("close_chat", {"chat_id": gus.chat_id})) == "not_active"


def test_a_redirect_closes_the_chat_with_a_link_to_a_filled_in_issue(
    stage: Stage, gus: Visitor, ana: Agent
):
    chat = ana.ask("redirect_to_ticket", {"chat_id": gus.chat_id, "language": "nb"})["chat"]
    assert (chat["state"], chat["closed_reason"]) == ("closed", "redirected")
    seen = gus.sync()
    assert seen["chat"]["redirect_url"].startswith("/chat/redirect/")
    words = [one["body"] for one in seen["messages"] if one["kind"] == "system"]
    assert "chat" in words[-2]
    page = stage.app.test_client().get(seen["chat"]["redirect_url"])
    assert page.status_code == 200
    assert QUESTION in page.text
    assert ana.ask("redirect_to_ticket", {"chat_id": gus.chat_id, "language": "nb"})["ok"]
    assert len(stage.rows("SELECT * FROM redirects")) == 1


def test_a_conversion_makes_one_ticket_with_the_whole_conversation(
    stage: Stage, gus: Visitor, ana: Agent
):
    ana.says(gus.chat_id, "Which browser?")
    gus.says("Safari")
    ana.note(gus.chat_id, "CANARY")
    wish = {"chat_id": gus.chat_id, "title": "English - login", "priority": "high"}
    done = ana.ask("convert_to_ticket", wish)
    assert done["ticket"] == {"number": "IT-1001", "url": "/console/tickets/IT-1001"}
    assert done["chat"]["ticket"] == done["ticket"]
    assert done["chat"]["closed_reason"] == "converted"
    (ticket,) = stage.rows("SELECT * FROM tickets")
    assert (ticket["title"], ticket["priority"], ticket["source"]) == (
        "English - login", "high", "chat",
    )  # fmt: skip
    copied = stage.rows("SELECT body FROM ticket_entries WHERE chat_seq > 0 ORDER BY chat_seq")
    seen = [one["body"] for one in gus.sync()["messages"]]
    assert [row["body"] for row in copied] == seen
    assert "CANARY" not in str(seen)


def test_a_second_conversion_answers_the_same_ticket(stage: Stage, gus: Visitor, ana: Agent):
    first = ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})
    second = ana.ask("convert_to_ticket", {"chat_id": gus.chat_id, "title": "Another"})
    assert second == first
    assert len(stage.rows("SELECT * FROM tickets")) == 1


def test_a_chat_that_goes_on_adds_the_rest_at_its_end(stage: Stage, gus: Visitor, ana: Agent):
    done = ana.ask("convert_to_ticket", {"chat_id": gus.chat_id, "close": False})
    assert done["chat"]["state"] == "active"
    gus.says("And one more thing")
    assert gus.sync()["chat"]["ticket"]["url"].startswith("/issues/private/")
    ana.ask("close_chat", {"chat_id": gus.chat_id})
    copied = stage.rows("SELECT body FROM ticket_entries WHERE chat_seq > 0 ORDER BY number")
    assert [row["body"] for row in copied] == [one["body"] for one in gus.sync()["messages"]]


def test_what_is_not_said_of_a_ticket_is_taken_from_the_question(
    stage: Stage, gus: Visitor, ana: Agent
):
    ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})
    (ticket,) = stage.rows("SELECT * FROM tickets")
    assert ticket["title"].startswith("English - I cannot log in")
    assert ticket["description"] == QUESTION
    assert (ticket["status"], ticket["priority"]) == ("open", "normal")


def test_a_wrong_ticket_is_no_ticket_and_the_chat_goes_on(stage: Stage, gus: Visitor, ana: Agent):
    before = stage.dump()
    for wrong in ({"title": "x" * 121}, {"title": " "}, {"description": "x" * 5001}):
        answer = ana.ask("convert_to_ticket", {"chat_id": gus.chat_id, **wrong})
        assert code_of(answer) in ("invalid", "too_long")
    assert stage.dump() == before
    assert ana.says(gus.chat_id, "Hello")["ok"]
