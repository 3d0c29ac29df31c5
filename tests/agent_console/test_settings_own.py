"""One's own settings: name, password, sessions, sounds; and the trail that this leaves."""

import re
from contextlib import suppress

from flask import Flask

from accounts.registering import AlreadyRegistered
from tests.browsing import Browser
from tests.factories import PASSWORD, make_agent, make_member

HOME = "/console/settings"
NEW_PASSWORD = "four quiet otters juggle"


def agent(site: Flask, browser: Browser, name: str = "ana") -> Browser:
    with site.app_context():
        account = make_agent(name)
    return browser.sign_in(account)


def trail(site: Flask) -> list[str]:
    """What stands in the audit trail, oldest first."""
    with site.app_context(), suppress(AlreadyRegistered):
        make_agent("ida")
    ida = Browser(site)
    ida.get("/login")
    ida.submit(username="ida@desk.example", password=PASSWORD)
    html = ida.get(f"{HOME}/audit").html
    rows = re.findall(r"<tr>\s*<td class=\"num nowrap\">.*?</tr>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in reversed(rows)]


def test_a_new_name_is_saved_shown_and_written_down(site: Flask, browser: Browser) -> None:
    agent(site, browser).get(HOME)
    browser.submit(name="  Ana  Moreau ")
    assert browser.status == 303
    assert "Saved." in browser.follow().text
    assert browser.page.value("name") == "Ana  Moreau"
    assert any("Name changed" in line for line in trail(site))


def test_a_wrong_name_comes_back_at_its_field(site: Flask, browser: Browser) -> None:
    agent(site, browser).get(HOME)
    page = browser.submit(name=" ")
    assert browser.status == 422
    assert "Enter your name" in page.text
    page = browser.send(f"{HOME}/name", name="x" * 101)
    assert (browser.status, "The limit is 100" in page.text) == (422, True)


def test_the_password_changes_and_other_browsers_are_logged_out(
    site: Flask, browser: Browser
) -> None:
    agent(site, browser)
    other = Browser(site)
    other.get("/login")
    other.submit(username="ana@desk.example", password=PASSWORD)
    browser.get(HOME)
    browser.submit(old_password=PASSWORD, password=NEW_PASSWORD)
    assert "Your password is changed" in browser.follow().text
    other.get(HOME)
    assert other.status == 303
    assert any("Password changed" in line for line in trail(site))


def test_the_old_password_is_asked_for(site: Flask, browser: Browser) -> None:
    agent(site, browser).get(HOME)
    page = browser.submit(old_password="guess", password=NEW_PASSWORD)
    assert (browser.status, "not your present password" in page.text) == (422, True)


def test_another_browser_can_be_logged_out(site: Flask, browser: Browser) -> None:
    agent(site, browser)
    other = Browser(site)
    other.get("/login")
    other.submit(username="ana@desk.example", password=PASSWORD)
    browser.get(HOME)
    [address] = set(re.findall(r'action="([^"]+/sessions/[^/"]+/closure)"', browser.page.html))
    browser.send(address)
    other.get(HOME)
    assert (browser.status, other.status) == (303, 303)
    browser.send(address)
    assert browser.status == 404


def test_nobody_ends_the_sessions_of_others(site: Flask, browser: Browser) -> None:
    agent(site, browser)
    bea = agent(site, Browser(site), "bea")
    other = Browser(site)
    other.get("/login")
    other.submit(username="bea@desk.example", password=PASSWORD)
    [address] = set(re.findall(r'action="([^"]+/sessions/[^/"]+/closure)"', bea.get(HOME).html))
    browser.get(HOME)
    browser.send(address)
    bea.get(HOME)
    assert (browser.status, bea.status) == (404, 200)


def test_sounds_are_saved_beside_what_the_console_keeps(site: Flask, browser: Browser) -> None:
    agent(site, browser)
    token = {"X-CSRFToken": browser.csrf_token()}
    browser.client.put("/console/api/settings", json={"keys": {"claim": "c"}}, headers=token)
    browser.get(f"{HOME}/sounds")
    browser.submit(waiting="chime", message="off", volume="30", repeat_seconds="20")
    assert browser.follow().value("volume") == "30"
    assert browser.client.get("/console/api/settings").json["settings"] == {
        "sound": {"waiting": "chime", "message": "off", "volume": 30, "repeat_seconds": 20},
        "desktop_notifications": True,
        "keys_on": True,
        "keys": {"claim": "c"},
    }


def test_wrong_sounds_come_back_at_their_fields(site: Flask, browser: Browser) -> None:
    agent(site, browser).get(f"{HOME}/sounds")
    page = browser.submit(waiting="horn", message="off", volume="101", repeat_seconds="x")
    assert browser.status == 422
    assert "Choose a whole number from 0 to 100." in page.text
    assert "Choose a whole number from 5 to 300." in page.text


def test_nobody_else_comes_in(site: Flask, browser: Browser) -> None:
    for path in (HOME, f"{HOME}/sounds", f"{HOME}/audit"):
        browser.get(path)
        assert (browser.status, browser.location) == (303, f"/login?next={path}")
    with site.app_context():
        maya = make_member()
    browser.sign_in(maya)
    for path in (HOME, f"{HOME}/sounds", f"{HOME}/audit"):
        browser.get(path)
        assert browser.status == 403


def test_only_admins_read_the_trail_and_see_the_way_to_it(site: Flask) -> None:
    for name, status in (("ana", 403), ("sam", 403), ("ida", 200)):
        person = agent(site, Browser(site), name)
        assert (f'href="{HOME}/audit"' in person.get(HOME).html) == (name == "ida")
        person.get(f"{HOME}/audit")
        assert person.status == status


def test_the_trail_knows_who_signed_in_and_who_was_refused(site: Flask, browser: Browser) -> None:
    with site.app_context():
        make_agent("ana")
        make_member("maya")
    for name, password in (
        ("ana@desk.example", "wrong"),
        ("maya", "wrong"),
        ("nobody", "wrong"),
        ("maya", PASSWORD),
        ("ana@desk.example", PASSWORD),
    ):
        browser.get("/login")
        browser.submit(username=name, password=password)
    assert [re.sub(r".*UTC ", "", line) for line in trail(site)] == [
        "Nobody signed in Sign in refused Ana 127.0.0.1",
        "Ana Signed in 127.0.0.1",
        "Ida Signed in 127.0.0.1",
    ]


def test_the_trail_is_read_a_page_at_a_time_and_by_person(site: Flask, browser: Browser) -> None:
    from core import audit
    from core.database import transaction

    with site.app_context():
        ida, ana = make_agent("ida"), make_agent("ana")
        with transaction():
            for number in range(60):
                audit.record("tested", actor=ana.id, object=f"setting:number {number}")
    browser.sign_in(ida)
    first = browser.get(f"{HOME}/audit?act=tested&actor={ana.id}")
    assert ("number 59" in first.text, "number 9 " in first.text) == (True, False)
    older = next(link["href"] for link in first.links if "before=" in str(link.get("href")))
    rest = browser.get(str(older))
    assert ("number 9 " in rest.text, "number 59" in rest.text) == (True, False)
    assert "Nothing here" in browser.get(f"{HOME}/audit?act=tested&actor={ida.id}").text
