"""A ticket that the team has open: who is let in, and what they hear of it and of each other."""

from collections.abc import Iterator

import pytest

from tests.live.desk import Desk
from tests.live.people import Person, cookie_of, sign_in, sign_out
from tests.live.test_portal import Issues

pytestmark = pytest.mark.server


@pytest.fixture
def issues(server: Desk) -> Issues:
    return Issues(server.url)


@pytest.fixture
def ana(server: Desk, issues: Issues) -> Iterator[Person]:
    """Ana, with Maya's first issue on screen."""
    issues.open()
    page = Person(server.url, "/tickets")
    page.connect(auth={"number": "IT-1001"}, cookie=cookie_of(issues.ana))
    yield page
    page.leave()


def test_only_the_team_is_let_in(server: Desk, issues: Issues) -> None:
    mine = issues.open()
    token = issues.of_a_guest().rpartition("/")[2]
    attempts = [
        ("forbidden", "", {"number": mine}),
        ("forbidden", cookie_of(issues.maya), {"number": mine}),
        ("forbidden", "", {"token": token}),
        ("not_found", cookie_of(issues.ana), {"number": "IT-9999"}),
        ("not_found", cookie_of(issues.ana), {"number": ["IT-1001"]}),
        ("not_found", cookie_of(issues.ana), None),
    ]
    for code, cookie, auth in attempts:
        refused = Person(server.url, "/tickets").is_turned_away(auth=auth, cookie=cookie)
        assert refused == code, auth


def test_the_team_hears_of_notes_and_of_each_other(
    server: Desk, issues: Issues, ana: Person
) -> None:
    assert [one["name"] for one in ana.ask("look", {"entry": 0})["colleagues"]] == ["Ana"]
    bea = Person(server.url, "/tickets")
    cookie = cookie_of(sign_in(server.url, "bea@desk.example"))
    bea.connect(auth={"number": "IT-1001"}, cookie=cookie)
    assert bea.ask("look", {"entry": 0, "is_writing": True})["ok"]
    told = ana.hears("colleagues_changed", such=lambda one: len(one["colleagues"]) == 2)
    assert [(one["name"], one["is_writing"]) for one in told["colleagues"]] == [
        ("Ana", False),
        ("Bea", True),
    ]
    bea.leave()
    ana.hears(
        "colleagues_changed", such=lambda one: [who["name"] for who in one["colleagues"]] == ["Ana"]
    )
    issues.note("IT-1001", "CANARY")
    told = ana.hears("ticket_changed")
    assert told == {"number": "IT-1001", "status": "open", "last_entry": 1}


def test_who_has_signed_out_hears_nothing_more(issues: Issues, ana: Person) -> None:
    sign_out(issues.url, issues.ana)
    assert ana.is_disconnected()
