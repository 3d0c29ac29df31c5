import json
import re
from dataclasses import replace

from flask import Flask

from app import create_app
from core.database import db
from core.settings import Settings
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
        "idle_since": None,
    }
    assert state["targets"] == {"claim_seconds": 300, "answer_seconds": 120}
    assert {"code": "nb", "name": "Norwegian", "endonym": "Norsk"} in state["languages"]
    assert state["csrf_token"]
    for address in filter(None, state["urls"].values()):
        if address != "/logout":
            browser.get(address)
            assert browser.status == 200


def test_a_desk_sets_its_own_targets(settings: Settings) -> None:
    chosen = replace(settings, claim_target_seconds=60, answer_target_seconds=30)
    app = create_app(chosen)
    with app.app_context():
        ana = make_agent("ana")
    page = Browser(app).sign_in(ana).get("/console")
    assert '"targets": {"answer_seconds": 30, "claim_seconds": 60}' in page.html
    with app.app_context():
        db.engine.dispose()
