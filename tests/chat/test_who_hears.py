"""Who hears what: for each event those whom it concerns, and nobody else."""

import pytest

from tests.chat.house import House
from tests.chat.loopback import Line
from tests.chat.stage import Stage, Visitor, new_id


def test_a_visitors_message(house: House):
    house.gus.says("Hello")
    assert house.who_heard("message_posted") == {"tab", "ana", "phone", "watcher"}
    assert house.anything() == {"tab", "ana", "phone", "watcher"}
    heard = house.ana.all_heard("message_posted")
    assert [(one["message"]["body"], one["previous_seq"]) for one in heard] == [("Hello", 2)]


def test_an_agents_message(house: House):
    house.ana.says(house.chat_id, "Hello")
    assert house.anything() == {"gus", "tab", "phone", "watcher"}
    assert house.gus.all_heard("message_posted")[0]["message"]["author"] == {
        "kind": "agent",
        "name": "Ana",
    }


def test_a_note(house: House):
    house.ana.note(house.chat_id, "CANARY")
    assert house.anything() == {"phone", "watcher"}
    house.forget()
    house.watcher.note(house.chat_id, "CANARY")
    assert house.anything() == {"ana", "phone"}


def test_a_repeated_message_is_heard_once(house: House):
    said = {"client_id": new_id(), "body": "Hello"}
    assert house.gus.ask("send_message", said) == house.tab.ask("send_message", said)
    assert len(house.ana.all_heard("message_posted")) == 1


def test_previous_seq_is_of_what_the_receiver_may_see(house: House):
    house.ana.note(house.chat_id, "CANARY")
    house.ana.note(house.chat_id, "CANARY")
    house.ana.says(house.chat_id, "Hello")
    (to_visitor,) = house.gus.all_heard("message_posted")
    assert (to_visitor["previous_seq"], to_visitor["message"]["seq"]) == (2, 5)
    to_agent = house.phone.all_heard("message_posted")
    assert [(one["previous_seq"], one["message"]["seq"]) for one in to_agent] == [
        (2, 3), (3, 4), (4, 5),
    ]  # fmt: skip


def test_a_visitor_who_types(house: House):
    house.gus.ask("typing", {"is_typing": True})
    assert house.who_heard("typing") == {"ana", "phone", "watcher"}
    assert house.ana.all_heard("typing") == [
        {"chat_id": house.chat_id, "author": {"kind": "visitor", "name": "Gus"}, "is_typing": True}
    ]


def test_an_agent_who_types(house: House):
    house.ana.ask("typing", house.named_chat(is_typing=True))
    assert house.who_heard("typing") == {"gus", "tab", "phone", "watcher"}
    assert house.gus.all_heard("typing") == [
        {"author": {"kind": "agent", "name": "Ana"}, "is_typing": True}
    ]


def test_a_supervisor_who_types_a_note_is_seen_by_colleagues_only(house: House):
    house.watcher.ask("typing", house.named_chat(is_typing=True))
    assert house.who_heard("typing") == {"ana", "phone"}


def test_marks(house: House):
    house.gus.ask("mark_delivered", {"seq": 2})
    assert house.anything() == {"tab", "ana", "phone", "watcher"}
    assert house.tab.all_heard("message_delivered") == [{"by": "visitor", "seq": 2}]
    house.forget()
    house.ana.ask("mark_read", house.named_chat(seq=2))
    assert house.who_heard("message_read") == {"gus", "tab", "phone", "watcher"}
    assert house.who_heard("message_delivered") == {"gus", "tab", "phone", "watcher"}
    assert house.phone.all_heard("message_read") == [
        {"chat_id": house.chat_id, "by": "agent", "seq": 2}
    ]
    house.forget()
    house.ana.ask("mark_read", house.named_chat(seq=1))
    assert house.anything() == set()


def test_a_change_of_the_chat(house: House):
    house.ana.ask("close_chat", house.named_chat())
    assert house.who_heard("chat_changed") == {"gus", "tab", "ana", "phone", "sam", "watcher"}
    assert house.who_heard("agent_changed") == {"ana", "phone", "bea", "sam", "watcher"}
    assert house.gus.all_heard("chat_changed")[-1]["chat"]["state"] == "closed"


def test_a_handed_over_chat_is_told_to_both_agents(house: House):
    house.ana.ask("transfer", house.named_chat(agent_id=house.bea.id))
    told = {"gus", "tab", "ana", "phone", "bea", "sam", "watcher"}
    assert house.who_heard("chat_changed") == told
    house.forget()
    house.gus.says("Hello")
    assert house.who_heard("message_posted") == {"tab", "bea", "watcher"}


