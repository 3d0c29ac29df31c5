"""People who vanish from a served desk: the others are told, and nobody who stays is harmed."""

import random
import time

import pytest

from tests.live.conftest import StartDesk
from tests.live.people import AgentAtWork, Guest, Payload, new_id

pytestmark = pytest.mark.server


def test_who_vanishes_makes_room_and_who_stays_keeps_the_place(start_desk: StartDesk):
    # Longer than a slow machine takes to let somebody in, shorter than a ping is away.
    desk = start_desk(rate_limits="off", queue_grace_seconds="12", agent_grace_seconds="1")
    gus, gil, guy = (Guest(desk.url, name) for name in ("Gus", "Gil", "Guy"))
    ana, bea = AgentAtWork(desk.url, "ana"), AgentAtWork(desk.url, "bea")
    assert ana.ask("claim_next")["ok"]
    ana.leave()
    gil.leave()
    back = gus.hears(
        "chat_changed",
        such=lambda told: told["chat"]["state"] == "queued" and told["chat"]["last_seq"] > 2,
    )
    assert (back["chat"]["position"], back["chat"]["agent"]) == (1, None)
    gus.hears("message_posted", such=lambda told: "back in the queue" in told["message"]["body"])
    guy.hears("chat_changed", such=lambda told: told["chat"]["position"] == 2)
    bea.hears(
        "queue_changed",
        such=lambda told: (
            [one["id"] for one in told["queue"]["chats"]] == [gus.chat_id, guy.chat_id]
        ),
    )
    (gone,) = desk.rows("SELECT closed_reason FROM chats WHERE id = ?", gil.chat_id)
    assert gone["closed_reason"] == "abandoned"
    # Longer than the grace, and no ping has been due yet: who is here stays where they are.
    assert guy.sync()["chat"]["state"] == "queued"
    assert bea.ask("claim_next")["chat"]["id"] == gus.chat_id
    for person in (gus, guy, bea):
        person.leave()


def test_an_agent_killed_in_the_middle_of_a_sentence_loses_and_doubles_nothing(
    start_desk: StartDesk,
):
    desk = start_desk(rate_limits="off", agent_grace_seconds="1")
    dice = random.Random(30)
    gus, bea = Guest(desk.url, "Gus"), AgentAtWork(desk.url, "bea")
    acknowledged: list[str] = []
    for life in range(3):
        ana = AgentAtWork(desk.url, "ana")
        assert ana.ask("claim_next")["ok"]

        def note(answer: Payload) -> None:
            acknowledged.append(answer["message"]["body"])

        for number in range(30):
            said = {"chat_id": gus.chat_id, "client_id": new_id(), "body": f"{life}-{number:02}"}
            ana.send("send_message", said, note)
        time.sleep(dice.uniform(0, 0.04))
        gus.forget()
        ana.die()
        gus.hears("chat_changed", such=lambda told: told["chat"]["state"] == "queued")
    shown = [one["body"] for one in gus.sync()["messages"] if one["author"]["kind"] == "agent"]
    assert len(set(shown)) == len(shown), "doubled"
    assert set(acknowledged) <= set(shown), "acknowledged and lost"
    for life in range(3):
        said = [body for body in shown if body.startswith(f"{life}-")]
        assert said == [f"{life}-{number:02}" for number in range(len(said))], "out of order"
    messages = bea.ask("claim_next")["messages"]
    assert [one["body"] for one in messages if one["author"]["kind"] == "agent"] == shown
    for person in (gus, bea):
        person.leave()
