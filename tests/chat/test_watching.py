"""Looking at a chat of somebody else: what is heard of it, and until when."""

from tests.chat.house import House
from tests.chat.stage import Agent, Visitor


def test_naming_a_chat_watches_it_until_a_sync_without_it(house: House):
    house.watcher.sync()
    house.gus.says("Hello")
    assert house.who_heard("message_posted") == {"tab", "ana", "phone"}
    house.watcher.ask("sync", {"before": {house.chat_id: 3}})
    house.forget()
    house.gus.says("Hello again")
    assert "watcher" in house.who_heard("message_posted")


def test_naming_a_chat_that_may_not_be_read_watches_nothing(house: House):
    house.bea.sync(**{house.chat_id: 0})
    house.forget()
    house.gus.says("Hello")
    house.ana.note(house.chat_id, "CANARY")
    house.gus.ask("typing", {"is_typing": True})
    assert house.bea.heard == []


def watches(agent: Agent, visitor: Visitor) -> None:
    assert visitor.chat_id in {one["id"] for one in agent.sync(**{visitor.chat_id: 0})["chats"]}
    agent.heard.clear()


def test_who_watched_a_waiting_chat_hears_of_its_claim_and_nothing_after_it(house: House):
    watches(house.bea, house.gil)
    house.ana.ask("claim_next")
    assert house.bea.all_heard("chat_changed")[-1]["chat"]["agent"]["name"] == "Ana"
    house.bea.heard.clear()
    house.gil.says("For Ana only")
    house.ana.note(house.gil.chat_id, "CANARY")
    house.gil.ask("typing", {"is_typing": True})
    house.gil.ask("mark_read", {"seq": 3})
    house.ana.ask("close_chat", {"chat_id": house.gil.chat_id})
    assert {name for name, _ in house.bea.heard} <= {"agent_changed", "queue_changed"}


def test_who_has_given_a_chat_away_hears_nothing_after_it(house: House):
    watches(house.ana, house.gus)
    house.ana.ask("transfer", house.named_chat(agent_id=house.bea.id))
    house.forget()
    house.gus.says("For Bea only")
    house.bea.note(house.chat_id, "CANARY")
    assert house.ana.heard == []
    assert house.phone.heard == []


def test_watching_again_works_once_the_chat_may_be_read_again(house: House):
    watches(house.bea, house.gil)
    house.ana.ask("claim_next")
    house.ana.ask("transfer", {"chat_id": house.gil.chat_id, "to": "queue"})
    watches(house.bea, house.gil)
    house.gil.says("Hello, everybody")
    assert len(house.bea.all_heard("message_posted")) == 1


def test_who_watched_a_chat_that_was_left_hears_no_notes_of_it(house: House):
    watches(house.bea, house.gil)
    house.gil.ask("leave")
    house.bea.heard.clear()
    house.sam.note(house.gil.chat_id, "CANARY")
    assert house.bea.heard == []
