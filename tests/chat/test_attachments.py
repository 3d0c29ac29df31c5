"""Pictures in chats: sent with a message, seen by those who may read it, kept by the ticket."""

import hashlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.chat.stage import QUESTION, Agent, Stage, Visitor, code_of, new_id
from tests.pictures import picture
from tests.sending import SHAPE, Payload, as_file, files_kept, post, statuses

NORWEGIAN = "Hei, jeg får ikke logget inn på kontoen min. Kan dere hjelpe meg med passordet?"


class Sender:
    """A browser or program that sends pictures to chats, and gets them."""

    def __init__(self, stage: Stage, cookie: str = "") -> None:
        self.client: FlaskClient = stage.app.test_client()
        if cookie:
            name, _, value = cookie.partition("=")
            self.client.set_cookie(name, value)

    def upload(self, visitor: Visitor, name: str = "one.png", width: int = 40) -> TestResponse:
        file = as_file(picture(width, 30), name)
        return post(self.client, f"/api/v1/chats/{visitor.token}/attachments", file=file)

    def upload_as_agent(self, chat_id: str, name: str = "one.png") -> TestResponse:
        file, token = as_file(picture(50, 30), name), self.csrf_token()
        path = f"/console/chats/{chat_id}/attachments"
        return post(self.client, path, csrf_token=token, file=file)

    def sends(self, visitor: Visitor, **how: Any) -> Payload:
        return arrived(self.upload(visitor, **how))

    def csrf_token(self) -> str:
        page = self.client.get("/login").text
        return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


def arrived(answer: TestResponse) -> Payload:
    assert answer.status_code == 201, answer.text
    attachment: Payload = answer.get_json()["attachment"]
    assert set(attachment) == SHAPE
    return attachment


def says(visitor: Visitor, *ids: str, body: str = "", client_id: str | None = None) -> Payload:
    said = {"client_id": client_id or new_id(), "body": body, "attachments": list(ids)}
    return visitor.ask("send_message", said)


@pytest.fixture
def here(stage: Stage) -> Sender:
    """The browser of Gus, which has opened the chat's page."""
    return Sender(stage)


@pytest.fixture
def at_desk(stage: Stage) -> Sender:
    return Sender(stage, stage.cookie("ana"))


def test_a_picture_is_a_message_and_both_sides_get_it(
    stage: Stage, gus: Visitor, ana: Agent, here: Sender
) -> None:
    first, second = here.sends(gus), here.sends(gus, name="two.png", width=60)
    message = says(gus, second["id"], first["id"])["message"]
    assert message["body"] == ""
    assert message["attachments"] == [second, first]
    heard = ana.all_heard("message_posted")[-1]["message"]
    assert heard["attachments"] == [second, first]
    assert gus.sync()["messages"][-1]["attachments"] == [second, first]
    assert ana.sync(**{gus.chat_id: 0})["messages"][-1]["attachments"] == [second, first]
    answer = here.client.get(f"/api/v1/chats/{gus.token}").get_json()
    assert answer["messages"][-1]["attachments"] == [second, first]
    assert answer["messages"][0]["attachments"] == []


def test_an_agent_sends_one_too(stage: Stage, gus: Visitor, ana: Agent, at_desk: Sender) -> None:
    attachment = arrived(at_desk.upload_as_agent(gus.chat_id))
    message = ana.says(gus.chat_id, "", attachments=[attachment["id"]])["message"]
    assert message["attachments"] == [attachment]
    assert gus.all_heard("message_posted")[-1]["message"]["attachments"] == [attachment]


def test_a_message_without_words_needs_a_picture(gus: Visitor, here: Sender) -> None:
    assert code_of(says(gus)) == "invalid"
    assert says(gus, here.sends(gus)["id"], body="   ")["ok"]


def test_five_go_at_once_and_six_do_not(gus: Visitor, here: Sender) -> None:
    ids = [here.sends(gus, width=20 + number)["id"] for number in range(6)]
    assert code_of(says(gus, *ids)) == "invalid"
    message = says(gus, *ids[:5])["message"]
    assert [one["id"] for one in message["attachments"]] == ids[:5]


