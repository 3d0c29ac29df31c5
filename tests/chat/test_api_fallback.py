"""The JSON API of one chat: the fallback that does what the live events do."""

import pytest
from flask.testing import FlaskClient

from tests.chat.asking_api import error_of, start
from tests.chat.contract import MESSAGE, VISITORS_CHAT
from tests.chat.stage import Agent, Stage, Visitor, new_id
from tests.clocks import StoppedClock


def test_reading_answers_chat_and_messages(client: FlaskClient, gus: Visitor):
    gus.says("Hello")
    answer = client.get(f"/api/v1/chats/{gus.token}?after_seq=1").get_json()
    assert set(answer) == {"chat", "messages", "has_more"}
    assert set(answer["chat"]) == VISITORS_CHAT
    assert [set(one) for one in answer["messages"]] == [MESSAGE]
    synced = gus.sync(1)
    assert answer == {name: synced[name] for name in answer}
    everything = client.get(f"/api/v1/chats/{gus.token}").get_json()
    assert [one["seq"] for one in everything["messages"]] == [1, 2]


@pytest.mark.parametrize("given", ["-1", "x", "1.5", "", "١", "1" * 40, "0x1"])
def test_a_place_that_is_none_is_invalid(client: FlaskClient, gus: Visitor, given: str):
    answer = client.get(f"/api/v1/chats/{gus.token}", query_string={"after_seq": given})
    assert set(error_of(answer, 422)["fields"]) == {"after_seq"}


@pytest.mark.parametrize("given", ["0", "1", "99", "2147483647", "9999999999"])
def test_any_place_is_answered_sanely(client: FlaskClient, gus: Visitor, given: str):
    answer = client.get(f"/api/v1/chats/{gus.token}", query_string={"after_seq": given})
    assert len(answer.get_json()["messages"]) == (given == "0")


def test_a_wrong_token_opens_nothing(stage: Stage, client: FlaskClient):
    stage.guest()
    before = stage.dump()
    said = {"client_id": new_id(), "body": "Hello"}
    for token in ("x", "x" * 43, "x" * 3000, "%00", "%ED%A0%80"):
        path = f"/api/v1/chats/{token}"
        assert error_of(client.get(path), 404)["code"] == "not_found"
        for act, sent in (
            ("messages", said), ("leave", {}), ("rating", {"score": 5}), ("read", {"seq": 1}),
        ):  # fmt: skip
            assert error_of(client.post(f"{path}/{act}", json=sent), 404)["code"] == "not_found"
    assert stage.dump() == before


def test_a_message_is_answered_as_it_is_stored(client: FlaskClient, gus: Visitor, ana: Agent):
    ana.heard.clear()
    path = f"/api/v1/chats/{gus.token}/messages"
    answer = client.post(path, json={"client_id": "first", "body": " Hello "})
    assert answer.status_code == 201
    assert set(answer.get_json()) == {"message"}
    message = answer.get_json()["message"]
    assert (message["seq"], message["body"]) == (3, "Hello")
    assert [one["message"] for one in ana.all_heard("message_posted")] == [message]
    assert gus.all_heard("message_posted")[-1]["message"] == message


def test_changing_between_the_two_ways_loses_and_doubles_nothing(
    client: FlaskClient, gus: Visitor, ana: Agent
):
    ana.heard.clear()
    path = f"/api/v1/chats/{gus.token}/messages"
    live = gus.says("Hello", "same")["message"]
    fallback = client.post(path, json={"client_id": "same", "body": "Hello"})
    assert (fallback.status_code, fallback.get_json()["message"]) == (201, live)
    later = client.post(path, json={"client_id": "other", "body": "Again"}).get_json()["message"]
    assert gus.says("Again", "other")["message"] == later
    conflict = client.post(path, json={"client_id": "same", "body": "Different"})
    assert error_of(conflict, 409)["code"] == "id_conflict"
    assert len(ana.all_heard("message_posted")) == 2
    assert len(gus.sync()["messages"]) == 4


def test_the_fallback_does_what_the_events_do(stage: Stage, client: FlaskClient, gus: Visitor):
    path = f"/api/v1/chats/{gus.token}"
    assert error_of(client.post(f"{path}/rating", json={"score": 5}), 403)["code"] == "forbidden"
    assert client.post(f"{path}/read", json={"seq": 1}).get_json() == {"ok": True}
    assert gus.sync()["chat"]["read_seq"]["visitor"] == 1
    left = client.post(f"{path}/leave", json={}).get_json()
    assert left["chat"] == gus.sync()["chat"]
    assert left["chat"]["closed_reason"] == "visitor"
    assert client.post(f"{path}/leave", json={}).status_code == 200
    assert client.post(f"{path}/rating", json={"score": 4, "comment": "Fine"}).status_code == 200
    said = {"client_id": new_id(), "body": "Too late"}
    assert error_of(client.post(f"{path}/messages", json=said), 409)["code"] == "not_active"


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("messages", {}), ("messages", {"client_id": "x"}), ("messages", {"body": "x"}),
        ("messages", {"client_id": "x", "body": "x", "kind": "note"}),
        ("messages", {"client_id": "x", "body": " "}),
        ("messages", {"client_id": "x", "body": 1}),
        ("messages", {"client_id": "x", "body": "x", "attachments": ["a"]}),
        ("rating", {}), ("rating", {"score": 6}), ("rating", {"score": "5"}),
        ("read", {}), ("read", {"seq": -1}), ("read", {"seq": 1.5}), ("read", {"seq": True}),
        ("leave", {"reason": "x"}), ("leave", [1]), ("leave", "text"),
    ],
)  # fmt: skip
def test_what_does_not_fit_changes_nothing(
    stage: Stage, client: FlaskClient, gus: Visitor, act: str, sent: object
):
    before = stage.dump()
    answer = client.post(f"/api/v1/chats/{gus.token}/{act}", json=sent)
    assert error_of(answer, 422)["code"] == "invalid"
    assert stage.dump() == before


def test_what_is_too_long_is_told(stage: Stage, client: FlaskClient, gus: Visitor):
    said = {"client_id": "x", "body": "x" * 4001}
    answer = client.post(f"/api/v1/chats/{gus.token}/messages", json=said)
    assert error_of(answer, 422)["code"] == "too_long"


def test_asking_counts_as_being_here(
    stage: Stage, client: FlaskClient, gus: Visitor, time: StoppedClock
):
    gus.cut()
    for _ in range(5):
        time.advance(seconds=60)
        client.get(f"/api/v1/chats/{gus.token}")
        stage.sweep()
    assert client.get(f"/api/v1/chats/{gus.token}").get_json()["chat"]["state"] == "queued"


def test_a_storage_that_fails_is_told_with_when_to_come_back(
    stage: Stage, client: FlaskClient, gus: Visitor
):
    held = stage.hold_the_database()
    try:
        answer = start(client)
        said = client.post(
            f"/api/v1/chats/{gus.token}/messages", json={"client_id": "x", "body": "x"}
        )
    finally:
        held.close()
    for refused in (answer, said):
        assert error_of(refused, 503)["code"] == "unavailable"
        assert int(refused.headers["Retry-After"]) >= 1
    assert start(client).status_code == 201


def test_no_answer_of_the_api_may_be_kept_by_a_proxy(client: FlaskClient, gus: Visitor):
    for answer in (start(client), client.get(f"/api/v1/chats/{gus.token}")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
