"""What becomes of a chat's pictures: with its ticket, after its end, before its beginning."""

import hashlib

from flask.testing import FlaskClient

from tests.chat.asking_api import NORWEGIAN
from tests.chat.sender import Sender, arrived, says
from tests.chat.stage import QUESTION, Agent, Stage, Visitor
from tests.pictures import picture
from tests.sending import Payload, as_file, files_kept, post


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
