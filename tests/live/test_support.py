"""A served desk with hours, reminders and masks, spoken to over real sockets."""

import pytest
import requests

from tests.live.conftest import StartDesk
from tests.live.people import AgentAtWork, Guest, csrf_token, start_chat

pytestmark = pytest.mark.server

CARD = "4111 1111 1111 1111"
MASKED = "•••• •••• •••• 1111"


def test_a_visitor_who_has_gone_quiet_is_asked_once(start_desk: StartDesk) -> None:
    desk = start_desk(rate_limits="off", reminder_seconds="1")
    gus, ana = Guest(desk.url), AgentAtWork(desk.url)
    assert ana.ask("claim_next")["ok"]
    ana.says(gus.chat_id, "Which browser do you use?")

    def asks(event: dict) -> bool:
        return event["message"]["body"].startswith("Are you still there?")

    asked = gus.hears("message_posted", such=asks)
    assert asked["message"]["kind"] == "system"
    ana.hears("message_posted", such=asks)
    assert sum(map(asks, gus.all_heard("message_posted"))) == 1
    gus.leave()
    ana.leave()


def test_a_closed_desk_says_when_it_opens(start_desk: StartDesk) -> None:
    desk = start_desk(support_hours="mon-sun 00:00-00:01", time_zone="Pacific/Kiritimati")
    answer = start_chat(desk.url)
    assert answer["outcome"] == "closed_now"
    assert "Kiritimati" in answer["message"]
    state = requests.get(f"{desk.url}/api/v1/desk", timeout=10).json()["desk"]
    assert (state["is_open"], state["opens_at"]) == (False, answer["opens_at"])


def test_a_card_number_reaches_nobody_and_no_log(start_desk: StartDesk) -> None:
    desk = start_desk(rate_limits="off")
    gus, ana = Guest(desk.url), AgentAtWork(desk.url)
    claimed = ana.ask("claim_next")
    assert claimed["ok"]
    first = gus.says(f"It is {CARD}", client_id="one-and-the-same-id")
    assert first["message"]["body"] == f"It is {MASKED}"
    assert gus.says(f"It is {CARD}", client_id="one-and-the-same-id") == first
    heard = ana.hears("message_posted", such=lambda event: MASKED in event["message"]["body"])
    assert heard["message"]["seq"] == first["message"]["seq"]
    converted = ana.ask("convert_to_ticket", {"chat_id": gus.chat_id, "title": f"Card {CARD}"})
    page = requests.get(desk.url + gus_ticket(gus), timeout=10).text
    assert converted["ok"]
    assert MASKED in page
    stored = b"".join(
        file.read_bytes() for file in desk.data_dir.iterdir() if "sqlite" in file.name
    )
    for shown in (stored, desk.log.read_bytes(), page.encode()):
        assert CARD.encode() not in shown
        assert CARD.replace(" ", "").encode() not in shown
    gus.leave()
    ana.leave()


def gus_ticket(gus: Guest) -> str:
    """The link to the ticket that the visitor is told."""
    told = gus.hears("chat_changed", such=lambda event: event["chat"]["ticket"] is not None)
    url: str = told["chat"]["ticket"]["url"]
    return url


def test_who_leaves_for_a_ticket_is_out_of_the_queue_once_it_is_sent(
    start_desk: StartDesk,
) -> None:
    desk = start_desk(rate_limits="off")
    ana, gus, gil = AgentAtWork(desk.url), Guest(desk.url), Guest(desk.url, "Gil")
    browser = requests.Session()
    token = csrf_token(browser.get(f"{desk.url}/chat", timeout=10).text)
    answer = browser.post(
        f"{desk.url}/chat/{gus.token}/ticket", data={"csrf_token": token}, timeout=10
    )
    assert answer.status_code == 200
    assert gil.ask("sync", {"after_seq": 0})["chat"]["position"] == 2
    form = {"csrf_token": token, "title": "English - no login", "name": "Gus"}
    form |= {"email": "gus@example.com", "description": "I cannot log in."}
    browser.post(answer.url, data=form, timeout=10)
    gus.hears("chat_changed", such=lambda event: event["chat"].get("closed_reason") == "converted")
    gil.hears("chat_changed", such=lambda event: event["chat"]["position"] == 1)
    ana.hears("queue_changed", such=lambda event: event["queue"]["length"] == 1)
    for one in (ana, gus, gil):
        one.leave()
