import json
import re
from typing import Any

from flask import Flask

from accounts import agent_settings
from core.statements import Sql
from tests.browsing import Browser
from tests.factories import committed, make_agent, make_member

USUAL = {
    "sound": {"waiting": "bell", "message": "drop", "volume": 60, "repeat_seconds": 15},
    "desktop_notifications": True,
    "keys_on": True,
    "keys": {},
}
ADDRESS = "/console/api/settings"


def signed_in(site: Flask, browser: Browser, maker: Any = make_agent, name: str = "ana") -> Any:
    with site.app_context():
        account = maker(name)
    browser.sign_in(account)
    return account


def put(browser: Browser, body: Any, *, token: str | None = "") -> Any:
    headers = {} if token is None else {"X-CSRFToken": token or browser.csrf_token()}
    return browser.client.put(ADDRESS, json=body, headers=headers)


def state_of(browser: Browser) -> dict[str, Any]:
    html = browser.get("/console").html
    found = re.search(r'id="page-state"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    state: dict[str, Any] = json.loads(found.group(1))
    return state


def test_settings_are_as_usual_until_they_are_saved(site: Flask, browser: Browser) -> None:
    signed_in(site, browser)
    assert browser.client.get(ADDRESS).json == {"settings": USUAL}
    assert state_of(browser)["settings"] == USUAL


def test_saved_settings_come_back_everywhere(site: Flask, browser: Browser) -> None:
    signed_in(site, browser)
    chosen = {**USUAL, "keys": {"claim_next": "j"}, "keys_on": False}
    chosen["sound"] = {"waiting": "wood", "message": "off", "volume": 5, "repeat_seconds": 30}
    answer = put(browser, chosen)
    assert (answer.status_code, answer.json) == (200, {"settings": chosen})
    assert state_of(browser)["settings"] == chosen
    assert put(browser, {}).json == {"settings": USUAL}


def test_settings_are_of_one_person(site: Flask, browser: Browser) -> None:
    signed_in(site, browser)
    put(browser, {"keys_on": False})
    other = Browser(site)
    signed_in(site, other, name="bea")
    assert other.client.get(ADDRESS).json == {"settings": USUAL}


def test_what_is_wrong_is_told_at_the_field(site: Flask, browser: Browser) -> None:
    signed_in(site, browser)
    for body, field in (
        ({"sound": {"volume": 101}}, "sound.volume"),
        ({"sound": {"waiting": "trumpet"}}, "sound.waiting"),
        ({"colour": "red"}, "colour"),
        ({"keys": {f"c{number}": "x" for number in range(101)}}, "keys"),
    ):
        answer = put(browser, body)
        assert answer.status_code == 422
        assert list(answer.json["error"]["fields"]) == [field]
    assert (
        browser.client.put(
            ADDRESS, data="{", headers={"X-CSRFToken": browser.csrf_token()}
        ).status_code
        == 422
    )


def test_only_the_team_comes_in_and_only_with_the_token(site: Flask, browser: Browser) -> None:
    assert browser.client.get(ADDRESS).status_code == 401
    signed_in(site, browser, make_member, "maya")
    refused = browser.client.get(ADDRESS)
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "forbidden")
    staff = Browser(site)
    signed_in(site, staff)
    forged = put(staff, {"keys_on": False}, token=None)
    assert (forged.status_code, forged.json["error"]["code"]) == (403, "forbidden")
    assert staff.client.get(ADDRESS).json == {"settings": USUAL}


def test_settings_of_an_older_version_are_as_usual(desk: Flask) -> None:
    ana = make_agent()
    stale = Sql("INSERT INTO agent_settings VALUES (:id, '{\"gone\": 1}', 0)")
    committed(stale.run, id=ana.id)
    assert committed(agent_settings.of, ana.id) == agent_settings.AgentSettings()