def test_the_same_message_again_is_the_one_first_stored(gus: Visitor, here: Sender) -> None:
    first, second = here.sends(gus), here.sends(gus, width=60)
    once = says(gus, first["id"], body="Look", client_id="same")
    assert says(gus, first["id"], body="Look", client_id="same") == once
    assert code_of(says(gus, second["id"], body="Look", client_id="same")) == "id_conflict"
    assert code_of(says(gus, body="Look", client_id="same")) == "id_conflict"
    assert says(gus, second["id"])["ok"]
    path = f"/api/v1/chats/{gus.token}/messages"
    again = {"client_id": "same", "body": "Look", "attachments": [first["id"]]}
    assert here.client.post(path, json=again).get_json()["message"] == once["message"]


def test_what_is_not_theirs_to_send_changes_nothing(
    stage: Stage, gus: Visitor, ana: Agent, here: Sender, at_desk: Sender
) -> None:
    hanna = stage.guest("Hanna")
    hers = Sender(stage).sends(hanna)
    by_agent = arrived(at_desk.upload_as_agent(gus.chat_id))
    used = here.sends(gus)
    assert says(gus, used["id"])["ok"]
    mine = here.sends(gus, width=70)
    before = stage.dump()
    for wrong in (hers, by_agent, used):
        assert code_of(says(gus, mine["id"], wrong["id"], body="x")) == "invalid"
    for ids in (("x" * 22,), (mine["id"], mine["id"])):
        assert code_of(says(gus, *ids, body="x")) == "invalid"
    assert code_of(ana.says(gus.chat_id, "x", attachments=[mine["id"]])) == "invalid"
    assert stage.dump() == before
    assert says(gus, mine["id"])["ok"]


def test_what_was_sent_for_one_chat_goes_to_no_other_place(
    stage: Stage, gus: Visitor, ana: Agent, at_desk: Sender
) -> None:
    hanna = stage.guest("Hanna")
    assert ana.ask("claim_next")["ok"]
    attachment = arrived(at_desk.upload_as_agent(gus.chat_id))
    refused = ana.says(hanna.chat_id, "x", attachments=[attachment["id"]])
    assert code_of(refused) == "invalid"
    assert ana.says(gus.chat_id, "x", attachments=[attachment["id"]])["ok"]


def test_who_may_not_read_a_chat_sends_nothing_to_it(
    stage: Stage, gus: Visitor, ana: Agent, at_desk: Sender
) -> None:
    bea, sam = (Sender(stage, stage.cookie(name)) for name in ("bea", "sam"))
    assert bea.upload_as_agent(gus.chat_id).status_code == 404
    assert bea.upload_as_agent("never-was").status_code == 404
    assert sam.upload_as_agent(gus.chat_id).status_code == 201
    assert Sender(stage, stage.cookie("maya")).upload_as_agent(gus.chat_id).status_code == 403
    nobody = Sender(stage).upload_as_agent(gus.chat_id)
    assert nobody.status_code == 403
    assert nobody.get_json()["error"]["code"] == "forbidden"
    nowhere = stage.visitor(gus.chat_id, gus.token)
    nowhere.token = "x" * 43
    assert Sender(stage).upload(nowhere).status_code == 404


def test_a_closed_chat_takes_none(gus: Visitor, here: Sender) -> None:
    assert gus.ask("leave")["ok"]
    answer = here.upload(gus)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "not_active")


