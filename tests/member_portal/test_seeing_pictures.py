"""Pictures over HTTP: who gets them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.database import db, transaction
from tests.browsing import Browser
from tests.factories import make_ticket
from tests.member_portal.signing import as_guest
from tests.sending import Payload, sent, statuses


@pytest.fixture
def people(
    maya: Browser, lena: Browser, otto: Browser, ana: Browser, guest: Browser
) -> dict[str, Browser]:
    return {"maya": maya, "lena": lena, "otto": otto, "ana": ana, "guest": guest}


def test_before_it_is_attached_only_its_sender_gets_it(
    people: dict[str, Browser], nobody: FlaskClient
) -> None:
    by_member, by_guest = sent(people["maya"]), sent(people["guest"])
    by_agent = sent(people["ana"], "/console/attachments")
    senders = {"maya": by_member, "guest": by_guest, "ana": by_agent}
    for name, browser in people.items():
        for sender, attachment in senders.items():
            assert statuses(browser.client, attachment) == {200 if name == sender else 404}
    assert statuses(nobody, by_member) == {404}


def test_what_is_forbidden_looks_like_what_never_was(maya: Browser, lena: Browser) -> None:
    attachment = sent(maya)
    forbidden = lena.client.get(attachment["url"])
    unknown = lena.client.get("/attachments/" + "x" * 22)
    assert forbidden.status_code == unknown.status_code == 404
    assert _without_nonces(forbidden.text) == _without_nonces(unknown.text)


def test_signing_out_ends_the_right(maya: Browser) -> None:
    attachment = sent(maya)
    maya.send("/logout")
    assert statuses(maya.client, attachment) == {404}


def _without_nonces(page: str) -> str:
    return re.sub(r'nonce="[^"]+"|value="[^"]+"|attachments/[\w-]+', "", page)


def test_the_picture_of_a_ticket_is_for_its_member_and_the_team(
    people: dict[str, Browser], nobody: FlaskClient, on_ticket: Payload
) -> None:
    may_see = {name for name, one in people.items() if statuses(one.client, on_ticket) == {200}}
    may_not = {name for name, one in people.items() if statuses(one.client, on_ticket) == {404}}
    assert may_see == {"maya", "ana"}
    assert may_not == {"lena", "otto", "guest"}
    assert statuses(nobody, on_ticket) == {404}


def test_both_sides_see_the_picture_in_the_thread(
    maya: Browser, ana: Browser, on_ticket: Payload
) -> None:
    maya.get("/issues/IT-1001")
    assert on_ticket["thumbnail_url"] in maya.page.html
    ana.get("/console/tickets/IT-1001")
    assert on_ticket["thumbnail_url"] in ana.page.html


def test_a_rank_that_falls_takes_the_pictures_along(
    site: Flask, maya: Browser, on_ticket: Payload
) -> None:
    assert statuses(maya.client, on_ticket) == {200}
    with site.app_context(), transaction():
        db.session.execute(db.text("UPDATE accounts SET rank = 'Elite' WHERE username = 'maya'"))
    assert statuses(maya.client, on_ticket) == {404}


def test_an_agent_who_has_left_sees_nothing_any_more(
    site: Flask, ana: Browser, on_ticket: Payload
) -> None:
    with site.app_context(), transaction():
        db.session.execute(db.text("UPDATE accounts SET is_active = FALSE WHERE name = 'Ana'"))
    assert statuses(ana.client, on_ticket) == {404}


def test_the_pictures_of_a_note_stay_with_the_team(
    maya: Browser, ana: Browser, on_ticket: Payload
) -> None:
    note = sent(ana, "/console/attachments", name="inside.png")
    ana.get("/console/tickets/IT-1001")
    ana.send("/console/tickets/IT-1001/notes", body="Look.", attachments=note["id"])
    assert ana.status == 303
    assert statuses(ana.client, note) == {200}
    assert statuses(maya.client, note) == {404}
    maya.get("/issues/IT-1001")
    assert "inside.png" not in maya.page.html


def test_an_answer_may_be_a_picture_and_nothing_else(
    maya: Browser, ana: Browser, on_ticket: Payload
) -> None:
    answer = sent(maya, name="answer.png")
    maya.send("/issues/IT-1001/replies", body="", attachments=answer["id"])
    assert maya.status == 303
    by_team = sent(ana, "/console/attachments", name="team.png")
    ana.send("/console/tickets/IT-1001/replies", body="  ", attachments=by_team["id"])
    assert ana.status == 303
    assert maya.get("/issues/IT-1001").html.count("team.png") == 1
    maya.send("/issues/IT-1001/replies", body="")
    assert maya.status == 422
    assert "Write your answer" in maya.page.text


def test_a_private_link_opens_the_pictures_and_nothing_else_does(site: Flask) -> None:
    from tests.factories import committed
    from tickets.links import issue_private_token

    with site.app_context():
        ticket = make_ticket()
        token = committed(issue_private_token, ticket.id)
        db.session.remove()
    holder, other = as_guest(site), as_guest(site)
    holder.get(f"/issues/private/{token}")
    attachment = sent(holder)
    holder.send(f"/issues/private/{token}/replies", body="", attachments=attachment["id"])
    assert holder.status == 303
    second = as_guest(site)
    assert statuses(second.client, attachment) == {404}
    second.get(f"/issues/private/{token}")
    assert statuses(second.client, attachment) == {200}
    assert statuses(other.client, attachment) == {404}


def test_an_id_of_somebody_else_cannot_be_attached_anywhere(
    site: Flask, maya: Browser, lena: Browser, ana: Browser, on_ticket: Payload
) -> None:
    theirs = [sent(lena), sent(ana, "/console/attachments"), on_ticket]
    for attachment in theirs:
        words = {"title": "English - mine now", "description": "Please."}
        maya.send("/issues/new", **words, attachments=attachment["id"])
        assert maya.status == 422
        assert "A picture is not here any more" in maya.page.text
        maya.send("/issues/IT-1001/replies", body="Mine.", attachments=attachment["id"])
        assert maya.status == 422
    for attachment in (sent(maya), sent(lena)):
        for act in ("replies", "notes"):
            ana.send(f"/console/tickets/IT-1001/{act}", body="x", attachments=attachment["id"])
            assert ana.status == 422
    with site.app_context():
        count = "SELECT COUNT(*) FROM attachments WHERE ticket_id IS NOT NULL"
        assert db.session.execute(db.text(count)).scalar() == 1
        assert db.session.execute(db.text("SELECT COUNT(*) FROM tickets")).scalar() == 1


def test_a_draft_names_what_can_still_be_attached(
    maya: Browser, lena: Browser, on_ticket: Payload
) -> None:
    mine, hers = sent(maya), sent(lena)
    ids = [mine["id"], hers["id"], on_ticket["id"], "x" * 22, "<script>"]
    asked = "&".join(f"id={one}" for one in ids)
    answer = maya.client.get(f"/issues/attachments?{asked}")
    assert answer.get_json() == {"attachments": [mine]}
