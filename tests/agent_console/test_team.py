"""The team: people come by a mailed link, get roles and capacity, and go."""

import re

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from core.database import db
from core.letters import QueuedLetter
from core.sealing import unseal
from tests.agent_console.test_settings_own import agent, trail
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import PASSWORD, make_agent, make_member

TEAM = "/console/settings/team"
NEW_PASSWORD = "four quiet otters juggle"


@pytest.fixture
def ida(site: Flask, browser: Browser) -> Browser:
    return agent(site, browser, "ida")


def id_of(site: Flask, email: str) -> str:
    with site.app_context():
        found = db.session.scalar(select(Account.id).where(Account.email == email))
    assert found is not None
    return found


def invite(ida: Browser, **more: str) -> None:
    ida.get(TEAM)
    ida.submit(name="Bea Berg", email="Bea@Desk.example", role="agent", **more)


def mailed_links(site: Flask) -> list[str]:
    with site.app_context():
        query = select(QueuedLetter.sealed).where(QueuedLetter.kind == "invitation")
        letters = db.session.scalars(query.order_by(QueuedLetter.created_at)).all()
        texts = [msgspec.json.decode(unseal(sealed or ""))["text"] for sealed in letters]
    return [re.findall(r"http://127\.0\.0\.1:5000(\S+)", text)[0] for text in texts]


def log_in(site: Flask, email: str, password: str) -> Browser:
    person = Browser(site)
    person.get("/login")
    person.submit(username=email, password=password)
    return person


def test_who_is_invited_chooses_a_password_and_comes_in(site: Flask, ida: Browser) -> None:
    invite(ida, capacity="3")
    assert "The invitation is on its way" in ida.follow().text
    assert "Invited" in ida.page.text
    [link] = mailed_links(site)
    bea = Browser(site)
    bea.get(link)
    bea.submit(password=NEW_PASSWORD)
    bea.follow()
    bea.submit(username="bea@desk.example", password=NEW_PASSWORD)
    assert bea.location == "/console"
    bea.get(link)
    assert bea.status == 404
    [line] = [line for line in trail(site) if "Agent invited" in line]
    assert "role: agent" in line
    assert "capacity: 3" in line


def test_an_invitation_ends_after_two_days_and_with_the_next_one(
    time: StoppedClock, site: Flask, ida: Browser
) -> None:
    invite(ida)
    time.advance(seconds=3000)
    address = f"{TEAM}/{id_of(site, 'bea@desk.example')}"
    ida.get(address)
    ida.send(f"{address}/invitation")
    first, second = mailed_links(site)
    other = Browser(site)
    assert (other.get(first) and other.status, other.get(second) and other.status) == (404, 200)
    time.advance(seconds=48 * 3600 + 1)
    other.get(second)
    assert other.status == 404


def test_a_known_address_and_a_wrong_one_come_back_at_their_fields(
    site: Flask, ida: Browser
) -> None:
    with site.app_context():
        make_member("maya")
    for email, sentence in (
        ("maya@example.com", "Another account has it."),
        ("ida@desk.example", "Another account has it."),
        ("nothing", "does not look like an email address"),
        ("", "Enter the email address"),
    ):
        ida.get(TEAM)
        page = ida.submit(name="Bea", email=email, role="agent")
        assert sentence in page.text, (email, page.text)
        assert ida.status in (409, 422)
        assert page.value("name") == "Bea"


def test_a_role_takes_effect_at_once(site: Flask, ida: Browser) -> None:
    ana = agent(site, Browser(site), "ana")
    address = f"{TEAM}/{id_of(site, 'ana@desk.example')}"
    ana.get(TEAM)
    assert ana.status == 403
    ida.get(address)
    ida.submit(role="admin", capacity="7")
    assert "Saved." in ida.follow().text
    ana.get(TEAM)
    assert ana.status == 200
    ida.get(address)
    ida.submit(role="agent", capacity="")
    ana.get(TEAM)
    assert ana.status == 403
    told = [line for line in trail(site) if "Agent changed" in line]
    assert "role: agent → admin capacity: none → 7" in told[0]
    assert "role: admin → agent capacity: 7 → none" in told[1]


def test_the_second_of_two_who_save_is_told(site: Flask, ida: Browser) -> None:
    with site.app_context():
        make_agent("ana")
        make_agent("ivo", role="admin")
    address = f"{TEAM}/{id_of(site, 'ana@desk.example')}"
    ivo = log_in(site, "ivo@desk.example", PASSWORD)
    ida.get(address), ivo.get(address)
    ida.submit(role="supervisor", capacity="")
    page = ivo.submit(role="agent", capacity="9")
    assert ivo.status == 409
    assert "Somebody else has changed this meanwhile" in page.text
    assert "Saved now: Supervisor" in page.text
    assert page.value("capacity") == "9"
    ivo.submit(role="agent", capacity="9")
    assert ivo.status == 303


