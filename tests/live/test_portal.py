"""An open page of an issue: who is let in, who hears what, and when it ends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.live.desk import Desk
from tests.live.people import Person, cookie_of, csrf_token, sign_in, sign_out

pytestmark = pytest.mark.server

NORWEGIAN = (
    "Jeg får ikke behandlet bestillingen min. Når jeg trykker «Behandle bestilling», kommer"
    " meldingen «Error 4102». Kan dere hjelpe meg?"
)
Open = Callable[..., Person]


class Issues:
    """The issues of one desk, opened and worked on over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.maya = sign_in(url, "maya")
        self.ana = sign_in(url, "ana@desk.example")

    def open(self, title: str = "English - cart empties") -> str:
        """One of Maya's; its reference."""
        said = {"title": title, "description": "When I apply my points."}
        return self._sent(self.maya, "/issues/new", said).rpartition("/")[2]

    def of_a_guest(self) -> str:
        """The address of a private link."""
        question = {"name": "Gus", "email": "gus@example.com", "question": NORWEGIAN}
        answer = requests.post(f"{self.url}/api/v1/chats", json=question, timeout=10).json()
        said = {"title": "Norsk - bestilling", "description": NORWEGIAN} | question
        return self._sent(requests.Session(), answer["ticket_url"], said)

    def answer(self, reference: str, body: str, status: str = "") -> None:
        said = {"body": body, "status": status}
        self._sent(self.ana, f"/console/tickets/{reference}/replies", said)

    def note(self, reference: str, body: str) -> None:
        self._sent(self.ana, f"/console/tickets/{reference}/notes", {"body": body})

    def _sent(self, browser: requests.Session, path: str, said: dict[str, str]) -> str:
        folder = path.removesuffix("/replies").removesuffix("/notes")
        token = csrf_token(browser.get(self.url + folder, timeout=10).text)
        form = {"csrf_token": token, **said}
        answer = browser.post(self.url + path, data=form, timeout=10, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].partition("?")[0]


@pytest.fixture
def issues(server: Desk) -> Issues:
    return Issues(server.url)


@pytest.fixture
def open_page(server: Desk) -> Iterator[Open]:
    """Connect as a page does; the connections are closed after the test."""
    there: list[Person] = []

    def connect(browser: requests.Session | None = None, **auth: Any) -> Person:
        there.append(Person(server.url, "/portal"))
        there[-1].connect(auth=auth, cookie=cookie_of(browser) if browser else "")
        return there[-1]

    yield connect
    for one in there:
        one.leave()


def test_a_member_hears_of_answers_and_not_of_notes(issues: Issues, open_page: Open) -> None:
    mine, other = issues.open(), issues.open("English - another one")
    here, elsewhere = open_page(issues.maya, number=mine), open_page(issues.maya, number=other)
    issues.note(mine, "CANARY")
    issues.answer(mine, "Which browser?", "awaiting_feedback")
    told = here.hears("ticket_changed", such=lambda one: one["status"] == "awaiting_feedback")
    assert told == {"number": mine, "status": "awaiting_feedback", "last_entry": 3}
    assert {one["last_entry"] for one in here.all_heard("ticket_changed")} == {2, 3}
    assert "CANARY" not in str(here.heard)
    elsewhere.hears_nothing_for(0.3)
    assert elsewhere.heard == []


def test_a_guest_hears_by_the_private_link(issues: Issues, open_page: Open) -> None:
    token = issues.of_a_guest().rpartition("/")[2]
    guest = open_page(token=token)
    issues.answer("IT-1001", "Hvilken nettleser?")
    assert guest.hears("ticket_changed")["number"] == "IT-1001"
    assert guest.ask("look", {"entry": 1}) == {
        "ok": True,
        "number": "IT-1001",
        "status": "open",
        "last_entry": 1,
    }


def test_nobody_else_is_let_in(server: Desk, issues: Issues) -> None:
    mine = issues.open()
    token = issues.of_a_guest().rpartition("/")[2]
    otto, maya, ana = sign_in(server.url, "otto"), issues.maya, issues.ana
    attempts: list[tuple[str, requests.Session | None, Any]] = [
        ("forbidden", None, {"number": mine}),
        ("forbidden", otto, {"number": mine}),
        ("forbidden", otto, {"number": "IT-9999"}),
        ("not_found", ana, {"number": mine}),
        ("not_found", maya, {"number": "IT-1002"}),  # The guest's.
        ("not_found", maya, {"number": "IT-9999"}),
        ("not_found", maya, {"number": mine.lower()}),
        ("not_found", maya, {"number": ["IT-1001"]}),
        ("not_found", maya, {"token": mine, "number": mine}),
        ("not_found", maya, {}),
        ("not_found", None, None),
        ("not_found", None, {"token": token[:-1]}),
        ("not_found", None, {"token": token + "A"}),
        ("not_found", None, {"token": "x" * 2_000}),
        ("not_found", None, {"token": {"$ne": ""}}),
    ]
    for code, browser, auth in attempts:
        cookie = cookie_of(browser) if browser else ""
        refused = Person(server.url, "/portal").is_turned_away(auth=auth, cookie=cookie)
        assert refused == code, auth


@pytest.mark.parametrize(
    "payload",
    [{}, {"entry": -1}, {"entry": "1"}, {"entry": 1.5}, {"entry": 2**31}, {"entry": 1, "more": 1}],
)
def test_what_is_not_a_look_is_refused_and_the_connection_stays(
    issues: Issues, open_page: Open, payload: dict[str, Any]
) -> None:
    page = open_page(issues.maya, number=issues.open())
    assert page.ask("look", payload)["error"]["code"] == "invalid"
    assert page.ask("sync", {})["error"]["code"] == "invalid"
    assert page.ask("look", {"entry": 0})["ok"]


def test_looking_marks_as_read_and_goes_no_further_than_there_is(
    issues: Issues, open_page: Open
) -> None:
    mine = issues.open()
    page = open_page(issues.maya, number=mine)
    assert page.ask("look", {"entry": 2**31 - 1})["ok"]
    issues.answer(mine, "Which browser?")
    page.hears("ticket_changed")
    inbox = issues.maya.get(f"{issues.url}/issues", timeout=10).text
    assert "Ana replied" in inbox
    assert page.ask("look", {"entry": 1})["ok"]
    assert "Ana replied" not in issues.maya.get(f"{issues.url}/issues", timeout=10).text


def test_signing_out_closes_the_page_s_connection(issues: Issues, open_page: Open) -> None:
    mine = issues.open()
    page = open_page(issues.maya, number=mine)
    sign_out(issues.url, issues.maya)
    assert page.is_disconnected()
    page.forget()
    issues.answer(mine, "Which browser?")
    page.hears_nothing_for(0.3)
    assert page.heard == []


def test_a_page_sees_what_it_has_missed(server: Desk, issues: Issues, open_page: Open) -> None:
    mine = issues.open()
    page = open_page(issues.maya, number=mine)
    page.leave()
    issues.answer(mine, "Solved.", "closed")
    back = open_page(issues.maya, number=mine)
    now = back.ask("look", {"entry": 0})
    assert (now["status"], now["last_entry"]) == ("closed", 2)