def test_another_origin_and_another_type_are_refused(gus: Visitor, here: Sender) -> None:
    path = f"/api/v1/chats/{gus.token}/attachments"
    foreign = here.client.post(path, data={}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert here.client.post(path, json={"file": "x"}).status_code == 422


def test_who_may_read_the_message_gets_the_picture(
    stage: Stage, gus: Visitor, ana: Agent, here: Sender, at_desk: Sender
) -> None:
    attachment = here.sends(gus)
    assert statuses(here.client, attachment) == {200}
    assert statuses(at_desk.client, attachment) == {404}
    assert says(gus, attachment["id"])["ok"]
    assert statuses(here.client, attachment) == {200}
    assert statuses(at_desk.client, attachment) == {200}
    assert statuses(Sender(stage, stage.cookie("sam")).client, attachment) == {200}
    for stranger in (
        Sender(stage, stage.cookie("bea")),
        Sender(stage, stage.cookie("maya")),
        Sender(stage),
    ):
        assert statuses(stranger.client, attachment) == {404}


def test_in_the_queue_the_team_sees_what_came_with_the_question(stage: Stage) -> None:
    gus = stage.guest()
    here = Sender(stage)
    attachment = here.sends(gus)
    assert says(gus, attachment["id"])["ok"]
    bea = Sender(stage, stage.cookie("bea"))
    assert statuses(bea.client, attachment) == {200}
    assert stage.agent("ana").ask("claim_next")["ok"]
    assert statuses(bea.client, attachment) == {404}


def test_the_link_opens_the_pictures_in_another_browser_as_long_as_it_opens(
    stage: Stage, gus: Visitor, here: Sender
) -> None:
    attachment = here.sends(gus)
    assert says(gus, attachment["id"])["ok"]
    elsewhere = Sender(stage)
    assert statuses(elsewhere.client, attachment) == {404}
    assert elsewhere.client.get(f"/chat/{gus.token}").status_code == 200
    assert statuses(elsewhere.client, attachment) == {200}
    assert gus.ask("leave")["ok"]
    assert statuses(elsewhere.client, attachment) == {200}
    stage.write("UPDATE chats SET closed_at = closed_at - 25 * 3600 * 1000")
    assert statuses(elsewhere.client, attachment) == {404}
    assert statuses(here.client, attachment) == {404}


def test_the_picture_of_a_note_is_not_for_visitors(
    stage: Stage, gus: Visitor, ana: Agent, here: Sender, at_desk: Sender
) -> None:
    attachment = arrived(at_desk.upload_as_agent(gus.chat_id, name="inside.png"))
    note = ana.says(gus.chat_id, "Look", kind="note", attachments=[attachment["id"]])
    assert note["message"]["attachments"] == [attachment]
    here.client.get(f"/chat/{gus.token}")
    assert statuses(here.client, attachment) == {404}
    assert statuses(at_desk.client, attachment) == {200}
    assert "inside.png" not in here.client.get(f"/chat/{gus.token}").text


def test_a_picture_sent_before_the_chat_is_with_the_question(stage: Stage) -> None:
    browser = Sender(stage)
    page = browser.client.get("/chat").text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    file = as_file(picture(), "cart.png")
    sent = arrived(post(browser.client, "/issues/attachments", csrf_token=token, file=file))
    form = {"name": "Gus", "email": "gus@example.com", "question": QUESTION}
    answer = browser.client.post("/api/v1/chats", json={**form, "attachments": [sent["id"]]})
    assert answer.status_code == 201
    chat = answer.get_json()["chat"]
    messages = browser.client.get(f"/api/v1/chats/{chat['token']}").get_json()["messages"]
    assert messages[0]["attachments"] == [sent]
    stolen = {**form, "email": "x@example.com", "attachments": [sent["id"]]}
    refused = stage.app.test_client().post("/api/v1/chats", json=stolen)
    assert refused.status_code == 422
    assert set(refused.get_json()["error"]["fields"]) == {"attachments"}


def content_of(client: FlaskClient, attachment: Payload) -> str:
    return hashlib.sha256(client.get(attachment["url"]).data).hexdigest()


def test_a_ticket_keeps_the_pictures_of_its_chat_by_reference(
    stage: Stage, ana: Agent, gus: Visitor, here: Sender, at_desk: Sender
) -> None:
    by_visitor = here.sends(gus)
    assert says(gus, by_visitor["id"], body="Look")["ok"]
    by_agent = arrived(at_desk.upload_as_agent(gus.chat_id, name="fix.png"))
    assert ana.says(gus.chat_id, "", attachments=[by_agent["id"]])["ok"]
    noted = arrived(at_desk.upload_as_agent(gus.chat_id, name="inside.png"))
    assert ana.says(gus.chat_id, "x", kind="note", attachments=[noted["id"]])["ok"]
    kept = files_kept(stage.app)
    number = ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})["ticket"]["number"]
    rows = stage.rows(
        "SELECT a.id, a.name, a.sha256, e.chat_seq FROM attachments a"
        " JOIN ticket_entries e ON e.id = a.entry_id ORDER BY e.chat_seq"
    )
    assert [(row["name"], row["chat_seq"]) for row in rows] == [("one.png", 3), ("fix.png", 4)]
    copies = [{"url": f"/attachments/{row['id']}"} for row in rows]
    assert not {row["id"] for row in rows} & {by_visitor["id"], by_agent["id"], noted["id"]}
    for original, copy in zip((by_visitor, by_agent), copies, strict=True):
        assert content_of(at_desk.client, original) == content_of(at_desk.client, copy)
    assert [row["sha256"] for row in rows] == [content_of(at_desk.client, one) for one in copies]
    assert files_kept(stage.app) == kept
    page = at_desk.client.get(f"/console/tickets/{number}").text
    assert copies[0]["url"] in page
    assert "inside.png" not in page


