"""What a visitor can do over the live connection, and what each act is answered with."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.text import clean_body
from tests.chat.contract import MESSAGE, VISITORS_CHAT
from tests.chat.stage import QUESTION, Agent, Stage, Visitor, new_id


def test_the_question_is_the_first_message(gus: Visitor):
    (message,) = gus.sync()["messages"]
    assert set(message) == MESSAGE
    assert (message["seq"], message["kind"], message["body"]) == (1, "text", QUESTION)
    assert message["author"] == {"kind": "visitor", "name": "Gus"}


def test_a_message_is_acknowledged_as_it_is_stored(gus: Visitor):
    answer = gus.says("  It is Safari\r\non my iPad  ", "first")
    message = answer["message"]
    assert set(message) == MESSAGE
    assert message["body"] == "It is Safari\non my iPad"
    assert (message["client_id"], message["chat_id"]) == ("first", gus.chat_id)
    assert (message["seq"], message["attachments"]) == (2, [])
    assert gus.sync(1)["messages"] == [message]


@settings(max_examples=100, suppress_health_check=[*HealthCheck], deadline=None)
@given(typed=st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_is_shown_to_both_sides_as_it_was_stored_or_refused(
    stage: Stage, gus: Visitor, ana: Agent, typed: str
):
    answer = gus.says(typed)
    if not answer["ok"]:
        assert answer["error"]["code"] == "invalid"
        return
    seq, body = answer["message"]["seq"], clean_body(typed)
    (stored,) = stage.rows("SELECT body FROM messages WHERE seq = ?", seq)
    shown = [
        stored["body"],
        gus.sync(seq - 1)["messages"][0]["body"],
        ana.all_heard("message_posted")[-1]["message"]["body"],
        ana.sync(**{gus.chat_id: seq - 1})["messages"][0]["body"],
    ]
    assert shown == [body] * 4


def test_a_waiting_visitor_may_write(gus: Visitor):
    assert gus.says("Is somebody there?")["ok"]
    assert gus.sync()["chat"]["state"] == "queued"


def test_a_message_that_is_sent_again_is_the_one_first_stored(gus: Visitor):
    first = gus.says("Hello", "same")
    assert gus.says("Hello", "same") == first
    assert gus.says("  Hello\r\n", "same") == first
    assert len(gus.sync()["messages"]) == 2


def test_an_id_is_for_one_message(gus: Visitor, ana: Agent):
    gus.says("Hello", "same")
    assert gus.says("Goodbye", "same")["error"]["code"] == "id_conflict"
    agents = {"chat_id": gus.chat_id, "client_id": "same", "body": "Hello"}
    assert ana.ask("send_message", agents)["error"]["code"] == "id_conflict"
    assert ana.ask("send_message", {**agents, "client_id": "note", "kind": "note"})["ok"]
    assert gus.says("Hello", "note")["error"]["code"] == "id_conflict"
    assert len(gus.sync()["messages"]) == 3


def test_the_same_id_in_another_chat_is_another_message(stage: Stage, gus: Visitor):
    gil = stage.guest("Gil")
    assert gus.says("Hello", "same")["message"]["id"] != gil.says("Hello", "same")["message"]["id"]


def test_a_closed_chat_takes_no_message_but_answers_the_old_ones(gus: Visitor):
    before = gus.says("Hello", "before")
    gus.ask("leave")
    assert gus.says("One more")["error"]["code"] == "not_active"
    assert gus.says("Hello", "before") == before


def test_sync_pages_through_a_long_chat_both_ways(stage: Stage, gus: Visitor):
    for number in range(2, 452):
        assert gus.says(f"message {number}")["message"]["seq"] == number
    pages, after = [], 0
    while True:
        page = gus.sync(after)
        pages.append([one["seq"] for one in page["messages"]])
        if not page["has_more"]:
            break
        after = pages[-1][-1]
    assert pages == [[*range(1, 201)], [*range(201, 401)], [*range(401, 452)]]
    older = gus.ask("sync", {"before_seq": 452})
    assert [one["seq"] for one in older["messages"]] == [*range(252, 452)]
    assert older["has_more"]
    oldest = gus.ask("sync", {"before_seq": 52})
    assert [one["seq"] for one in oldest["messages"]] == [*range(1, 52)]
    assert not oldest["has_more"]


@pytest.mark.parametrize("after_seq", [0, 1, 2, 3, 4, 1000, 2**31 - 1])
def test_sync_answers_any_place_sanely(gus: Visitor, after_seq: int):
    gus.says("two")
    gus.says("three")
    page = gus.sync(after_seq)
    assert [one["seq"] for one in page["messages"]] == [n for n in (1, 2, 3) if n > after_seq]
    assert set(page["chat"]) == VISITORS_CHAT
    assert page["chat"]["last_seq"] == 3
    assert not page["has_more"]


@pytest.mark.parametrize("before_seq", [0, 1, 2, 2**31 - 1])
def test_sync_backwards_answers_any_place_sanely(gus: Visitor, before_seq: int):
    page = gus.ask("sync", {"before_seq": before_seq})
    assert [one["seq"] for one in page["messages"]] == ([1] if before_seq > 1 else [])


def test_marks_only_move_forward_and_never_beyond_what_there_is(gus: Visitor):
    gus.says("two")
    assert gus.ask("mark_delivered", {"seq": 2}) == {"ok": True}
    assert gus.ask("mark_delivered", {"seq": 1}) == {"ok": True}
    chat = gus.sync()["chat"]
    assert (chat["delivered_seq"]["visitor"], chat["read_seq"]["visitor"]) == (2, 0)
    gus.ask("mark_read", {"seq": 1_000_000})
    chat = gus.sync()["chat"]
    assert chat["read_seq"] == {"visitor": 2, "agent": 0}
    assert chat["delivered_seq"] == {"visitor": 2, "agent": 0}


def test_what_is_read_is_delivered(gus: Visitor):
    gus.ask("mark_read", {"seq": 1})
    assert gus.sync()["chat"]["delivered_seq"]["visitor"] == 1


def test_leaving_the_queue_is_final_and_twice_is_once(stage: Stage, gus: Visitor):
    left = gus.ask("leave")
    assert left["chat"]["state"] == "closed"
    assert left["chat"]["closed_reason"] == "visitor"
    assert left["chat"]["position"] is None
    assert gus.ask("leave") == left
    assert stage.agent().ask("claim_next")["error"]["code"] == "queue_empty"


def test_leaving_ends_a_chat_as_well(gus: Visitor, ana: Agent):
    left = gus.ask("leave")["chat"]
    assert (left["state"], left["closed_reason"]) == ("closed", "visitor")
    assert left["agent"] == {"name": "Ana", "connected": False}
    assert ana.says(gus.chat_id, "Wait")["error"]["code"] == "not_active"
    assert gus.sync()["messages"][-1]["body"] == "The visitor ended the chat."


def test_a_chat_is_rated_once_it_is_over(stage: Stage, gus: Visitor):
    assert gus.ask("rate", {"score": 5})["error"]["code"] == "forbidden"
    gus.ask("leave")
    assert gus.ask("rate", {"score": 2, "comment": " Too slow \r\n"}) == {"ok": True}
    rated = stage.rows("SELECT rating, rating_comment FROM chats")
    assert [tuple(row) for row in rated] == [(2, "Too slow")]
    assert gus.ask("rate", {"score": 4}) == {"ok": True}
    assert [tuple(row) for row in stage.rows("SELECT rating, rating_comment FROM chats")] == [
        (4, None)
    ]


@pytest.mark.parametrize(("comment", "code"), [("x" * 4001, "invalid"), ("a\0b", "invalid")])
def test_a_comment_is_text_like_any_other(gus: Visitor, comment: str, code: str):
    gus.ask("leave")
    assert gus.ask("rate", {"score": 5, "comment": comment})["error"]["code"] == code


def test_who_returns_after_the_end_starts_a_new_chat(stage: Stage):
    maya = stage.cookie("maya")
    first = stage.start_chat("Maya", cookie=maya)["chat"]
    stage.visitor(first["id"], first["token"]).ask("leave")
    second = stage.start_chat("Maya", cookie=maya)["chat"]
    assert second["id"] != first["id"]
    assert second["state"] == "queued"


def test_an_agent_is_known_by_the_first_name(stage: Stage, gus: Visitor):
    cookie = stage.cookie("ana")
    stage.write("UPDATE accounts SET name = 'Ana Novak' WHERE name = 'Ana'")
    ana = Agent(stage.loopback, "/agent", cookie)
    ana.connect()
    assert ana.ask("set_presence", {"presence": "online"})["agent"]["name"] == "Ana Novak"
    assert ana.ask("claim_next")["ok"]
    ana.says(gus.chat_id, "Hello")
    synced = gus.sync()
    assert synced["messages"][-1]["author"] == {"kind": "agent", "name": "Ana"}
    told = [gus.all_heard(event) for event in ("message_posted", "chat_changed")]
    assert "Novak" not in str([synced, told])


def test_system_messages_have_no_author_name_and_no_client_id(gus: Visitor, ana: Agent):
    (joined,) = [one for one in gus.sync()["messages"] if one["kind"] == "system"]
    assert joined["author"] == {"kind": "system", "name": None}
    assert joined["client_id"] is None
    assert joined["body"] == "Ana joined the chat."


def test_nothing_of_one_chat_can_be_reached_with_the_token_of_another(stage: Stage, gus: Visitor):
    gil = stage.guest("Gil", question="A secret of Gil, please keep it for yourself")
    gil.says("Another secret of Gil")
    for answer in (
        gus.sync(),
        gus.says("Hello", new_id()),
        gus.ask("mark_read", {"seq": 5}),
        gus.ask("leave"),
    ):
        assert "secret" not in str(answer)
    assert "secret" not in str(gus.heard)
    assert gil.sync()["chat"]["state"] == "queued"
