"""The server is killed in full flight, again and again: nothing acknowledged is lost or doubled."""

import os
import random
import sqlite3
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
import socketio

from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Guest, Payload, Person, cookie_of, new_id

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(600)]
CYCLES = int(os.environ.get("KILL_CYCLES", "20"))
PAIRS = 4


@dataclass
class Writer:
    """One side of one chat. Sends, and sends the same again when no answer came, as clients do."""

    chat_id: str
    side: str
    person: Person
    sent: list[Payload] = field(default_factory=list)
    acknowledged: dict[str, Payload] = field(default_factory=dict)

    def write_until_the_end(self) -> None:
        """Until the server dies. What has no answer yet is sent first when it is back."""
        try:
            for payload in [one for one in self.sent if one["client_id"] not in self.acknowledged]:
                self._send(payload)
            while True:
                payload = {"client_id": new_id(), "body": f"{self.side} {len(self.sent)}"}
                if self.side == "agent":
                    payload["chat_id"] = self.chat_id
                self.sent.append(payload)
                self._send(payload)
        except (socketio.exceptions.SocketIOError, AssertionError, OSError):
            return

    def _send(self, payload: Payload) -> None:
        answered = threading.Event()

        def hear(answer: Payload) -> None:
            assert answer["ok"], answer
            message = answer["message"]
            known = self.acknowledged.setdefault(message["client_id"], message)
            assert known == message, "a second acknowledgement says something else"
            answered.set()

        self.person.send("send_message", payload, hear)
        # Three are on their way at once, so that the kill finds some in every state.
        if len(self.sent) % 3 == 0:
            while not answered.wait(0.02):
                assert self.person.connected


@pytest.fixture
def pairs(server: Desk) -> list[tuple[Guest, AgentAtWork]]:
    return [
        (Guest(server.url, f"Gus {number}"), AgentAtWork(server.url)) for number in range(PAIRS)
    ]


def test_nothing_acknowledged_is_lost_doubled_or_out_of_order(
    server: Desk, pairs: list[tuple[Guest, AgentAtWork]]
):
    writers: list[Writer] = []
    for guest, agent in pairs:
        assert agent.ask("claim_next")["chat"]["id"] == guest.chat_id
        writers += [Writer(guest.chat_id, "visitor", guest), Writer(guest.chat_id, "agent", agent)]
    keys = {(guest.chat_id, "visitor"): {"auth": {"token": guest.token}} for guest, _ in pairs}
    keys |= {(guest.chat_id, "agent"): {"cookie": cookie_of(ana.browser)} for guest, ana in pairs}
    for _ in range(CYCLES):
        threads = [threading.Thread(target=one.write_until_the_end) for one in writers]
        for thread in threads:
            thread.start()
        threading.Event().wait(random.uniform(0.1, 0.5))
        server.kill()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()
        server.start()
        for one in writers:
            one.person.leave()
            one.person = Person(server.url, f"/{one.side}")
            one.person.connect(**keys[one.chat_id, one.side])
        check(server, writers)
    for one in writers:
        one.person.leave()
    assert sum(len(one.acknowledged) for one in writers) > CYCLES * 10


def check(server: Desk, writers: list[Writer]) -> None:
    connection = sqlite3.connect(server.database)
    connection.row_factory = sqlite3.Row
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        stored = connection.execute("SELECT * FROM messages ORDER BY chat_id, seq").fetchall()
        chats = connection.execute("SELECT id, last_seq, last_visible_seq FROM chats").fetchall()
    finally:
        connection.close()
    for chat in chats:
        seqs = [row["seq"] for row in stored if row["chat_id"] == chat["id"]]
        assert seqs == [*range(1, chat["last_seq"] + 1)], "a gap"
        assert chat["last_visible_seq"] == chat["last_seq"]
    for one in writers:
        check_writer(one, [row for row in stored if row["chat_id"] == one.chat_id])


def check_writer(writer: Writer, stored: list[Any]) -> None:
    by_id = {row["client_id"]: row for row in stored if row["client_id"]}
    for client_id, message in writer.acknowledged.items():
        row = by_id.get(client_id)
        assert row is not None, f"{message['body']} was acknowledged and is lost"
        assert (row["id"], row["seq"], row["body"]) == (
            message["id"],
            message["seq"],
            message["body"],
        )
    sent = [payload["client_id"] for payload in writer.sent]
    known = set(sent)
    mine = [row["client_id"] for row in stored if row["client_id"] in known]
    assert len(set(mine)) == len(mine), "doubled"
    assert mine == [client_id for client_id in sent if client_id in by_id], "out of order"
