"""A new password ends what the old one had opened, at once, and is told by mail (S7, S21)."""

import re
from collections.abc import Callable, Iterator

import pytest
import requests

from tests.factories import PASSWORD
from tests.live.desk import Desk
from tests.live.people import Person, cookie_of, csrf_token, sign_in, start_chat
from tests.mail_sink import Sink, sink

pytestmark = pytest.mark.server

NEW = "four wet lemons sing"


@pytest.fixture
def mail() -> Iterator[Sink]:
    with sink() as one:
        yield one


@pytest.fixture
def server(start_desk: Callable[..., Desk], mail: Sink) -> Desk:
    return start_desk(rate_limits="off", smtp_url=mail.url)


def test_changing_the_password_closes_the_connections_of_all_devices(people, mail: Sink) -> None:
    here, phone = sign_in(people.url, "maya"), sign_in(people.url, "maya")
    chat = start_chat(people.url, here, name="Maya", email="maya@example.com")["chat"]
    tabs = [Person(people.url, "/visitor") for _ in (here, phone)]
    for tab, browser in zip(tabs, (here, phone), strict=True):
        tab.connect(auth={"token": chat["token"]}, cookie=cookie_of(browser))
    people.present += tabs
    form = {"old_password": PASSWORD, "password": NEW}
    assert post(here, people.url, "/profile", form, to="/profile/password").status_code == 303
    assert all(tab.is_disconnected() for tab in tabs)
    assert here.get(f"{people.url}/profile", allow_redirects=False).status_code == 200
    assert phone.get(f"{people.url}/profile", allow_redirects=False).status_code == 303
    assert "Every device was logged out" in mail.letter("Your password was changed")


def test_an_agent_with_a_forgotten_password_is_disconnected_by_the_new_one(
    people, mail: Sink
) -> None:
    ana, bea, anybody = people.agent("ana"), people.agent("bea"), requests.Session()
    asked = post(anybody, people.url, "/password/forgotten", {"username": "ana@desk.example"})
    assert asked.headers["Location"] == "/password/forgotten?sent"
    link = re.search(r"/password/reset/\S+", mail.letter("Choose a new password"))
    assert link is not None
    assert ana.ask("sync")["ok"], "asking ends nothing yet"
    assert post(anybody, people.url, link[0], {"password": NEW}).status_code == 303
    assert ana.is_disconnected()
    assert bea.ask("sync")["ok"]


def post(
    browser: requests.Session, url: str, page: str, form: dict[str, str], *, to: str | None = None
) -> requests.Response:
    """Send the form of a page as it stands there."""
    token = csrf_token(browser.get(url + page, timeout=10).text)
    return browser.post(
        url + (to or page), data={"csrf_token": token, **form}, timeout=10, allow_redirects=False
    )
