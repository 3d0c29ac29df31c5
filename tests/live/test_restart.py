"""A server that goes and comes back: everything is where it was."""

import pytest

from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Guest, Person, start_chat

pytestmark = pytest.mark.server
WAITING = 50


def come_back(url: str, chat: dict) -> Person:
    visitor = Person(url, "/visitor")
    visitor.connect(auth={"token": chat["token"]})
    return visitor


def test_after_a_crash_everybody_waits_at_the_same_place_with_the_same_words(server: Desk):
    chats = [
        start_chat(server.url, question=f"Question number {number}, please help me with it")["chat"]
        for number in range(WAITING)
    ]
    ana = AgentAtWork(server.url)
    talking = [ana.ask("claim_next")["chat"]["id"] for _ in range(2)]
    ana.says(talking[0], "Before the crash")
    before = server.rows("SELECT id, place, created_at, question FROM chats ORDER BY place")
    server.kill()
    ana.is_disconnected()
    server.start()
    after = server.rows("SELECT id, place, created_at, question FROM chats ORDER BY place")
    assert [tuple(row) for row in after] == [tuple(row) for row in before]
    for expected, chat in enumerate(chats[2:], 1):
        visitor = come_back(server.url, chat)
        told = visitor.hears("chat_changed")["chat"]
        assert (told["state"], told["position"]) == ("queued", expected)
        visitor.leave()
    bea = AgentAtWork(server.url, "bea")
    order = [bea.ask("claim_next")["chat"]["id"] for _ in range(4)]
    assert order == [chat["id"] for chat in chats[2:6]]
    back = AgentAtWork(server.url, "ana")
    assert {chat["id"] for chat in back.ask("sync")["chats"]} == set(talking)
    assert back.says(talking[0], "After the crash")["message"]["seq"] == 4
    for person in (ana, bea, back):
        person.leave()


def test_a_stop_is_announced_and_everything_acknowledged_is_kept(server: Desk):
    gus, ana = Guest(server.url), AgentAtWork(server.url)
    said = [gus.says(f"message {number}")["message"]["id"] for number in range(20)]
    assert server.stop() == 0
    for person in (gus, ana):
        assert 0 <= person.hears("server_restarting")["delay_seconds"] <= 5
        assert person.is_disconnected()
        person.leave()
    stored = server.rows("SELECT id FROM messages WHERE client_id IS NOT NULL ORDER BY seq")
    assert [row["id"] for row in stored][-20:] == said
    (integrity,) = server.rows("PRAGMA integrity_check")
    assert integrity[0] == "ok"
