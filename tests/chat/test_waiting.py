"""What those who wait are told: their place, the wait, whether anybody is there, the way out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chat.rules import LEASE_SECONDS
from core.opening_hours import parse_week
from tests.chat.stage import Agent, Payload, Stage, Visitor
from tests.clocks import StoppedClock

# The clock of these stories stands at 09:30 UTC on a Friday.
CLOSED_NOW = parse_week("mon-fri 12:00-20:00")
OPEN_NOW = parse_week("mon-fri 08:00-20:00")


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def last_told(visitor: Visitor) -> Payload:
    chat: Payload = visitor.all_heard("chat_changed")[-1]["chat"]
    return chat


def serve(stage: Stage, time: StoppedClock, ana: Agent, chats: int, *, seconds: int) -> None:
    """So many chats come at once and are claimed one after the other."""
    for number in range(chats):
        stage.guest(f"Guest {number}")
    for _ in range(chats):
        time.advance(seconds=seconds)
        stage.loopback.sweeper.write_leases()
        claimed = ana.ask("claim_next")["chat"]["id"]
        assert ana.ask("close_chat", {"chat_id": claimed})["ok"]


def test_the_wait_has_a_range_and_says_what_it_goes_by(stage: Stage, time: StoppedClock) -> None:
    ana = stage.agent("ana")
    assert stage.start_chat("Gil")["chat"]["estimated_wait_seconds"] is None
    serve(stage, time, ana, 6, seconds=60)
    chat = stage.guest("Gus").sync()["chat"]
    assert chat["estimated_wait_basis_chats"] == 5
    assert chat["estimated_wait_from_seconds"] < chat["estimated_wait_seconds"]


def test_no_wait_is_promised_while_nobody_is_there(stage: Stage, time: StoppedClock) -> None:
    ana = stage.agent("ana")
    serve(stage, time, ana, 7, seconds=60)
    assert ana.ask("set_presence", {"presence": "away"})["ok"]
    chat = stage.guest("Gus").sync()["chat"]
    assert (chat["estimated_wait_seconds"], chat["estimated_wait_basis_chats"]) == (None, 0)
    assert chat["team_online"] is False


def test_what_was_usual_yesterday_promises_nothing_today(stage: Stage, time: StoppedClock) -> None:
    ana = stage.agent("ana")
    serve(stage, time, ana, 7, seconds=60)
    time.advance(hours=13)
    stage.loopback.sweeper.write_leases()
    assert stage.guest("Gus").sync()["chat"]["estimated_wait_seconds"] is None


def test_those_who_wait_are_told_that_somebody_came_or_went(
    stage: Stage, time: StoppedClock, gus: Visitor
) -> None:
    assert last_told(gus)["team_online"] is False
    ana = stage.agent("ana")
    stage.loopback.publish()
    assert last_told(gus)["team_online"] is True
    ana.ask("set_presence", {"presence": "away"})
    stage.loopback.publish()
    assert last_told(gus)["team_online"] is False


def test_they_are_told_within_five_seconds_of_the_last_lease(
    stage: Stage, time: StoppedClock, gus: Visitor
) -> None:
    ana = stage.agent("ana")
    stage.sweep()
    stage.loopback.publish()
    ana.cut()
    for _ in range((LEASE_SECONDS + 5) // 5):
        time.advance(seconds=5)
        stage.sweep()
    assert stage.loopback.board.stirred
    stage.loopback.publish()
    assert last_told(gus)["team_online"] is False


def test_a_ticket_is_offered_after_the_set_time_and_anew_after_a_return(
    set_up: Callable[..., Stage], time: StoppedClock
) -> None:
    stage = set_up(offer_ticket_seconds=60)
    gus, ana = stage.guest("Gus"), stage.agent("ana")
    assert gus.sync()["chat"]["ticket_offered_at"] == "2026-03-06T09:31:00.000Z"
    time.advance(seconds=30)
    ana.ask("claim_next")
    assert gus.sync()["chat"]["ticket_offered_at"] is None
    ana.ask("transfer", {"chat_id": gus.chat_id, "to": "queue"})
    assert gus.sync()["chat"]["ticket_offered_at"] == "2026-03-06T09:31:30.000Z"


def test_outside_the_hours_a_question_is_kept_for_a_ticket(
    set_up: Callable[..., Stage],
) -> None:
    stage = set_up(support_hours=CLOSED_NOW, time_zone=ZoneInfo("Europe/Oslo"))
    answer = stage.start_chat("Gus")
    assert answer["outcome"] == "closed_now"
    assert answer["opens_at"] == "2026-03-06T11:00:00.000Z"
    assert answer["ticket_url"].startswith("/chat/redirect/")
    assert "12:00" in answer["message"]
    assert "Oslo" in answer["message"]
    assert stage.rows("SELECT COUNT(*) AS n FROM chats")[0]["n"] == 0


def test_closed_is_said_before_anything_about_the_language(set_up: Callable[..., Stage]) -> None:
    stage = set_up(support_hours=CLOSED_NOW)
    said = "Jeg får ikke til å behandle bestillingen min, kan dere hjelpe meg?"
    assert stage.start_chat("Kari", question=said)["outcome"] == "closed_now"
    kept = stage.rows("SELECT outcome, language, question FROM redirects")[0]
    assert tuple(kept) == ("closed_now", "nb", said)


def test_a_chat_accepted_before_closing_time_is_served(
    set_up: Callable[..., Stage], time: StoppedClock
) -> None:
    stage = set_up(support_hours=OPEN_NOW)
    gus = stage.guest("Gus")
    time.advance(hours=11)
    stage.loopback.sweeper.write_leases()
    assert stage.start_chat("Gil")["outcome"] == "closed_now"
    ana = stage.agent("ana")
    assert ana.ask("claim_next")["chat"]["id"] == gus.chat_id
    assert ana.says(gus.chat_id, "Good evening")["ok"]


def test_the_state_of_the_desk_for_programs(
    set_up: Callable[..., Stage], time: StoppedClock
) -> None:
    stage = set_up(support_hours=OPEN_NOW)

    def desk() -> dict[str, Any]:
        answer = stage.app.test_client().get("/api/v1/desk")
        assert answer.status_code == 200
        found: dict[str, Any] = answer.get_json()["desk"]
        return found

    assert desk() == {
        "is_open": True,
        "opens_at": None,
        "closes_at": "2026-03-06T20:00:00.000Z",
        "team_online": False,
        "waiting": 0,
        "estimated_wait_seconds": None,
        "estimated_wait_from_seconds": None,
        "estimated_wait_basis_chats": 0,
    }
    stage.agent("ana")
    stage.guest("Gus")
    assert (desk()["team_online"], desk()["waiting"]) == (True, 1)
    time.advance(hours=12)
    assert (desk()["is_open"], desk()["closes_at"]) == (False, None)
    assert datetime.fromisoformat(desk()["opens_at"]).isoformat() == "2026-03-09T08:00:00+00:00"