def test_the_end_of_a_chat_adds_its_later_pictures_to_the_ticket(
    stage: Stage, ana: Agent, gus: Visitor, here: Sender
) -> None:
    assert ana.ask("convert_to_ticket", {"chat_id": gus.chat_id, "close": False})["ok"]
    assert says(gus, here.sends(gus)["id"])["ok"]
    assert ana.ask("close_chat", {"chat_id": gus.chat_id})["ok"]
    assert len(stage.rows("SELECT 1 FROM attachments WHERE entry_id IS NOT NULL")) == 1
    assert ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})["ok"]
    assert len(stage.rows("SELECT 1 FROM attachments WHERE entry_id IS NOT NULL")) == 1


def test_the_pictures_of_an_ended_chat_are_for_the_whole_team(
    stage: Stage, ana: Agent, gus: Visitor, here: Sender
) -> None:
    attachment = here.sends(gus)
    assert says(gus, attachment["id"])["ok"]
    bea, maya = Sender(stage, stage.cookie("bea")), Sender(stage, stage.cookie("maya"))
    assert bea.client.get(attachment["url"]).status_code == 404
    ana.ask("close_chat", {"chat_id": gus.chat_id})
    assert attachment["url"] in bea.client.get(f"/console/history/{gus.chat_id}").text
    assert bea.client.get(attachment["url"]).status_code == 200
    assert maya.client.get(attachment["url"]).status_code == 404


def test_pictures_go_along_when_an_agent_asks_for_a_ticket_instead(
    stage: Stage, ana: Agent, gus: Visitor, here: Sender
) -> None:
    assert says(gus, here.sends(gus, name="cart.png")["id"])["ok"]
    chat = ana.ask("redirect_to_ticket", {"chat_id": gus.chat_id, "language": "nb"})["chat"]
    assert chat["state"] == "closed"
    redirect_url = gus.all_heard("chat_changed")[-1]["chat"]["redirect_url"]
    page = here.client.get(redirect_url).text
    assert "cart.png" in page
    _submit_redirect(here.client, redirect_url, page)
    rows = stage.rows("SELECT name FROM attachments WHERE ticket_id IS NOT NULL")
    assert [row["name"] for row in rows] == ["cart.png"]


def test_pictures_of_a_redirected_question_wait_with_its_ticket(stage: Stage) -> None:
    browser = Sender(stage)
    browser.client.get("/chat")
    file, token = as_file(picture(), "kurv.png"), browser.csrf_token()
    sent = arrived(post(browser.client, "/issues/attachments", csrf_token=token, file=file))
    form = {"name": "Kari", "email": "kari@example.com", "question": NORWEGIAN}
    answer = browser.client.post("/api/v1/chats", json={**form, "attachments": [sent["id"]]})
    url = answer.get_json()["ticket_url"]
    page = browser.client.get(url).text
    assert sent["thumbnail_url"] in page
    _submit_redirect(browser.client, url, page)
    rows = stage.rows("SELECT id, entry_id FROM attachments WHERE ticket_id IS NOT NULL")
    assert [(row["id"], row["entry_id"]) for row in rows] == [(sent["id"], None)]


def test_a_question_that_is_english_after_all_takes_its_pictures_into_the_chat(
    stage: Stage,
) -> None:
    browser = Sender(stage)
    browser.client.get("/chat")
    file, token = as_file(picture(), "cart.png"), browser.csrf_token()
    sent = arrived(post(browser.client, "/issues/attachments", csrf_token=token, file=file))
    form = {"name": "Kari", "email": "kari@example.com", "question": NORWEGIAN}
    answer = browser.client.post("/api/v1/chats", json={**form, "attachments": [sent["id"]]})
    url = answer.get_json()["ticket_url"]
    confirmed = {"csrf_token": token, "confirm_english": "1"}
    assert browser.client.post(url, data=confirmed).status_code == 303
    assert len(stage.rows("SELECT 1 FROM attachments WHERE message_id IS NOT NULL")) == 1


def _submit_redirect(client: FlaskClient, url: str, page: str) -> None:
    from tests.browsing import Page

    values = Page(page).form_with("title", "attachments").values
    assert client.post(url, data=values).status_code == 303
