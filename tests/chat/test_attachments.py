"""Pictures in chats: sent with a message, seen by those who may read it, kept by the ticket."""

from tests.chat.sender import Sender, arrived, says
from tests.chat.stage import Agent, Stage, Visitor, code_of
from tests.sending import statuses


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