def test_the_desk_always_has_an_admin(site: Flask, ida: Browser) -> None:
    address = f"{TEAM}/{id_of(site, 'ida@desk.example')}"
    ida.get(TEAM)
    ida.submit(name="Ivo", email="ivo@desk.example", role="admin")
    ida.get(address)
    page = ida.submit(role="agent", capacity="")
    assert (ida.status, "This is the last admin" in page.text) == (409, True)
    page = ida.send(f"{address}/deactivation")
    assert (ida.status, "This is the last admin" in page.text) == (409, True)
    with site.app_context():
        make_agent("isa", role="admin")
    ida.send(f"{address}/deactivation")
    assert ida.status == 303
    ida.get(TEAM)
    assert ida.status == 303


def test_who_is_deactivated_is_out_until_reactivated(site: Flask, ida: Browser) -> None:
    ana = agent(site, Browser(site), "ana")
    address = f"{TEAM}/{id_of(site, 'ana@desk.example')}"
    ida.get(address)
    ida.send(f"{address}/deactivation")
    assert "Deactivated: logged out everywhere" in ida.follow().text
    ana.get("/console")
    assert ana.status == 303
    assert log_in(site, "ana@desk.example", PASSWORD).status == 422
    ida.send(f"{address}/reactivation")
    assert log_in(site, "ana@desk.example", PASSWORD).location == "/console"
    assert [line for line in trail(site) if "Agent deactivated Ana" in line]


def test_an_admin_logs_a_colleague_out_everywhere(site: Flask, ida: Browser) -> None:
    ana = agent(site, Browser(site), "ana")
    address = f"{TEAM}/{id_of(site, 'ana@desk.example')}"
    ida.get(address)
    ida.send(f"{address}/sessions/closure")
    assert "Logged out everywhere" in ida.follow().text
    ana.get("/console")
    assert ana.status == 303
    assert log_in(site, "ana@desk.example", PASSWORD).location == "/console"
    assert any("Sessions ended Ana" in line for line in trail(site))


def test_an_admin_resets_a_second_factor(site: Flask, ida: Browser) -> None:
    from accounts import second_factor
    from core.statements import Sql
    from tests.factories import committed

    ana = agent(site, Browser(site), "ana")
    ana_id = id_of(site, "ana@desk.example")
    with site.app_context():
        committed(second_factor.begin, ana_id)
        committed(Sql("UPDATE second_factors SET confirmed_at = 1").run)
    assert log_in(site, "ana@desk.example", PASSWORD).location == "/console/login"
    ida.get(f"{TEAM}/{ana_id}")
    ida.send(f"{TEAM}/{ana_id}/second-factor/removal")
    ana.get("/console")
    assert ana.status == 303
    assert log_in(site, "ana@desk.example", PASSWORD).location == "/console"
    assert any("Second factor reset Ana" in line for line in trail(site))


@pytest.mark.parametrize("name", ["ana", "sam", "maya"])
def test_only_admins_look_after_the_team(site: Flask, name: str) -> None:
    with site.app_context():
        ivo_id = make_agent("ivo", role="admin").id
        person = make_member("maya") if name == "maya" else make_agent(name)
    browser = Browser(site).sign_in(person)
    address = f"{TEAM}/{ivo_id}"
    for path in (TEAM, address):
        browser.get(path)
        assert browser.status == 403
    for path in (
        TEAM,
        address,
        f"{address}/deactivation",
        f"{address}/reactivation",
        f"{address}/invitation",
        f"{address}/sessions/closure",
        f"{address}/second-factor/removal",
    ):
        fields = {"role": "agent", "name": "x", "email": "x@desk.example", "version": "0"}
        browser.send(path, **fields)
        assert browser.status == 403, path
    assert log_in(site, "ivo@desk.example", PASSWORD).location == "/console"
    assert mailed_links(site) == []


def test_members_are_no_colleagues(site: Flask, ida: Browser) -> None:
    with site.app_context():
        maya_id = make_member("maya").id
    ida.get(f"{TEAM}/{maya_id}")
    assert ida.status == 404
    ida.send(f"{TEAM}/{maya_id}", role="admin", capacity="", version="0")
    assert ida.status == 404
    ida.send(f"{TEAM}/{maya_id}/deactivation")
    assert ida.status == 404
