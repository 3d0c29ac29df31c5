"""The JSON API: starting a chat, and the fallback that does what the live events do."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.text import new_token
from tests.chat.contract import MESSAGE, NOT_TEXT, VISITORS_CHAT
from tests.chat.stage import QUESTION, Agent, Stage, Visitor, new_id
from tests.clocks import StoppedClock

FORM = {"name": "Gus", "email": "gus@example.com", "question": QUESTION}
NORWEGIAN = "Hei, jeg får ikke logget inn på kontoen min. Kan dere hjelpe meg med passordet?"
UNSURE = "asdf qwer"
ORIGIN = "http://127.0.0.1:5000"


@pytest.fixture
def client(stage: Stage) -> FlaskClient:
    """A program, which keeps no cookies."""
    return stage.app.test_client(use_cookies=False)


@pytest.fixture
def browser(stage: Stage) -> FlaskClient:
    """A guest's browser, with the cookie that the form's page has set."""
    browser = stage.app.test_client()
    assert browser.get("/chat").status_code == 200
    assert browser.get_cookie("livedesk_visitor") is not None
    return browser


def start(client: FlaskClient, **said: Any) -> TestResponse:
    # Python's own JSON writes a lone surrogate, too.
    sent = json.dumps({**FORM, **said})
    return client.post("/api/v1/chats", data=sent, content_type="application/json")


def error_of(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert set(answer.get_json()) == {"error"}
    error: dict[str, Any] = answer.get_json()["error"]
    assert error["message"]
    return error


def test_a_question_is_queued(client: FlaskClient):
    answer = start(client)
    assert answer.status_code == 201
    assert answer.get_json()["outcome"] == "queued"
    chat = answer.get_json()["chat"]
    assert set(chat) == {"id", "token", "url", "state", "position", "estimated_wait_seconds"}
    assert (chat["state"], chat["position"]) == ("queued", 1)
    assert chat["url"] == f"/chat/{chat['token']}"
    assert client.get(chat["url"]).status_code == 200


def test_a_program_without_cookie_is_a_new_visitor_each_time(client: FlaskClient):
    ids = {start(client).get_json()["chat"]["id"] for _ in range(3)}
    assert len(ids) == 3


def test_a_repeated_client_id_finds_the_chat_also_without_a_cookie(client: FlaskClient):
    """A program that never saw the answer asks again."""
    client_id = new_id()
    first, second = (start(client, client_id=client_id) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    one, two = first.get_json()["chat"], second.get_json()["chat"]
    assert {**one, "token": "", "url": ""} == {**two, "token": "", "url": ""}
    for token in (one["token"], two["token"]):
        assert client.get(f"/api/v1/chats/{token}").get_json()["chat"]["id"] == one["id"]


def test_a_short_client_id_is_no_secret_and_opens_no_chat(client: FlaskClient):
    first, second = (start(client, client_id="1").get_json()["chat"] for _ in range(2))
    assert first["id"] != second["id"]


def test_a_visitor_has_one_open_chat(browser: FlaskClient):
    first = start(browser)
    second = start(browser, question="Another question about my order, please help me")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["chat"]["id"] == second.get_json()["chat"]["id"]


def test_the_same_client_id_of_another_visitor_is_another_chat(stage: Stage, browser: FlaskClient):
    client_id = new_id()
    other = stage.app.test_client()
    other.get("/chat")
    first, second = (start(one, client_id=client_id).get_json() for one in (browser, other))
    assert first["chat"]["id"] != second["chat"]["id"]


def test_a_made_up_visitor_cookie_of_the_wrong_shape_is_nobodys(stage: Stage):
    client = stage.app.test_client()
    client.set_cookie("livedesk_visitor", "admin")
    assert len({start(client).get_json()["chat"]["id"] for _ in range(2)}) == 2
    client.set_cookie("livedesk_visitor", new_token())
    assert len({start(client).get_json()["chat"]["id"] for _ in range(2)}) == 1


def test_a_member_is_who_has_signed_in_on_any_device(stage: Stage):
    chats = [stage.start_chat("Maya", cookie=stage.cookie("maya"))["chat"] for _ in range(2)]
    assert chats[0]["id"] == chats[1]["id"]
    (row,) = stage.rows("SELECT account_id, member_id FROM chats")
    assert tuple(row) == (stage.account("maya").id, "M-maya")


def test_a_question_in_another_language_is_led_to_a_ticket(stage: Stage, client: FlaskClient):
    answer = start(client, question=NORWEGIAN)
    assert answer.status_code == 200
    body = answer.get_json()
    assert set(body) == {"outcome", "language", "message", "ticket_url"}
    assert body["outcome"] == "redirected"
    assert body["language"] == {
        "code": "nb",
        "name": body["language"]["name"],
        "endonym": body["language"]["endonym"],
    }
    assert body["ticket_url"].startswith("/chat/redirect/")
    assert NORWEGIAN in client.get(body["ticket_url"]).text
    assert stage.rows("SELECT * FROM chats") == []


def test_who_says_it_is_english_is_queued(client: FlaskClient):
    answer = start(client, question=NORWEGIAN, confirm_english=True)
    assert (answer.status_code, answer.get_json()["outcome"]) == (201, "queued")


def test_what_may_be_english_is_asked(client: FlaskClient):
    body = start(client, question="Ordine sconto PV LRP").get_json()
    if body["outcome"] == "confirm":
        assert set(body) == {"outcome", "language", "message", "ticket_url"}
    else:
        assert body["outcome"] in ("queued", "redirected")


def test_a_full_queue_leads_to_a_ticket_with_the_question_kept(set_up):
    stage = set_up(queue_limit=2)
    stage.guest("One")
    stage.guest("Two")
    question = "  My question,\n byte for byte: <b>é</b> & 𐍈"
    body = stage.start_chat("Three", question=question)
    assert set(body) == {"outcome", "message", "ticket_url"}
    assert body["outcome"] == "queue_full"
    assert "byte for byte: &lt;b&gt;é&lt;/b&gt; &amp; 𐍈" in (
        stage.app.test_client().get(body["ticket_url"]).text
    )
    assert len(stage.rows("SELECT * FROM chats")) == 2


def test_every_complaint_is_told_at_once(stage: Stage, client: FlaskClient):
    before = stage.dump()
    wrong = {"name": " ", "email": "nobody", "question": "x" * 4001, "member_id": "x" * 33}
    error = error_of(start(client, **wrong), 422)
    assert error["code"] == "invalid"
    assert set(error["fields"]) == {"name", "email", "question", "member_id"}
    assert stage.dump() == before


@pytest.mark.parametrize("field", ["name", "email", "question", "member_id", "client_id"])
@pytest.mark.parametrize("value", [*NOT_TEXT, "a\0b", "a\ud800b", "x" * 5000], ids=repr)
def test_a_field_of_another_type_is_invalid(
    stage: Stage, client: FlaskClient, field: str, value: object
):
    if value is None and field in ("member_id", "client_id"):
        return
    before = stage.dump()
    assert error_of(start(client, **{field: value}), 422)["code"] == "invalid"
    assert stage.dump() == before


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"{", b"null", b"[]", b'"text"', b"1", b"\xff\xfe", b"{}", b'{"name": "Gus"}',
        b'{"name": "Gus", "email": "gus@example.com", "question": "Hello", "state": "active"}',
        b"[" * 5000 + b"]" * 5000,
    ],
    ids=lambda sent: repr(sent[:20]),
)  # fmt: skip
def test_what_is_not_the_form_is_invalid(stage: Stage, client: FlaskClient, sent: bytes):
    before = stage.dump()
    answer = client.post("/api/v1/chats", data=sent, content_type="application/json")
    assert error_of(answer, 422)["code"] == "invalid"
    assert stage.dump() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_it_takes_json_only(client: FlaskClient, kind: str):
    assert error_of(client.post("/api/v1/chats", data=b"{}", content_type=kind), 422)


def test_a_body_without_end_is_refused(stage: Stage, client: FlaskClient):
    before = stage.dump()
    error = error_of(start(client, question="x" * 200_000), 413)
    assert error == {"code": "too_long", "message": "The text is too long."}
    assert stage.dump() == before


def test_a_refusal_of_the_server_itself_is_told_in_our_words(stage: Stage, client: FlaskClient):
    parts = {f"field-{number}": "x" for number in range(100)}
    answer = client.post(
        f"/api/v1/chats/{stage.guest().token}/attachments",
        data=parts,
        content_type="multipart/form-data",
    )
    assert error_of(answer, 413) == {"code": "too_long", "message": "The text is too long."}


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", f"{ORIGIN}.evil.example", ""]
)
def test_another_sites_page_is_refused(stage: Stage, client: FlaskClient, origin: str):
    gus = stage.guest()
    before = stage.dump()
    headers = {"Origin": origin}
    for path in ("/api/v1/chats", f"/api/v1/chats/{gus.token}/leave"):
        refused = client.post(path, json=FORM, headers=headers)
        assert error_of(refused, 403)["code"] == "forbidden"
    assert error_of(client.get(f"/api/v1/chats/{gus.token}", headers=headers), 403)
    assert stage.dump() == before


def test_our_own_page_may_ask(client: FlaskClient):
    answer = client.post("/api/v1/chats", json=FORM, headers={"Origin": ORIGIN})
    assert answer.status_code == 201


def test_unknown_addresses_and_methods_answer_in_the_same_shape(stage: Stage, client: FlaskClient):
    gus = stage.guest()
    assert error_of(client.get("/api/v1/nothing"), 404)["code"] == "not_found"
    assert error_of(client.post(f"/api/v1/chats/{gus.token}/nothing", json={}), 404)
    assert error_of(client.delete(f"/api/v1/chats/{gus.token}"), 405)
    assert error_of(client.get("/api/v1/chats"), 405)


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
