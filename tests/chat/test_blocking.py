"""Keeping a visitor out of chat: who may, whom it meets, what they read, and how it ends (S66)."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from chat.jobs import Eraser
from chat.surroundings import network_key
from core import clock
from core.settings import Settings
from tests.chat.console import Console
from tests.chat.stage import QUESTION, Agent, Stage, Visitor
from tests.clocks import StoppedClock

REASON = "Insults the team again and again"


def block(console: Console, chat_id: str, *, days: float = 7, reason: str = REASON) -> Any:
    ends_at = clock.iso(clock.now() + timedelta(days=days))
    sent = {"reason": reason, "ends_at": ends_at}
    return console.ask("POST", f"/chats/{chat_id}/block", sent)


@pytest.fixture
def console(stage: Stage) -> Console:
    return Console(stage, "ana")


def ask_again(stage: Stage, cookie: str) -> Any:
    return stage.start_chat("Gus", cookie=cookie)


@pytest.fixture
def cookie(stage: Stage) -> str:
    """The browser of Gus."""
    client = stage.app.test_client()
    client.get("/chat")
    kept = client.get_cookie("livedesk_visitor")
    assert kept is not None
    return f"livedesk_visitor={kept.value}"


@pytest.fixture
def blocked(stage: Stage, console: Console, cookie: str) -> str:
    """Gus, whom Ana has blocked for a week; the id of his chat."""
    ana = stage.agent("ana")
    chat_id: str = ask_again(stage, cookie)["chat"]["id"]
    assert ana.ask("claim_next")["ok"]
    assert block(console, chat_id).status_code == 201
    assert ana.ask("close_chat", {"chat_id": chat_id})["ok"]
    return chat_id


@pytest.mark.usefixtures("blocked")
def test_who_is_blocked_is_led_to_a_ticket_in_plain_words(stage: Stage, cookie: str) -> None:
    answer = ask_again(stage, cookie)
    assert answer["outcome"] == "blocked"
    assert "cannot take this question in live chat" in answer["message"]
    page = stage.app.test_client().get(answer["ticket_url"]).text
    assert "We cannot take this question in live chat" in page
    assert QUESTION in page, "nothing has to be typed twice"
    for word in ("block", "Insults", "Try live chat again"):
        assert word not in page.partition("<main")[2]
    assert stage.rows("SELECT 1 FROM chats WHERE state = 'queued'") == []


@pytest.mark.usefixtures("blocked")
def test_the_way_back_from_the_ticket_form_is_closed_too(stage: Stage, cookie: str) -> None:
    token = ask_again(stage, cookie)["ticket_url"].rpartition("/")[2]
    console = Console(stage, "maya")
    console.client.delete_cookie("livedesk_session")
    console.client.set_cookie(*cookie.split("="))
    console.send(f"/chat/redirect/{token}", confirm_english="1")
    assert console.status == 303
    assert "/chat/redirect/" in (console.location or "")
    assert stage.rows("SELECT 1 FROM chats WHERE state = 'queued'") == []


@pytest.mark.usefixtures("blocked")
def test_a_block_meets_one_visitor_and_nobody_else(stage: Stage) -> None:
    assert stage.start_chat("Gil")["outcome"] == "queued"
    assert stage.start_chat("Maya", cookie=stage.cookie("maya"))["outcome"] == "queued"


def test_a_blocked_member_is_blocked_in_every_browser(stage: Stage, console: Console) -> None:
    ana = stage.agent("ana")
    chat = stage.start_chat("Maya", cookie=stage.cookie("maya"))["chat"]
    ana.ask("claim_next")
    block(console, chat["id"])
    ana.ask("close_chat", {"chat_id": chat["id"]})
    assert stage.start_chat("Maya", cookie=stage.cookie("maya"))["outcome"] == "blocked"
    assert stage.start_chat("Otto", cookie=stage.cookie("otto"))["outcome"] == "queued"


def test_a_block_ends_by_itself(
    time: StoppedClock, stage: Stage, blocked: str, cookie: str
) -> None:
    time.advance(days=6)
    assert ask_again(stage, cookie)["outcome"] == "blocked"
    time.advance(days=2)
    assert ask_again(stage, cookie)["outcome"] == "queued"


def test_a_supervisor_lifts_it_and_an_agent_does_not(
    stage: Stage, blocked: str, cookie: str, console: Console
) -> None:
    [row] = stage.rows("SELECT id FROM blocks")
    sam = Console(stage, "sam")
    console.get("/console/blocks")
    assert console.status == 403
    assert console.send(f"/console/blocks/{row['id']}/lifting")
    assert console.status == 403
    assert console.ask("DELETE", f"/blocks/{row['id']}").status_code == 403
    page = sam.get("/console/blocks")
    assert REASON in page.text
    sam.send(f"/console/blocks/{row['id']}/lifting")
    assert (sam.status, sam.location) == (303, "/console/blocks")
    assert "Lifted by Sam" in sam.get("/console/blocks").text
    assert ask_again(stage, cookie)["outcome"] == "queued"
    assert sam.ask("DELETE", f"/blocks/{row['id']}").status_code == 404


def test_only_who_has_the_chat_and_supervisors_block(
    stage: Stage, gus: Visitor, ana: Agent, console: Console
) -> None:
    assert block(Console(stage, "bea"), gus.chat_id).status_code == 404
    assert block(Console(stage, "maya"), gus.chat_id).status_code == 403
    assert stage.rows("SELECT 1 FROM blocks") == []
    assert block(console, gus.chat_id).status_code == 201
    assert block(Console(stage, "sam"), gus.chat_id, days=1).status_code == 201
    standing = stage.rows("SELECT author_id FROM blocks WHERE lifted_at IS NULL")
    assert [row["author_id"] for row in standing] == [stage.account("sam").id], "the last counts"


def test_who_is_blocked_while_waiting_is_led_to_a_ticket_at_once(
    stage: Stage, gus: Visitor
) -> None:
    assert block(Console(stage, "sam"), gus.chat_id).status_code == 201
    chat = gus.sync()["chat"]
    assert (chat["state"], chat["closed_reason"]) == ("closed", "redirected")
    assert chat["redirect_url"].startswith("/chat/redirect/")
    assert "Insults" not in str(gus.sync()["messages"])
    answer = stage.app.test_cli_runner().invoke(args=["verify-queue"])
    assert answer.output.startswith("no violation\n")


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"reason": "  "}, "reason"), ({"days": -1}, "ends_at"), ({"days": 400}, "ends_at")],
)
def test_a_block_needs_a_reason_and_an_end_within_a_year(
    stage: Stage, gus: Visitor, ana: Agent, console: Console, sent: Any, field: str
) -> None:
    answer = block(console, gus.chat_id, **sent)
    assert answer.status_code == 422
    assert set(answer.json["error"]["fields"]) == {field}
    assert stage.rows("SELECT 1 FROM blocks") == []


def test_a_block_is_told_to_the_team_and_audited(
    stage: Stage, blocked: str, console: Console
) -> None:
    found = Console(stage, "sam").ask("GET", f"/chats/{blocked}/person").json["person"]["block"]
    assert (found["reason"], found["author"], found["may_lift"]) == (REASON, "Ana", True)
    [line] = stage.rows("SELECT * FROM audit_entries WHERE act = 'visitor_blocked'")
    assert (line["actor"], line["object"]) == (stage.account("ana").id, f"chat:{blocked}")


# The brake on an address


def start(app: Flask, address: str, cookie: str = "") -> str:
    answer = app.test_client(use_cookies=False).post(
        "/api/v1/chats",
        json={"name": "Gus", "email": "gus@example.com", "question": QUESTION},
        headers={"Cookie": cookie} if cookie else {},
        environ_overrides={"REMOTE_ADDR": address},
    )
    outcome: str = answer.get_json()["outcome"]
    return outcome


def test_guests_from_the_same_address_are_held_back_for_a_day(
    time: StoppedClock, stage: Stage, blocked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stage.app.app_context():
        network = network_key("203.0.113.9")
    stage.write("UPDATE blocks SET network = ?", network)
    braked = Settings(data_dir=stage.folder)
    monkeypatch.setitem(stage.app.config, "LIVEDESK", braked)
    assert start(stage.app, "203.0.113.9") == "blocked"
    assert start(stage.app, "203.0.113.10") == "queued"
    assert start(stage.app, "203.0.113.9", stage.cookie("maya")) == "queued", "she has signed in"
    time.advance(hours=25)
    assert start(stage.app, "203.0.113.9") == "queued"


def test_addresses_are_forgotten_when_no_block_could_need_them(
    time: StoppedClock, stage: Stage, gus: Visitor
) -> None:
    gus.ask("leave")
    stage.write("UPDATE chats SET network = 'kept'")
    eraser = Eraser(stage.app)
    time.advance(hours=23)
    eraser.erase()
    assert [row["network"] for row in stage.rows("SELECT network FROM chats")] == ["kept"]
    time.advance(hours=2)
    eraser.erase()
    assert [row["network"] for row in stage.rows("SELECT network FROM chats")] == [None]


def test_who_asks_to_be_forgotten_stays_blocked_without_a_word(
    stage: Stage, blocked: str, cookie: str
) -> None:
    erased = stage.app.test_cli_runner().invoke(args=["erase-person", "gus@example.com", "--yes"])
    assert erased.exit_code == 0, erased.output
    assert [row["reason"] for row in stage.rows("SELECT reason FROM blocks")] == ["[erased]"]
    assert ask_again(stage, cookie)["outcome"] == "blocked"


def test_an_address_is_kept_unreadable_and_this_machine_not_at_all(desk: Flask) -> None:
    kept = network_key("203.0.113.9")
    assert kept is not None
    assert "203" not in kept
    assert kept == network_key("203.0.113.9") != network_key("203.0.113.8")
    assert network_key("2001:db8::1") == network_key("2001:db8::2"), "one customer has a /64"
    assert network_key("127.0.0.1") is network_key("::1") is network_key("") is None
