"""Signing out ends the live connections of that session, and no others."""

import pytest

from tests.live.desk import Desk
from tests.live.people import Person, cookie_of, sign_in, sign_out, start_chat

pytestmark = pytest.mark.server


@pytest.fixture
def server(shared: Desk) -> Desk:
    return shared


def test_an_agent_who_signs_out_hears_and_does_nothing_more(people):
    gus, ana, bea = people.guest(), people.agent("ana"), people.agent("bea")
    phone = people.agent("ana")
    assert ana.ask("claim_next")["ok"]
    sign_out(people.url, ana.browser)
    assert ana.is_disconnected()
    ana.forget()
    gus.says("Is somebody there?")
    phone.hears("message_posted", such=lambda told: told["message"]["body"].startswith("Is some"))
    assert ana.heard == []
    assert phone.connected
    assert bea.ask("sync")["ok"]
    late = Person(people.url, "/agent")
    assert late.is_turned_away(cookie=cookie_of(ana.browser)) == "forbidden"


def test_a_member_who_signs_out_is_disconnected_and_the_chat_goes_on(people):
    browser = sign_in(people.url, "maya")
    chat = start_chat(people.url, browser, name="Maya", email="maya@example.com")["chat"]
    here, elsewhere = Person(people.url, "/visitor"), Person(people.url, "/visitor")
    here.connect(auth={"token": chat["token"]}, cookie=cookie_of(browser))
    elsewhere.connect(auth={"token": chat["token"]})
    people.present += [here, elsewhere]
    sign_out(people.url, browser)
    assert here.is_disconnected()
    # Whoever holds the link is still the visitor: the link is the right to this chat.
    assert elsewhere.ask("sync", {"after_seq": 0})["chat"]["state"] == "queued"
    elsewhere.ask("leave")
