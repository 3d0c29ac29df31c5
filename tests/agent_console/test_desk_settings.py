"""The settings of the desk: saved in the console, in force at once, everywhere."""

from dataclasses import replace

import pytest
from flask import Flask

from accounts.access import ranks
from app import create_app
from chat import desk
from core import saved_settings
from core.database import db
from core.settings import Settings, settings
from tests.agent_console.test_settings_own import agent, trail
from tests.browsing import Browser
from tests.factories import PASSWORD, make_agent, make_member

HOME = "/console/settings/desk"
WEEK = "mon-fri 08:00-12:00, 13:00-20:00"


@pytest.fixture
def ida(site: Flask, browser: Browser) -> Browser:
    return agent(site, browser, "ida")


def save(ida: Browser, section: str, **fields: str) -> str:
    """Save these on their page, the rest as it stands there; what the page then says."""
    ida.get(f"{HOME}/{section}")
    page = ida.submit(**fields)
    return ida.follow().text if ida.status == 303 else page.text


def in_force(site: Flask) -> Settings:
    with site.app_context():
        return settings()


def test_hours_replace_those_of_the_environment_at_once(site: Flask, ida: Browser) -> None:
    told = save(
        ida,
        "hours",
        support_hours=f"{WEEK}\nsat 10:00-14:00",
        holidays="2026-12-24\n2026-12-25",
        time_zone="Europe/Oslo",
    )
    assert "Saved. It holds from now on." in told
    with site.app_context():
        assert desk.hours().zone.key == "Europe/Oslo"
        assert len(desk.hours().holidays) == 2
        assert len(desk.hours().week or ()) == 7
    assert "By what is saved, chat is" in told
    assert ida.page.value("support_hours") == f"{WEEK}\nsat 10:00-14:00"
    [line] = [line for line in trail(site) if "Settings changed" in line]
    assert f"support hours: none → {WEEK}; sat 10:00-14:00" in line
    save(ida, "hours", support_hours="")
    assert in_force(site).support_hours is None


def test_other_processes_and_later_ones_follow(site: Flask, ida: Browser) -> None:
    base = in_force(site)
    other = create_app(base)
    save(ida, "chats", agent_capacity="7")
    with other.app_context():
        assert settings().agent_capacity == 4
        saved_settings._saved().looked_at = 0.0
        saved_settings.look()
        assert settings().agent_capacity == 7
        db.engine.dispose()
    later = create_app(replace(base, agent_capacity=2))
    with later.app_context():
        assert settings().agent_capacity == 7
        db.engine.dispose()


@pytest.mark.parametrize(
    ("section", "field", "wrong", "sentence"),
    [
        ("hours", "support_hours", "someday 8-9", "is not a day such as"),
        ("hours", "time_zone", "Europe/Atlantis", "is not a time zone"),
        ("hours", "holidays", "24.12.2026", "is not a date such as"),
        ("ranks", "ranks", "Gold\nGold", "each rank once"),
        ("ranks", "minimum_rank", "Tin", "is not one of"),
        ("chats", "agent_capacity", "0", "a whole number from 1 to 100"),
        ("chats", "agent_capacity", "many", "a whole number from 1 to 100"),
        ("texts", "contact_email", "nobody", "must be one email address"),
        ("texts", "contact_url", "javascript:alert(1)", "must be a http or https address"),
        ("retention", "retention_days", "-1", "a whole number from 0 to 3650"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    site: Flask, ida: Browser, section: str, field: str, wrong: str, sentence: str
) -> None:
    before = in_force(site)
    assert sentence in save(ida, section, **{field: wrong})
    assert ida.status == 422
    assert ida.page.value(field) == wrong
    assert in_force(site) == before
    assert not [line for line in trail(site) if "Settings changed" in line]


def test_the_second_of_two_who_save_is_told(site: Flask, ida: Browser) -> None:
    with site.app_context():
        make_agent("ivo", role="admin")
    ivo = Browser(site)
    ivo.get("/login")
    ivo.submit(username="ivo@desk.example", password=PASSWORD)
    ida.get(f"{HOME}/texts"), ivo.get(f"{HOME}/texts")
    ida.submit(notice="Orders fail since noon.")
    page = ivo.submit(notice="All is well.")
    assert ivo.status == 409
    assert "Somebody else has saved this meanwhile" in page.text
    assert "Saved now: Orders fail since noon.." in page.text
    assert in_force(site).notice == "Orders fail since noon."
    ivo.submit(notice="All is well.")
    assert (ivo.status, in_force(site).notice) == (303, "All is well.")


def test_a_rank_that_members_have_is_not_lost(site: Flask, ida: Browser) -> None:
    with site.app_context():
        make_member("maya")
    told = save(ida, "ranks", ranks="Member\nSilver\nPlatinum", minimum_rank="Silver")
    assert (ida.status, "Gold (1)" in told) == (422, True)
    save(ida, "ranks", ranks="Member\nSilver\nGold\nTitan", minimum_rank="Titan")
    with site.app_context():
        assert ranks().names == ("Member", "Silver", "Gold", "Titan")
        assert not ranks().opens_technical_issues("Gold")
    maya = Browser(site)
    maya.get("/login")
    maya.submit(username="maya", password=PASSWORD)
    maya.get("/issues")
    assert maya.status == 403


def test_members_choose_among_the_languages_offered(site: Flask, ida: Browser) -> None:
    ida.get(f"{HOME}/languages")
    version = ida.page.value("version")
    token = ida.csrf_token()
    ida.client.post(
        f"{HOME}/languages",
        data={"csrf_token": token, "version": version, "languages": ["nb", "fi"]},
    )
    assert in_force(site).languages == ("en", "nb", "fi")
    guest = Browser(site)
    assert 'lang="fi"' in guest.get("/?lang=fi").html
    other = Browser(site)
    assert 'html lang="en"' in other.get("/?lang=sv").html
    assert "Svenska" not in other.page.html


def test_a_notice_stands_on_the_member_s_pages_as_text(site: Flask, ida: Browser) -> None:
    save(ida, "texts", notice="Orders <b>fail</b> since noon.")
    guest = Browser(site)
    for path in ("/", "/contact", "/chat"):
        assert "Orders &lt;b&gt;fail&lt;/b&gt; since noon." in guest.get(path).html
    save(ida, "texts", notice="")
    assert "since noon" not in guest.get("/").html


@pytest.mark.parametrize("name", ["ana", "sam", "maya"])
def test_only_admins_see_and_change_them(site: Flask, name: str) -> None:
    with site.app_context():
        person = make_member("maya") if name == "maya" else make_agent(name)
    browser = Browser(site).sign_in(person)
    before = in_force(site)
    for section in ("hours", "chats", "ranks", "languages", "texts", "retention", "nothing"):
        browser.get(f"{HOME}/{section}")
        assert browser.status == 403
        browser.send(f"{HOME}/{section}", notice="Mine", retention_days="1", version="0")
        assert browser.status == 403
    assert in_force(site) == before


def test_there_are_no_other_pages(ida: Browser) -> None:
    ida.get(f"{HOME}/secrets")
    assert ida.status == 404
    ida.send(f"{HOME}/secrets", version="0")
    assert ida.status == 404
