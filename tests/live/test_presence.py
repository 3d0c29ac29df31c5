"""People who vanish from a served desk: the others are told, and nobody who stays is harmed."""

import pytest

from tests.live.conftest import StartDesk
from tests.live.people import AgentAtWork, Guest

pytestmark = pytest.mark.server


def test_who_vanishes_makes_room_and_who_stays_keeps_the_place(start_desk: StartDesk):
    desk = start_desk(rate_limits="off", queue_grace_seconds="1", agent_grace_seconds="1")
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
