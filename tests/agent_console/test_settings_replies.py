"""The page of saved replies: one's own for everybody, the team's for supervisors."""

import re

import pytest
from flask import Flask

from tests.agent_console.test_settings_own import agent, trail
from tests.browsing import Browser

HOME = "/console/settings/replies"


def add(person: Browser, shortcut: str, text: str = "Hi {name}", **more: str) -> str:
    """Save a new one; the address of its page."""
    person.get(HOME)
    person.send(HOME, shortcut=shortcut, title="Hello", text=text, language="", **more)
    assert person.status == 303, person.page.text
    page = person.follow()
    row = re.search(rf'href="({HOME}/[^"]+)">Change<span class="vh"> /{shortcut}<', page.html)
    assert row is not None
    return row[1]


def test_one_s_own_reply_is_added_changed_and_deleted(site: Flask, browser: Browser) -> None:
    ana = agent(site, browser)
    address = add(ana, "hello")
    ana.get(address)
    ana.submit(shortcut="hi", title="Hi", text="Hi {name}, I am {agent}")
    assert "I am {agent}" in ana.follow().text
    assert [one["shortcut"] for one in ana.client.get("/console/api/replies").json["replies"]] == [
        "hi"
    ]
    ana.send(f"{address}/removal")
    assert "Deleted." in ana.follow().text
    ana.get(address)
    assert ana.status == 404
    assert not [line for line in trail(site) if "Reply" in line]


def test_supervisors_write_the_team_s(site: Flask, browser: Browser) -> None:
    sam, ana = agent(site, browser, "sam"), agent(site, Browser(site), "ana")
    address = add(sam, "hello", is_shared="1")
    assert "/hello" in ana.get(HOME).text
    assert address not in ana.page.html
    ana.get(address)
    assert ana.status == 404
    ana.send(address, shortcut="x", title="x", text="x", language="")
    assert ana.status == 404
    ana.send(f"{address}/removal")
    assert ana.status == 403
    ana.send(HOME, shortcut="mine", title="x", text="x", language="", is_shared="1")
    assert ana.status == 403
    assert [line for line in trail(site) if "Sam Reply added" in line]


def test_somebody_else_s_own_is_not_there(site: Flask, browser: Browser) -> None:
    ana, sam = agent(site, browser, "ana"), agent(site, Browser(site), "sam")
    address = add(ana, "hello")
    assert "/hello" not in sam.get(HOME).text
    for act in (address, f"{address}/removal"):
        sam.send(act, shortcut="x", title="x", text="x", language="")
        assert sam.status == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"shortcut": "two words"}, "Use letters, digits and hyphens"),
        ({"shortcut": ""}, "Enter a shortcut"),
        ({"text": "Hi {nme}"}, "Nothing is known about {nme}"),
        ({"text": ""}, "Write the text"),
        ({"title": "x" * 121}, "The limit is 120"),
        ({"shortcut": "taken"}, "There is a reply /taken already"),
    ],
)
def test_what_is_wrong_comes_back_at_its_field(
    site: Flask, browser: Browser, fields: dict[str, str], sentence: str
) -> None:
    ana = agent(site, browser)
    add(ana, "taken")
    ana.get(HOME)
    page = ana.submit(**{"shortcut": "new", "title": "New", "text": "Hi", **fields})
    assert (ana.status, sentence in page.text) == (422, True)


def test_the_second_of_two_who_save_is_told(site: Flask, browser: Browser) -> None:
    sam, ida = agent(site, browser, "sam"), agent(site, Browser(site), "ida")
    address = add(sam, "hello", is_shared="1")
    sam.get(address), ida.get(address)
    ida.submit(shortcut="hello", title="Hello", text="Ida's words", is_shared="1")
    page = sam.submit(shortcut="hello", title="Hello", text="Sam's words", is_shared="1")
    assert sam.status == 409
    assert "Somebody else has changed this reply meanwhile" in page.text
    assert "Ida&#39;s words" in page.html
    assert page.value("text") == "Sam's words"
    sam.submit(shortcut="hello", title="Hello", text="Sam's words", is_shared="1")
    assert sam.status == 303
