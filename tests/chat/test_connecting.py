"""Who may open a live connection, as whom, and what they are told at once."""

from time import monotonic
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from agent_console.sockets import gate as agent_gate
from chat.sockets import gate as visitor_gate
from core.errors import RateLimited
from live import rates
from tests.chat.contract import AGENTS_CHAT, QUEUE, VISITORS_CHAT
from tests.chat.loopback import Line
from tests.chat.stage import Stage
from tests.clocks import StoppedClock

WRONG_AUTH = (
    None, "", "token", 0, True, [], {}, {"token": None}, {"token": 0}, {"token": True},
    {"token": []}, {"token": {}}, {"token": ""}, {"token": "x" * 43}, {"token": "x" * 101},
    {"token": "\ud800"}, {"token": "\0"}, {"Token": "x"},
)  # fmt: skip


def come(stage: Stage, namespace: str, auth: object = None, cookie: str = "") -> Line:
    return Line(stage.loopback, namespace, cookie).connect(auth)


def test_a_visitor_comes_with_the_token_and_sees_the_chat_at_once(stage: Stage):
    gus = stage.guest()
    ((name, payload),) = gus.heard
    assert name == "chat_changed"
    assert set(payload["chat"]) == VISITORS_CHAT
    assert payload["chat"]["id"] == gus.chat_id
    assert (payload["chat"]["state"], payload["chat"]["position"]) == ("queued", 1)


def test_an_agent_comes_with_the_session_and_sees_the_queue_at_once(stage: Stage):
    stage.guest()
    ana = stage.agent(online=False)
    queue = ana.all_heard("queue_changed")[0]["queue"]
    assert set(queue) == QUEUE
    assert queue["length"] == 1
    assert set(queue["chats"][0]) == AGENTS_CHAT


@pytest.mark.parametrize("auth", WRONG_AUTH, ids=repr)
def test_without_the_right_token_nobody_comes_in(stage: Stage, auth: object):
    stage.guest()
    refused = come(stage, "/visitor", auth)
    assert len(visitor_gate.connections) == 1
    # What is no object is no packet either: it is dropped, and the silent connection ends soon.
    if auth is None or isinstance(auth, dict):
        assert refused.refusal is not None
        assert refused.refusal["data"]["code"] == "not_found"


def test_a_visitors_token_is_nothing_to_the_agents_namespace(stage: Stage):
    gus = stage.guest()
    refused = come(stage, "/agent", {"token": gus.token})
    assert refused.refusal is not None
    assert refused.refusal["data"]["code"] == "forbidden"
    assert agent_gate.connections == {}


def test_an_agents_session_is_nothing_to_the_visitors_namespace(stage: Stage):
    stage.guest()
    refused = come(stage, "/visitor", cookie=stage.cookie("ana"))
    assert refused.refusal is not None
    assert refused.refusal["data"]["code"] == "not_found"


def test_a_member_is_no_agent(stage: Stage):
    refused = come(stage, "/agent", cookie=stage.cookie("maya"))
    assert refused.refusal is not None
    assert refused.refusal["data"]["code"] == "forbidden"


@pytest.mark.parametrize("change", ["x", "", ".", "\0"])
def test_a_cookie_that_was_changed_opens_nothing(stage: Stage, change: str):
    # Not at the end, where one character stands for fewer bits than it has.
    before, at, after = stage.cookie("ana").rpartition(".")
    change = "y" if after[0] == change else change
    refused = come(stage, "/agent", cookie=before + at + change + after[1:])
    assert refused.refusal is not None
    assert refused.refusal["data"]["code"] == "forbidden"


def test_there_is_no_other_namespace(stage: Stage):
    for namespace in ("/", "/admin", "/Visitor", "/visitor/x"):
        assert come(stage, namespace).refusal is not None


def test_a_token_ends_a_day_after_its_chat(stage: Stage, time: StoppedClock):
    gus = stage.guest()
    gus.ask("leave")
    time.advance(hours=24)
    assert gus.sync()["ok"]
    time.advance(seconds=1)
    assert gus.sync()["error"]["code"] == "not_found"
    refused = come(stage, "/visitor", {"token": gus.token})
    assert refused.refusal is not None
    assert refused.refusal["data"]["code"] == "not_found"


def test_a_chat_may_have_several_tokens_and_each_opens_this_chat_alone(stage: Stage):
    maya = stage.cookie("maya")
    first, second = (stage.start_chat("Maya", cookie=maya)["chat"] for _ in range(2))
    gus = stage.guest()
    assert first["id"] == second["id"]
    assert first["token"] != second["token"]
    for token in (first["token"], second["token"]):
        assert stage.visitor(first["id"], token).sync()["chat"]["id"] == first["id"]
    assert gus.sync()["chat"]["id"] == gus.chat_id


def test_tokens_are_stored_as_fingerprints_only(stage: Stage):
    gus = stage.guest()
    assert gus.token not in str(stage.dump())
    assert len(gus.token) >= 43


def test_a_storage_error_while_coming_is_told_and_leaves_nothing_behind(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    cookie = stage.cookie("ana")
    with monkeypatch.context() as broken:
        broken.setattr("agent_console.sockets.session_for_environ", fail)
        refused = come(stage, "/agent", cookie=cookie)
        broken.setattr("chat.sockets.session_for_environ", fail)
        gus = stage.guest()
    assert refused.refusal is not None
    assert refused.refusal["data"]["code"] == "unavailable"
    assert gus.refusal is not None
    assert gus.refusal["data"]["code"] == "unavailable"
    assert agent_gate.connections == visitor_gate.connections == {}
    assert come(stage, "/agent", cookie=cookie).refusal is None


def test_a_connection_that_has_gone_is_forgotten(stage: Stage):
    gus, ana = stage.guest(), stage.agent()
    gus.cut()
    ana.cut()
    assert agent_gate.connections == visitor_gate.connections == {}
    assert stage.loopback.server.manager.rooms in ({}, {"/visitor": {}, "/agent": {}})


def test_too_many_events_are_told_to_wait(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    # On a busy machine a second passes meanwhile, and more is allowed.
    later = monotonic() + 60
    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: later))
    monkeypatch.setattr(visitor_gate, "_brakes", True)
    gus = stage.guest()
    answers = [gus.says(f"message {number}") for number in range(12)]
    assert [answer["ok"] for answer in answers].count(True) == 10
    error = answers[-1]["error"]
    assert error["code"] == RateLimited.code
    assert error["retry_after_seconds"] == 1
    assert len(gus.sync()["messages"]) == 11
    assert gus.ask("typing", {"is_typing": True})["ok"]
