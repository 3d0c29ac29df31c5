"""Saved replies of the team and of one agent, through the console's JSON."""

from typing import Any

import pytest
from flask import Flask

from tests.browsing import Browser
from tests.factories import make_agent, make_member

ADDRESS = "/console/api/replies"
HELLO = {"shortcut": "hello", "title": "Hello", "text": "Hi {name}, I am {agent}."}


class Staff(Browser):
    """Somebody of the team at the console."""

    def __init__(self, site: Flask, first_name: str, maker: Any = make_agent) -> None:
        super().__init__(site)
        with site.app_context():
            account = maker(first_name)
        self.sign_in(account)

    def ask(self, method: str, path: str = "", body: Any = None) -> Any:
        headers = {"X-CSRFToken": self.csrf_token()}
        return self.client.open(ADDRESS + path, method=method, json=body, headers=headers)

    def creates(self, **chosen: Any) -> Any:
        return self.ask("POST", body={**HELLO, **chosen})

    def shortcuts(self) -> list[str]:
        return [one["shortcut"] for one in self.client.get(ADDRESS).json["replies"]]


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return list(answer.json["error"]["fields"])


@pytest.fixture
def ana(site: Flask) -> Staff:
    return Staff(site, "ana")


@pytest.fixture
def sam(site: Flask) -> Staff:
    return Staff(site, "sam")


def test_an_agent_writes_changes_and_deletes_own_replies(ana: Staff) -> None:
    created = ana.creates(language="nb", title=" Hello  ")
    assert created.status_code == 201
    reply = created.json["reply"]
    assert reply.pop("updated_at")
    assert reply == {
        "id": reply["id"],
        "shortcut": "hello",
        "title": "Hello",
        "text": "Hi {name}, I am {agent}.",
        "language": "nb",
        "is_shared": False,
        "changed_by": "Ana",
    }
    changed = ana.ask("PUT", f"/{reply['id']}", {**HELLO, "shortcut": "/Hej"})
    assert changed.json["reply"]["shortcut"] == "hej"
    assert changed.json["reply"]["language"] is None
    assert ana.shortcuts() == ["hej"]
    assert ana.ask("DELETE", f"/{reply['id']}").status_code == 200
    assert ana.shortcuts() == []


def test_own_replies_are_nobody_elses(site: Flask, ana: Staff, sam: Staff) -> None:
    reply = ana.creates().json["reply"]
    assert sam.shortcuts() == []
    assert sam.ask("PUT", f"/{reply['id']}", HELLO).status_code == 404
    assert sam.ask("DELETE", f"/{reply['id']}").status_code == 404
    assert ana.shortcuts() == ["hello"]


def test_supervisors_write_the_replies_of_the_team(ana: Staff, sam: Staff) -> None:
    assert ana.creates(is_shared=True).status_code == 403
    reply = sam.creates(is_shared=True).json["reply"]
    assert ana.shortcuts() == ["hello"]
    assert ana.ask("PUT", f"/{reply['id']}", HELLO).status_code == 403
    assert ana.ask("DELETE", f"/{reply['id']}").status_code == 403
    assert ana.creates().status_code == 201, "one's own may have the same shortcut"
    assert sam.ask("DELETE", f"/{reply['id']}").status_code == 200


def test_an_own_reply_does_not_become_the_teams_by_itself(ana: Staff) -> None:
    reply = ana.creates().json["reply"]
    assert ana.ask("PUT", f"/{reply['id']}", {**HELLO, "is_shared": True}).status_code == 403


def test_bad_replies_are_refused_at_the_field(ana: Staff) -> None:
    ana.creates()
    assert fields(ana.creates()) == ["shortcut"]
    assert fields(ana.creates(shortcut="two words")) == ["shortcut"]
    assert fields(ana.creates(shortcut="a", text="Hi {first_name}")) == ["text"]
    assert fields(ana.creates(shortcut="a", text=" ")) == ["text"]
    assert fields(ana.creates(shortcut="a", title=" ")) == ["title"]
    assert fields(ana.creates(shortcut="a", language="tlh")) == ["language"]
    assert fields(ana.creates(shortcut="a", text="x" * 4001)) == ["text"]
    assert fields(ana.ask("POST", body={**HELLO, "colour": "red"})) == ["colour"]
    assert ana.shortcuts() == ["hello"]


def test_saved_replies_are_for_the_team_only(site: Flask, browser: Browser) -> None:
    assert browser.client.get(ADDRESS).status_code == 401
    maya = Staff(site, "maya", make_member)
    assert maya.client.get(ADDRESS).status_code == 403
    assert maya.creates().status_code == 403
