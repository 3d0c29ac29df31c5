"""Who is in a chat: what the team may know of a member, of an address, and what it wrote down."""

from typing import Any

import pytest

from tests.chat.console import Console
from tests.chat.stage import Agent, Stage, Visitor, new_id
from tests.factories import make_ticket


def person(console: Console, chat_id: str) -> Any:
    answer = console.ask("GET", f"/chats/{chat_id}/person")
    assert answer.status_code == 200, answer.text
    return answer.json["person"]


def note(console: Console, chat_id: str, body: str, client_id: str | None = None) -> Any:
    sent = {"body": body, "client_id": client_id or new_id()}
    return console.ask("POST", f"/chats/{chat_id}/notes", sent)


def maya_asks(stage: Stage, question: str = "I cannot see my points any more") -> Visitor:
    said = {"question": question, "email": "maya@example.com"}
    return stage.guest("Maya", cookie=stage.cookie("maya"), **said)


@pytest.fixture
def console(stage: Stage) -> Console:
    return Console(stage, "ana")


def test_a_verified_member_is_shown_with_account_tickets_and_earlier_chats(
    stage: Stage, console: Console
) -> None:
    with stage.app.app_context():
        make_ticket(stage.account("maya"), title="English - points are missing")
    earlier = maya_asks(stage, "My first question was another one")
    earlier.ask("leave")
    now = maya_asks(stage)
    found = person(console, now.chat_id)
    assert found["identity"] == "verified"
    assert (found["member"]["member_id"], found["member"]["rank"]) == ("M-maya", "Gold")
    assert [one["title"] for one in found["tickets"]["latest"]] == ["English - points are missing"]
    assert (found["chats"]["total"], found["chats"]["latest"][0]["id"]) == (1, earlier.chat_id)
    assert found["chats"]["latest"][0]["question"] == "My first question was another one"


def test_a_typed_member_id_and_address_open_nothing_of_the_member(
    stage: Stage, console: Console
) -> None:
    with stage.app.app_context():
        make_ticket(stage.account("maya"), title="English - CANARY of Maya")
    maya_asks(stage, "A CANARY question of mine, please").ask("leave")
    note_on_maya = maya_asks(stage)
    assert note(console, note_on_maya.chat_id, "CANARY note on Maya").status_code == 201
    poser = stage.guest("Maya", email="maya@example.com", member_id="M-maya")
    found = person(console, poser.chat_id)
    assert found["identity"] == "claimed"
    assert found["member"] is None
    assert (found["tickets"]["total"], found["chats"]["total"], found["notes"]) == (0, 0, [])
    assert "CANARY" not in str(found)


def test_others_with_the_same_address_are_shown_as_that(stage: Stage, console: Console) -> None:
    with stage.app.app_context():
        make_ticket(email="Gus@Example.com", title="English - from the form")
    stage.guest("Gustav", email="GUS@example.com").ask("leave")
    stage.guest("Gil", email="gil@example.com").ask("leave")
    found = person(console, stage.guest("Gus").chat_id)
    assert found["identity"] == "guest"
    assert (found["chats"]["total"], found["tickets"]["total"]) == (1, 1)
    assert found["tickets"]["latest"][0]["title"] == "English - from the form"


def test_where_the_visitor_is_comes_from_the_browser(stage: Stage, console: Console) -> None:
    known = stage.guest("Gus", time_zone="Europe/Oslo")
    assert person(console, known.chat_id)["surroundings"]["time_zone"] == "Europe/Oslo"
    for invented in ("Europe/Atlantis", "../../etc/passwd", "Europe"):
        guest = stage.guest("Gus", time_zone=invented)
        assert person(console, guest.chat_id)["surroundings"]["time_zone"] is None


def test_the_form_tells_the_page_and_no_secret_of_it(stage: Stage, console: Console) -> None:
    page = stage.app.test_client().get(
        "/chat", headers={"Referer": "http://localhost/chat/redirect/s3cr3t-token"}
    )
    assert "s3cr3t" not in page.text
    assert 'value="/chat/redirect/…"' in page.text
    elsewhere = stage.app.test_client().get(
        "/chat", headers={"Referer": "https://elsewhere.example/issues"}
    )
    assert "elsewhere" not in elsewhere.text


def test_notes_are_the_teams_and_their_authors_own(stage: Stage, console: Console) -> None:
    chat_id = maya_asks(stage).chat_id
    twice = new_id()
    for _ in range(2):
        assert note(console, chat_id, "Prefers pictures", twice).status_code == 201
    bea = Console(stage, "bea")
    [seen] = person(bea, chat_id)["notes"]
    assert (seen["author"], seen["body"], seen["is_own"]) == ("Ana", "Prefers pictures", False)
    assert bea.ask("DELETE", f"/notes/{seen['id']}").status_code == 404
    assert len(person(bea, chat_id)["notes"]) == 1
    assert console.ask("DELETE", f"/notes/{seen['id']}").status_code == 200
    assert person(bea, chat_id)["notes"] == []


def test_a_note_must_say_something(stage: Stage, console: Console, gus: Visitor) -> None:
    assert note(console, gus.chat_id, "  ").status_code == 422
    assert note(console, gus.chat_id, "x" * 2_001).status_code == 422
    assert stage.rows("SELECT 1 FROM person_notes") == []


def test_no_visitor_and_no_stranger_gets_at_it(
    stage: Stage, gus: Visitor, ana: Agent, console: Console
) -> None:
    [kept] = [note(console, gus.chat_id, "CANARY").json["note"]]
    member = Console(stage, "maya")
    nobody = Console(stage, "maya")
    nobody.client.delete_cookie("livedesk_session")
    bea = Console(stage, "bea")
    paths = (f"/chats/{gus.chat_id}/person", f"/chats/{gus.chat_id}/notes", f"/notes/{kept['id']}")
    for who, status in ((member, 403), (nobody, 401)):
        assert who.ask("GET", paths[0]).status_code == status
        answer = who.ask("POST", paths[1], {"body": "Mine", "client_id": new_id()})
        assert answer.status_code == status
        assert who.ask("DELETE", paths[2]).status_code == status
    # Ana holds the chat, so Bea may no longer look at it.
    assert bea.ask("GET", paths[0]).status_code == 404
    assert note(bea, gus.chat_id, "Mine").status_code == 404
    assert len(stage.rows("SELECT 1 FROM person_notes")) == 1
    assert "CANARY" not in str(gus.sync()) + str(gus.heard)