def test_the_board_is_for_agents_and_the_place_for_those_who_wait(house: House):
    house.stage.guest("Guy")
    house.forget()
    house.stage.loopback.publish()
    agents = {"ana", "phone", "bea", "sam", "watcher"}
    assert house.who_heard("queue_changed") == agents
    house.forget()
    house.ana.ask("claim_next")
    house.stage.loopback.publish()
    assert house.who_heard("queue_changed") == agents
    assert house.who_heard("chat_changed") == {"gil", "ana", "phone", "sam", "watcher"}


def test_presence_is_for_agents(house: House):
    house.bea.ask("set_presence", {"presence": "away"})
    assert house.anything() == {"ana", "phone", "bea", "sam", "watcher"}
    assert house.sam.all_heard("agent_changed")[0]["agent"]["presence"] == "away"


@pytest.mark.parametrize("times", [1, 3])
def test_notes_never_reach_a_visitor(stage: Stage, times: int):
    gus, ana, bea, sam = stage.guest(), stage.agent("ana"), stage.agent("bea"), stage.agent("sam")
    sam.note(gus.chat_id, "CANARY")
    for _ in range(times):
        ana.ask("claim_next")
        ana.note(gus.chat_id, "CANARY")
        ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": bea.id, "note": "CANARY"})
        bea.ask("transfer", {"chat_id": gus.chat_id, "to": "queue", "note": "CANARY"})
    ana.ask("claim_next")
    ana.says(gus.chat_id, "Hello")
    ana.ask("convert_to_ticket", {"chat_id": gus.chat_id, "close": False})
    ana.note(gus.chat_id, "CANARY")
    ana.ask("close_chat", {"chat_id": gus.chat_id})
    sam.note(gus.chat_id, "CANARY")
    browser = stage.app.test_client()
    ticket = gus.sync()["chat"]["ticket"]["url"]
    seen = [
        str(gus.heard),
        str(gus.sync()),
        str(gus.ask("sync", {"before_seq": 1000})),
        browser.get(f"/api/v1/chats/{gus.token}").text,
        browser.get(f"/chat/{gus.token}").text,
        browser.get(ticket).text,
        str(stage.rows("SELECT body FROM ticket_entries")),
        str(stage.rows("SELECT description FROM tickets")),
    ]
    assert [("CANARY" in one, "Hello" in one) for one in seen[1:6]] == [(False, True)] * 5
    assert "CANARY" not in str(seen)
    assert "CANARY" in str(sam.sync(**{gus.chat_id: 0}))


def test_what_only_agents_know_never_reaches_a_visitor(stage: Stage, house: House):
    house.gus.says("Hello")
    house.ana.ask("transfer", house.named_chat(agent_id=house.bea.id, note="CANARY"))
    seen = str(house.gus.heard) + str(house.gus.sync()) + str(house.gil.heard)
    for secret in (house.ana.id, house.bea.id, "desk.example", "epoch", "visitor_key", "place"):
        assert secret not in seen


def test_an_agents_connections_end_with_the_session(stage: Stage, house: House):
    from accounts import sessions
    from tests.factories import committed

    with stage.app.app_context():
        token = _token_of(stage, house.ana)
        committed(sessions.end, token)
    assert house.ana.closed
    assert not house.phone.closed
    assert not house.bea.closed
    house.bea.heard.clear()
    house.ana.heard.clear()
    house.gus.says("Hello")
    assert house.ana.heard == []
    with stage.app.app_context():
        committed(sessions.end_all, house.ana.id)
    assert house.phone.closed
    assert not house.bea.closed


def _token_of(stage: Stage, line: Line) -> str:
    cookie = line._environ["HTTP_COOKIE"].partition("=")[2]
    token: str = stage.app.session_interface.get_signing_serializer(stage.app).loads(cookie)[
        "token"
    ]
    return token


def test_a_members_connections_end_with_the_session_and_a_guests_do_not(stage: Stage):
    from accounts import sessions
    from tests.factories import committed

    cookie = stage.cookie("maya")
    mayas = stage.start_chat("Maya", cookie=cookie)["chat"]
    signed_in = Visitor(stage.loopback, "/visitor", cookie)
    signed_in.connect({"token": mayas["token"]})
    gus = stage.guest()
    with stage.app.app_context():
        committed(sessions.end, _token_of(stage, signed_in))
    assert signed_in.closed
    assert not gus.closed
