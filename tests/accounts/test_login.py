"""Who is signed in with a request or with the handshake of a live connection."""

from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from accounts import login, sessions, signing_in
from accounts.access import require_agent, require_member_portal
from accounts.models import Account, SignInSession
from core import database
from core.database import db
from core.errors import Unavailable
from tests.clocks import StoppedClock
from tests.factories import PASSWORD, committed, make_agent, make_member

COOKIE = "livedesk_session"


@pytest.fixture
def app(app: Flask) -> Flask:
    """The app with three more doors, which say no more than who comes in."""
    app.config["WTF_CSRF_ENABLED"] = False

    @app.get("/me")
    def me() -> dict[str, str | None]:
        account = login.current_account()
        return {"name": account.name if account else None, "session": login.current_session_id()}

    @app.get("/for-members")
    def for_members() -> str:
        return require_member_portal(login.current_account()).name

    @app.route("/for-agents", methods=["GET", "POST"])
    def for_agents() -> str:
        return require_agent(login.current_account()).name

    return app


@pytest.fixture
def people(app: Flask) -> None:
    with app.app_context():
        for username in ("maya", "otto"):
            make_member(username)
        make_agent("ana")


def signed_in(app: Flask, identifier: str) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        checked = signing_in.check_password(identifier, PASSWORD)
        token = committed(signing_in.sign_in, checked).token
    with client.session_transaction() as cookie:
        cookie["token"] = token
    return client


def handshake(client: FlaskClient | None, **headers: str) -> dict[str, Any]:
    cookie = client.get_cookie(COOKIE) if client else None
    cookies = {"Cookie": f"{COOKIE}={cookie.value}"} if cookie else {}
    return EnvironBuilder(path="/socket.io/", headers=headers | cookies).get_environ()


@pytest.mark.usefixtures("people")
def test_each_browser_is_its_own_person(app: Flask) -> None:
    maya, ana, stranger = (
        signed_in(app, "maya"),
        signed_in(app, "ana@desk.example"),
        app.test_client(),
    )
    names = [client.get("/me").get_json()["name"] for client in (maya, ana, stranger, maya)]
    assert names == ["Maya", "Ana", None, "Maya"]


@pytest.mark.usefixtures("people")
def test_a_session_that_was_ended_elsewhere_is_nobody_at_the_next_request(app: Flask) -> None:
    client = signed_in(app, "maya")
    with app.app_context():
        maya = db.session.scalars(select(Account.id).where(Account.username == "maya")).one()
        committed(signing_in.sign_out_everywhere, maya)
    assert client.get("/me").get_json() == {"name": None, "session": None}


@pytest.mark.usefixtures("people")
def test_a_cookie_with_an_invented_token_or_another_shape_is_nobody(app: Flask) -> None:
    client = app.test_client()
    for invented in ("x" * 43, "", 7, None, ["list"]):
        with client.session_transaction() as cookie:
            cookie["token"] = invented
        assert client.get("/me").get_json()["name"] is None


@pytest.mark.usefixtures("people")
def test_pages_for_the_signed_in_lead_others_to_the_form_and_back(app: Flask) -> None:
    answer = app.test_client().get("/for-agents?status=open&x=1")
    assert (answer.status_code, answer.location) == (
        303,
        "/login?next=/for-agents%3Fstatus%3Dopen%26x%3D1",
    )
    posted = app.test_client().post("/for-agents")
    assert (posted.status_code, posted.location) == (303, "/login")


@pytest.mark.usefixtures("people")
def test_each_door_opens_for_its_own_people_only(app: Flask) -> None:
    doors = ("/for-members", "/for-agents")
    statuses = {
        identifier: [signed_in(app, identifier).get(door).status_code for door in doors]
        for identifier in ("maya", "otto", "ana@desk.example")
    }
    assert statuses == {"maya": [200, 403], "otto": [403, 403], "ana@desk.example": [200, 200]}


@pytest.mark.usefixtures("people")
def test_a_lowered_rank_holds_at_the_next_request(app: Flask) -> None:
    client = signed_in(app, "maya")
    assert client.get("/for-members").status_code == 200
    with app.app_context(), database.transaction():
        db.session.scalars(select(Account).where(Account.username == "maya")).one().rank = "Elite"
    assert client.get("/for-members").status_code == 403


@pytest.mark.usefixtures("people")
def test_a_request_is_a_sign_of_life_at_most_once_a_minute(app: Flask, time: StoppedClock) -> None:
    client = signed_in(app, "maya")
    started = time.now()

    def last_seen() -> object:
        with app.app_context():
            return db.session.scalars(select(SignInSession.last_seen_at)).one()

    time.advance(seconds=59)
    client.get("/me")
    assert last_seen() == started
    time.advance(seconds=1)
    client.get("/static/nothing.js")
    assert last_seen() == started
    client.get("/me")
    assert last_seen() == time.now()


@pytest.mark.usefixtures("people")
def test_pages_are_read_while_nothing_can_be_stored(
    app: Flask, time: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(app, "maya")
    time.advance(minutes=5)

    def full(_session_id: str) -> None:
        raise Unavailable

    monkeypatch.setattr(sessions, "touch", full)
    assert client.get("/me").get_json()["name"] == "Maya"


@pytest.mark.usefixtures("people")
def test_a_handshake_is_whoever_its_cookie_says(app: Flask) -> None:
    client = signed_in(app, "ana@desk.example")
    session_id = client.get("/me").get_json()["session"]
    with app.app_context():
        found = login.session_for_environ(handshake(client))
        assert found is not None
        assert (found.account.name, found.session_id) == ("Ana", session_id)
        assert login.session_for_environ(handshake(None)) is None
        assert login.session_for_environ(handshake(None, Cookie=f"{COOKIE}=forged.value")) is None


@pytest.mark.usefixtures("people")
def test_remembering_clears_what_the_browser_held_before(app: Flask) -> None:
    with app.test_request_context("/login", method="POST"):
        session["csrf_token"] = "fixed by somebody else"
        login.remember("a new token")
        assert dict(session) == {"token": "a new token"}
        assert login.forget() == "a new token"
        assert (dict(session), login.forget()) == ({}, None)
