"""The JSON API: starting a chat."""

import pytest
from flask.testing import FlaskClient

from core.text import new_token
from tests.chat.asking_api import FORM, NORWEGIAN, error_of, start
from tests.chat.contract import NOT_TEXT
from tests.chat.stage import Stage, new_id

UNSURE = "asdf qwer"
ORIGIN = "http://127.0.0.1:5000"


@pytest.fixture
def browser(stage: Stage) -> FlaskClient:
    """A guest's browser, with the cookie that the form's page has set."""
    browser = stage.app.test_client()
    assert browser.get("/chat").status_code == 200
    assert browser.get_cookie("livedesk_visitor") is not None
    return browser


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
