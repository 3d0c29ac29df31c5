"""The main job from end to end over real sockets: queue, claim, talk, hand over, ticket."""

import pytest
import requests

from tests.live.conftest import StartDesk
from tests.live.desk import Desk
from tests.live.people import Person, csrf_token, sign_in, start_chat

pytestmark = pytest.mark.server
in_each_mode = pytest.mark.parametrize("server", ["eventlet", "gevent", "threading"], indirect=True)


@pytest.fixture
def server(request: pytest.FixtureRequest, start_desk: StartDesk) -> Desk:
    """A desk of its own for each story, on eventlet unless the story asks for each mode."""
    return start_desk(rate_limits="off", async_mode=getattr(request, "param", "eventlet"))


@in_each_mode
def test_a_guest_is_served_handed_over_and_gets_a_ticket(people) -> None:
    gus = people.guest()
    assert gus.hears("chat_changed")["chat"]["position"] == 1
    ana, bea = people.agent("ana"), people.agent("bea")
    board = ana.hears("queue_changed", such=lambda told: told["queue"]["length"] == 1)["queue"]
    assert board["chats"][0]["question"].startswith("I cannot log in")

    claimed = ana.ask("claim_next")
    assert claimed["ok"]
    assert [one["kind"] for one in claimed["messages"]] == ["text", "system"]
    lost = bea.ask("claim", {"chat_id": gus.chat_id})
    assert lost["error"]["code"] == "already_claimed"
    assert lost["error"]["agent"]["name"] == "Ana"
    joined = gus.hears("chat_changed", such=lambda told: told["chat"]["state"] == "active")
    assert joined["chat"]["agent"] == {"name": "Ana", "connected": True}

    gus.ask("typing", {"is_typing": True})
    assert ana.hears("typing")["chat_id"] == gus.chat_id
    assert ana.says(gus.chat_id, "Which browser do you use?")["ok"]
    heard = gus.hears("message_posted", such=lambda told: told["message"]["kind"] == "text")
    assert heard["message"]["author"] == {"kind": "agent", "name": "Ana"}
    assert gus.says("Safari on my iPad")["message"]["seq"] == 4
    answered = ana.hears("message_posted", such=lambda told: told["message"]["seq"] == 4)
    assert answered["previous_seq"] == 3

    assert ana.says(gus.chat_id, "CANARY: same as the points issue", kind="note")["ok"]
    handed = ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": bea.id, "note": "CANARY 2"})
    assert handed["chat"]["agent"]["name"] == "Bea"
    assert ana.says(gus.chat_id, "one more thing")["error"]["code"] == "forbidden"

    done = bea.ask("convert_to_ticket", {"chat_id": gus.chat_id, "title": "English - login"})
    assert done["ticket"]["number"] == "IT-1001"
    ended = gus.hears("chat_changed", such=lambda told: told["chat"]["state"] == "closed")["chat"]
    assert ended["closed_reason"] == "converted"
    assert ended["ticket"]["url"].startswith("/issues/private/")
    assert gus.ask("rate", {"score": 5, "comment": "Thank you"}) == {"ok": True}
    page = requests.get(people.url + ended["ticket"]["url"], timeout=10).text
    assert "Safari on my iPad" in page
    assert "CANARY" not in page
    assert "CANARY" not in str(gus.heard) + str(gus.sync())


def test_a_member_answers_the_feedback_and_the_ticket_is_open_again(people) -> None:
    maya = sign_in(people.url, "maya")
    token = start_chat(people.url, maya, name="Maya", email="maya@example.com")["chat"]["token"]
    visitor = Person(people.url, "/visitor")
    visitor.connect(auth={"token": token})
    people.present.append(visitor)
    ana = people.agent("ana")
    chat = ana.ask("claim_next")["chat"]
    assert chat["visitor"]["verified"]
    assert chat["visitor"]["rank"] == "Gold"
    wishes = {"chat_id": chat["id"], "status": "awaiting_feedback"}
    assert ana.ask("convert_to_ticket", wishes)["ok"]
    ended = visitor.hears("chat_changed", such=lambda told: told["chat"]["state"] == "closed")
    assert ended["chat"]["ticket"]["url"] == "/issues/IT-1001"

    page = maya.get(f"{people.url}/issues/IT-1001", timeout=10).text
    assert "Awaiting Feedback" in page
    reply = {"csrf_token": csrf_token(page), "body": "It is Safari 18."}
    page = maya.post(f"{people.url}/issues/IT-1001/replies", data=reply, timeout=10).text
    assert "It is Safari 18." in page
    assert "open again" in page


@in_each_mode
def test_everything_survives_the_death_of_the_server(server, people) -> None:
    first, second = people.guest("Gus"), people.guest("Gil")
    ana = people.agent("ana")
    ana.ask("claim_next")
    first.says("before")
    server.kill()
    assert first.is_disconnected()
    server.start()
    for visitor in (first, second):
        visitor.leave()
        visitor.connect(auth={"token": visitor.token})
    synced = first.sync()
    assert [one["body"] for one in synced["messages"]][-1] == "before"
    assert synced["chat"]["state"] == "active"
    assert second.sync()["chat"]["position"] == 1
