"""What an agent can do over the live connection, and what each act is answered with."""

import pytest

from agent_console.sockets import gate
from tests.chat.contract import AGENT, QUEUE
from tests.chat.stage import QUESTION, Agent, Stage, Visitor, code_of, new_id


def test_presence_is_what_was_wished(bea: Agent):
    for presence in ("away", "offline", "online"):
        agent = bea.ask("set_presence", {"presence": presence})["agent"]
        assert set(agent) == AGENT
        assert (agent["name"], agent["presence"], agent["active_chats"]) == ("Bea", presence, 0)
        assert agent["capacity"] == 4


@pytest.mark.parametrize(
    ("event", "more"),
    [
        ("claim", {}),
        ("send_message", {"client_id": "x", "body": "x"}),
        ("send_message", {"client_id": "x", "body": "x", "kind": "note"}),
        ("typing", {"is_typing": True}),
        ("mark_delivered", {"seq": 1}),
        ("mark_read", {"seq": 1}),
        ("transfer", {"to": "queue"}),
        ("close_chat", {}),
        ("redirect_to_ticket", {}),
        ("convert_to_ticket", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_chat_that_does_not_exist_is_not_found(
    stage: Stage, ana: Agent, sam: Agent, event: str, more: dict
):
    before = stage.dump()
    for agent in (ana, sam):
        assert code_of(agent.ask(event, {"chat_id": "no-such-chat", **more})) == "not_found"
    assert stage.dump() == before


@pytest.mark.parametrize(
    ("event", "more", "code"),
    [
        ("send_message", {"client_id": "x", "body": "x"}, "forbidden"),
        ("send_message", {"client_id": "x", "body": "x", "kind": "note"}, "forbidden"),
        ("typing", {"is_typing": True}, "not_found"),
        ("mark_delivered", {"seq": 1}, "not_found"),
        ("mark_read", {"seq": 1}, "not_found"),
        ("transfer", {"to": "queue"}, "forbidden"),
        ("close_chat", {}, "forbidden"),
        ("redirect_to_ticket", {}, "forbidden"),
        ("convert_to_ticket", {}, "forbidden"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
@pytest.mark.usefixtures("ana")
def test_a_colleagues_chat_is_left_alone(
    stage: Stage, gus: Visitor, event: str, more: dict, code: str
):
    bea = stage.agent("bea")
    before = stage.dump()
    answer = bea.ask(event, {"chat_id": gus.chat_id, **more})
    assert code_of(answer) == code
    assert QUESTION not in str(answer)
    assert stage.dump() == before


@pytest.mark.parametrize(
    "event", ["transfer", "close_chat", "redirect_to_ticket", "convert_to_ticket"]
)
def test_a_waiting_chat_has_to_be_claimed_first(
    stage: Stage, gus: Visitor, bea: Agent, sam: Agent, event: str
):
    more = {"to": "queue"} if event == "transfer" else {}
    before = stage.dump()
    for agent in (bea, sam):
        assert code_of(agent.ask(event, {"chat_id": gus.chat_id, **more})) == "forbidden"
    assert code_of(bea.says(gus.chat_id, "Hello")) == "forbidden"
    assert stage.dump() == before


def test_a_supervisor_leaves_notes_where_the_chat_is_not_theirs(
    gus: Visitor, ana: Agent, sam: Agent
):
    note = sam.note(gus.chat_id, "Offer a refund")
    assert note["message"]["kind"] == "note"
    assert note["message"]["author"] == {"kind": "agent", "name": "Sam"}
    assert code_of(sam.says(gus.chat_id, "Hello")) == "forbidden"
    assert ana.sync(**{gus.chat_id: 2})["messages"][-1] == note["message"]


def test_a_message_of_an_agent_that_is_sent_again_is_the_one_first_stored(
    gus: Visitor, ana: Agent, bea: Agent
):
    said = {"chat_id": gus.chat_id, "client_id": new_id(), "body": "Hello"}
    first = ana.ask("send_message", said)
    assert ana.ask("send_message", said) == first
    assert code_of(ana.ask("send_message", {**said, "kind": "note"})) == "id_conflict"
    assert ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": bea.id})["ok"]
    assert ana.ask("send_message", said) == first
    assert code_of(bea.ask("send_message", said)) == "id_conflict"


def test_sync_answers_everything_that_is_an_agents(
    stage: Stage, gus: Visitor, ana: Agent, bea: Agent
):
    gil = stage.guest("Gil")
    answer = ana.ask("sync", {})
    assert set(answer) == {"ok", "agent", "queue", "chats", "messages", "agents", "has_more"}
    assert set(answer["queue"]) == QUEUE
    assert [chat["id"] for chat in answer["queue"]["chats"]] == [gil.chat_id]
    assert [chat["id"] for chat in answer["chats"]] == [gus.chat_id]
    assert [one["chat_id"] for one in answer["messages"]] == [gus.chat_id] * 2
    assert {one["name"] for one in answer["agents"]} >= {"Ana", "Bea", "Sam"}
    assert (answer["agent"]["name"], answer["agent"]["active_chats"]) == ("Ana", 1)
    assert bea.ask("sync")["chats"] == []


def test_sync_gives_the_last_50_of_a_chat_that_is_not_named(gus: Visitor, ana: Agent):
    for number in range(60):
        gus.says(f"message {number}")
    answer = ana.ask("sync")
    assert [one["seq"] for one in answer["messages"]] == [*range(13, 63)]
    assert answer["has_more"] == [gus.chat_id]


def test_sync_pages_through_a_named_chat_both_ways(gus: Visitor, ana: Agent):
    for number in range(3, 252):
        assert gus.says(f"message {number}")["message"]["seq"] == number
    first = ana.sync(**{gus.chat_id: 0})
    assert [one["seq"] for one in first["messages"]] == [*range(1, 201)]
    assert first["has_more"] == [gus.chat_id]
    rest = ana.sync(**{gus.chat_id: 200})
    assert [one["seq"] for one in rest["messages"]] == [*range(201, 252)]
    assert rest["has_more"] == []
    older = ana.ask("sync", {"before": {gus.chat_id: 52}})
    assert [one["seq"] for one in older["messages"]] == [*range(1, 52)]


def test_messages_of_several_chats_come_by_chat_then_by_seq(stage: Stage, bea: Agent):
    guests = [stage.guest(f"Guest {number}") for number in range(3)]
    for _ in guests:
        bea.ask("claim_next")
    for guest in reversed(guests):
        guest.says("Hello")
    messages = bea.ask("sync")["messages"]
    assert [(one["chat_id"], one["seq"]) for one in messages] == [
        (guest.chat_id, seq) for guest in guests for seq in (1, 2, 3)
    ]


def test_who_may_read_which_chat(stage: Stage, gus: Visitor, ana: Agent, bea: Agent, sam: Agent):
    gil = stage.guest("Gil")
    named = {gus.chat_id: 0, gil.chat_id: 0, "no-such-chat": 0}

    def readable(agent: Agent) -> set[str]:
        return {chat["id"] for chat in agent.sync(**named)["chats"]}

    assert readable(ana) == readable(sam) == {gus.chat_id, gil.chat_id}
    assert readable(bea) == {gil.chat_id}
    ana.ask("close_chat", {"chat_id": gus.chat_id})
    assert readable(ana) == readable(sam) == {gus.chat_id, gil.chat_id}
    assert readable(bea) == {gil.chat_id}
    gil.ask("leave")
    assert readable(bea) == set()


def test_only_the_holder_moves_the_agents_marks(gus: Visitor, ana: Agent, sam: Agent):
    assert sam.ask("mark_read", {"chat_id": gus.chat_id, "seq": 2}) == {"ok": True}
    assert gus.sync()["chat"]["read_seq"]["agent"] == 0
    assert ana.ask("mark_read", {"chat_id": gus.chat_id, "seq": 2}) == {"ok": True}
    assert gus.sync()["chat"]["read_seq"] == {"visitor": 0, "agent": 2}


def test_who_typed_only_claimed_to_be_is_not_verified(stage: Stage, bea: Agent):
    stage.guest("Maya", member_id="M-maya", email="maya@example.com")
    visitor = bea.ask("claim_next")["chat"]["visitor"]
    assert (visitor["verified"], visitor["rank"], visitor["member_id"]) == (False, None, "M-maya")


def test_a_member_who_is_signed_in_is_verified(stage: Stage, bea: Agent):
    maya = stage.cookie("maya")
    stage.start_chat("Somebody", cookie=maya, member_id="M-other")
    visitor = bea.ask("claim_next")["chat"]["visitor"]
    assert (visitor["verified"], visitor["rank"], visitor["member_id"]) == (True, "Gold", "M-maya")


def test_an_ended_session_cannot_act(stage: Stage, gus: Visitor, ana: Agent):
    stage.write("UPDATE sessions SET ended_at = 1 WHERE account_id = ?", ana.id)
    before = stage.dump()
    chat = {"chat_id": gus.chat_id}
    events = {
        "activity": {"idle_seconds": 0},
        "claim": chat,
        "claim_next": {},
        "close_chat": chat,
        "convert_to_ticket": chat,
        "mark_delivered": {**chat, "seq": 1},
        "mark_read": {**chat, "seq": 1},
        "redirect_to_ticket": chat,
        "send_message": {**chat, "client_id": "x", "body": "x"},
        "set_presence": {"presence": "online"},
        "sync": {},
        "transfer": {**chat, "to": "queue"},
        "typing": {**chat, "is_typing": True},
    }
    assert sorted(events) == gate.names, "none is forgotten"
    for event, more in events.items():
        answer = ana.ask(event, more)
        assert code_of(answer) == "forbidden"
        assert QUESTION not in str(answer)
    assert stage.dump() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts SET role = 'member', username = 'ana' WHERE id = ?",
        "UPDATE accounts SET role = 'supervisor' WHERE id = ?",
        "UPDATE accounts SET is_active = 0 WHERE id = ?",
    ],
    ids=["member", "supervisor", "inactive"],
)
def test_a_changed_role_ends_the_right_to_act(stage: Stage, gus: Visitor, ana: Agent, change: str):
    stage.write(change, ana.id)
    assert code_of(ana.ask("sync")) == "forbidden"
    assert code_of(ana.says(gus.chat_id, "x")) == "forbidden"


def test_long_messages_come_in_pages_that_a_connection_can_take(
    stage: Stage, gus: Visitor, ana: Agent
):
    body = "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 4_000
    sent = [ana.says(gus.chat_id, body)["message"]["seq"] for _ in range(60)]
    seen: list[int] = []
    pages, has_more = 0, True
    while has_more:
        answer = ana.sync(**{gus.chat_id: seen[-1] if seen else 0})
        seen += [one["seq"] for one in answer["messages"]]
        pages, has_more = pages + 1, bool(answer["has_more"])
        assert sum(len(one["body"].encode()) for one in answer["messages"]) < 512 * 1024
    assert seen == list(range(1, sent[-1] + 1))
    assert pages > 1
    older = ana.ask("sync", {"before": {gus.chat_id: sent[-1]}})
    assert [one["seq"] for one in older["messages"]] == list(
        range(sent[-1] - len(older["messages"]), sent[-1])
    )
    assert older["has_more"] == [gus.chat_id]
    visitors = gus.sync()
    assert visitors["has_more"]
    assert len(visitors["messages"]) < 60
