import json
import re

from flask import Flask

from tests.browsing import Browser
from tests.factories import make_agent


def test_the_console_starts_with_the_agent_and_no_link_to_nowhere(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        ana = make_agent("ana", name="Ana Moreau", capacity=3)
    page = browser.sign_in(ana).get("/console")
    assert browser.status == 200
    found = re.search(r'id="page-state"[^>]*>(.*?)</script>', page.html, re.DOTALL)
    assert found is not None
    state = json.loads(found.group(1))
    assert state["agent"] == {
        "id": ana.id,
        "name": "Ana Moreau",
        "email": "ana@desk.example",
        "role": "agent",
        "presence": "offline",
        "active_chats": 0,
        "capacity": 3,
    }
    assert state["targets"] == {"claim_seconds": 300, "answer_seconds": 120}
    assert {"code": "nb", "name": "Norwegian", "endonym": "Norsk"} in state["languages"]
    assert state["csrf_token"]
    for address in filter(None, state["urls"].values()):
        if address != "/logout":
            browser.get(address)
            assert browser.status == 200
