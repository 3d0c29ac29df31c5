"""Leaving the queue for a ticket, going on from a chat that has ended, keeping what was said."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from chat import closing, handout, messaging, queue
from chat.actors import Agent, Visitor
from chat.messaging import Draft
from chat.models import Chat
from core import letters
from core.database import db, reading, transaction
from core.text import new_id
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member
from tickets.models import Ticket, TicketEntry

GUS = {"name": "Gus Grey", "member_id": "", "email": "gus@example.com"}
QUESTION = "My cart becomes empty when I use my points. What can I do about it?"
DETAIL = "It has happened three times since Monday."
CANARY = "CANARY: the web team knows"


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


@pytest.fixture
def token(browser: Browser) -> str:
    """The link of the chat in which Gus waits."""
    browser.get("/chat")
    browser.submit(**GUS, question=QUESTION)
    found: str = (browser.location or "").rpartition("/")[2]
    browser.follow()
    return found


def only_chat(site: Flask) -> Chat:
    with site.app_context():
        return db.session.query(Chat).one()


def tickets(site: Flask) -> list[Ticket]:
    with site.app_context():
        return list(db.session.query(Ticket))


def in_desk(site: Flask, act: object, *args: object, **kwargs: object) -> object:
    with site.app_context():
        return committed(act, *args, **kwargs)  # type: ignore[arg-type]


def add(site: Flask, body: str) -> None:
    visitor = Visitor(chat_id=only_chat(site).id, token_hash="")
    draft = Draft(chat_id=visitor.chat_id, client_id=new_id(), body=body)
    in_desk(site, messaging.post_as_visitor, visitor, draft)


def claimed(site: Flask) -> Agent:
    """Ana has joined."""
    with site.app_context():
        account = make_agent("ana", name="Ana Moreau")
        account.presence = "online"
        db.session.commit()
        ana = Agent(id=account.id, name=account.name, role="agent", session_id="")
        with transaction():
            queue.claim_next(ana)
    return ana


def says(site: Flask, ana: Agent, body: str, kind: str = "text") -> None:
    chat_id = only_chat(site).id
    draft = Draft(chat_id=chat_id, client_id=new_id(), body=body, kind=kind)
    in_desk(site, messaging.post_as_agent, ana, draft)


def ended(site: Flask) -> Agent:
    ana = claimed(site)
    says(site, ana, "Which browser do you use?")
    says(site, ana, CANARY, kind="note")
    add(site, "Safari")
    in_desk(site, closing.close_as_agent, ana, only_chat(site).id)
    return ana


def leave(browser: Browser, token: str) -> str:
    browser.send(f"/chat/{token}/ticket")
    assert browser.status == 303
    assert browser.location is not None
    return browser.location


def test_all_that_was_written_comes_along_and_the_place_is_kept(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, DETAIL)
    assert leave(browser, token).startswith("/chat/redirect/")
    page = browser.follow()
    assert page.value("description") == f"{QUESTION}\n\n{DETAIL}"
    assert (page.value("name"), page.value("email")) == ("Gus Grey", "gus@example.com")
    assert "Your place in the queue is kept until you send it." in page.text
    assert page.link(f"/chat/{token}")
    assert only_chat(site).state == "queued"
    assert '"state":"queued"' in browser.get(f"/chat/{token}").html.replace(": ", ":")


def test_sending_the_ticket_ends_the_wait_with_the_whole_conversation(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, DETAIL)
    leave(browser, token)
    browser.follow()
    browser.submit(title="English - cart empties")
    assert (browser.location or "").startswith("/issues/private/")
    chat = only_chat(site)
    assert (chat.state, chat.closed_reason, chat.ticket_number) == (
        "closed",
        "converted",
        "IT-1001",
    )
    with site.app_context():
        [ticket] = db.session.query(Ticket).all()
        entries = db.session.query(TicketEntry).order_by(TicketEntry.number).all()
    assert ticket.chat_id == chat.id
    assert [one.body for one in entries][:2] == [QUESTION, DETAIL]
    state = browser.get(f"/chat/{token}").html
    assert "IT-1001" in state
    assert "/issues/private/" in state


def test_a_member_is_led_to_the_portal(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    browser.sign_in(maya).get("/chat")
    browser.submit(question=QUESTION)
    leave(browser, (browser.location or "").rpartition("/")[2])
    browser.follow()
    browser.submit(title="English - cart empties")
    assert browser.location == "/issues/IT-1001?sent=1"


def test_a_second_form_of_the_same_chat_answers_the_same_ticket(
    site: Flask, browser: Browser, token: str
) -> None:
    forms = []
    for _ in range(2):
        leave(browser, token)
        forms.append(browser.follow().form_with("title"))
    for form in forms:
        browser.send(form.action, **{**form.values, "title": "English - cart empties"})
        assert browser.status == 303
    assert len(tickets(site)) == 1
    browser.send(f"/chat/{token}/ticket")
    assert (browser.location or "").startswith("/issues/private/")


def test_an_agent_who_comes_meanwhile_stays_in_the_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    address = leave(browser, token)
    claimed(site)
    page = browser.get(address)
    assert "Somebody from the team has joined your chat meanwhile." in page.text
    assert page.link(f"/chat/{token}")
    browser.submit(title="English - cart empties")
    chat = only_chat(site)
    assert (chat.state, chat.ticket_number) == ("active", "IT-1001")
    state = browser.get(f"/chat/{token}").html
    assert "The visitor has sent this as tech issue IT-1001." in state


def test_who_was_gone_for_too_long_still_gets_the_ticket(
    site: Flask, browser: Browser, token: str
) -> None:
    address = leave(browser, token)
    in_desk(site, closing.close, only_chat(site).id, "abandoned", actor="system")
    page = browser.get(address)
    assert page.value("description") == QUESTION
    browser.submit(title="English - cart empties")
    assert only_chat(site).ticket_number == "IT-1001"


def test_what_is_too_long_for_the_form_is_in_the_conversation(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, "x" * 4_000)
    add(site, "y" * 4_000)
    leave(browser, token)
    assert browser.follow().value("description") == QUESTION


def test_the_act_needs_the_token_of_the_form_and_of_the_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    browser.send_without_token(f"/chat/{token}/ticket")
    assert browser.status == 403
    browser.send("/chat/guessed/ticket")
    assert browser.status == 404
    with site.app_context():
        redirects = db.session.connection().exec_driver_sql("SELECT * FROM redirects").all()
    assert redirects == []


def test_nothing_is_asked_twice_of_who_goes_on_from_an_ended_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    earlier = only_chat(site).id
    page = browser.get(f"/chat/{token}/continue")
    assert (page.value("name"), page.value("email")) == ("Gus Grey", "gus@example.com")
    assert page.value("question") == ""
    browser.submit(question="It is back. The cart is empty once more, can you help me?")
    assert browser.status == 303
    with site.app_context():
        new = db.session.query(Chat).filter_by(state="queued").one()
    assert new.continued_from == earlier
    assert new.id != earlier


def test_a_question_that_nobody_answered_is_still_the_question(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, DETAIL)
    in_desk(site, closing.close, only_chat(site).id, "abandoned", actor="system")
    page = browser.get(f"/chat/{token}/continue")
    assert page.value("question") == f"{QUESTION}\n\n{DETAIL}"


def test_an_open_chat_just_goes_on(browser: Browser, token: str) -> None:
    browser.get(f"/chat/{token}/continue")
    assert browser.location == f"/chat/{token}"


def test_a_link_that_has_run_out_does_not_stop_a_question(
    site: Flask, browser: Browser, token: str, time: StoppedClock
) -> None:
    ended(site)
    form = browser.get(f"/chat/{token}/continue").form_with("question")
    time.advance(hours=23)
    with site.app_context():
        before = db.session.query(Chat).count()
    time.advance(hours=2)
    browser.get("/chat")
    browser.submit(**GUS, question=QUESTION, continued_from=form.values["continued_from"])
    assert browser.status == 303
    with site.app_context():
        assert db.session.query(Chat).count() == before + 1
        assert db.session.query(Chat).filter_by(state="queued").one().continued_from is None


def test_the_transcript_is_a_page_and_a_file_without_notes(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    page = browser.get(f"/chat/{token}/transcript")
    for words in (QUESTION, "Ana, Tech Support", "Which browser do you use?", "Safari"):
        assert words in page.text
    assert "CANARY" not in page.html
    assert "Moreau" not in page.html
    browser.get(f"/chat/{token}/transcript.txt")
    assert browser.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert browser.headers["Content-Disposition"] == 'attachment; filename="chat-2026-03-06.txt"'
    text = browser.page.html
    assert text.startswith("dōTERRA Tech Support: your chat\n\nStarted 6 Mar 2026, 09:30 UTC\n")
    assert f"Gus Grey, 6 Mar 2026, 09:30 UTC\n    {QUESTION}\n" in text
    assert "CANARY" not in text
    for path in ("transcript", "transcript.txt", "continue"):
        assert browser.get("/chat/guessed/" + path)
        assert browser.status == 404


def mailed(site: Flask) -> list[letters.QueuedLetter]:
    with site.app_context():
        return list(db.session.query(letters.QueuedLetter).filter_by(kind=handout.KIND))


def test_the_transcript_is_mailed_once_to_the_address_of_the_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    for _ in range(3):
        browser.send(f"/chat/{token}/transcript")
        assert browser.status == 200
        assert browser.page.html.strip().endswith('"sent_to":"gus@example.com"}')
    [letter] = mailed(site)
    assert letter.recipient == "gus@example.com"
    assert '"transcript_sent_at"' in browser.get(f"/chat/{token}").html


def test_the_mail_has_the_conversation_and_no_note(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    with site.app_context(), reading():
        shown = handout.handout_for(Visitor(chat_id=only_chat(site).id, token_hash=""))
        letter = handout._letter(shown)
    assert letter.subject == "Your chat of 6 Mar 2026, 09:30 UTC"
    for text in (letter.text, letter.html or ""):
        assert QUESTION in text
        assert "Ana, Tech Support" in text
        assert "CANARY" not in text


def test_an_open_chat_has_no_transcript_to_mail(site: Flask, browser: Browser, token: str) -> None:
    browser.send(f"/chat/{token}/transcript")
    assert browser.status == 403
    assert '"code":"forbidden"' in browser.page.html
    assert mailed(site) == []


def test_nobodys_mailbox_can_be_filled(
    site: Flask, browser: Browser, token: str, time: StoppedClock
) -> None:
    ended(site)
    with site.app_context(), transaction():
        for number in range(handout.MOST_A_DAY):
            letters.queue(
                letters.Letter(
                    to="gus@example.com", kind=handout.KIND, locale="en", subject=f"{number}",
                    text="before",
                )
            )  # fmt: skip
    browser.send(f"/chat/{token}/transcript")
    assert browser.status == 429
    assert len(mailed(site)) == handout.MOST_A_DAY
    time.advance(seconds=timedelta(hours=23).total_seconds())
    browser.send(f"/chat/{token}/transcript")
    assert browser.status == 429


def test_a_stranger_mails_nothing(site: Flask, browser: Browser, token: str) -> None:
    ended(site)
    stranger = Browser(site)
    stranger.send_without_token(f"/chat/{token}/transcript")
    assert stranger.status == 403
    stranger.send("/chat/guessed/transcript")
    assert stranger.status == 404
    assert mailed(site) == []


def test_what_a_card_owner_wrote_is_masked_in_the_transcript(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, "It is 4111 1111\n1111 1111")
    browser.get(f"/chat/{token}/transcript.txt")
    assert "•••• ••••\n    •••• 1111" in browser.page.html
    assert not re.search(r"4111", browser.page.html)
