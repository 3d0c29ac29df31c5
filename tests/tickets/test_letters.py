"""Letters about tickets: who gets which, when, in which language, and who does not."""

import re
from time import perf_counter

import pytest

from core.database import db
from core.languages import LANGUAGES
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member, make_ticket
from tests.tickets.letterbox import answer, due, kinds, last, queued
from tickets import handling, letters, personal, reading, reply_tokens
from tickets.access import ticket_for_token

pytestmark = pytest.mark.usefixtures("desk")

PRIVATE = re.compile(r"http://127\.0\.0\.1:5000/issues/private/(\S+)")


def test_a_member_is_told_that_the_issue_was_received_with_a_link_to_the_portal():
    maya = make_member("maya")
    ticket = make_ticket(maya)
    [(kind, letter)] = queued()
    assert (kind, letter.to) == ("ticket_received", "maya@example.com")
    assert letter.subject == f"[{ticket.reference}] English - cart empties"
    assert f"http://127.0.0.1:5000/issues/{ticket.reference}\n" in letter.text
    assert "/private/" not in letter.text + letter.html


def test_a_guest_gets_a_private_link_that_opens_the_ticket():
    ticket = make_ticket()
    [(_, letter)] = queued()
    token = PRIVATE.search(letter.text)[1]
    assert ticket_for_token(token).id == ticket.id
    assert f'href="http://127.0.0.1:5000/issues/private/{token}"' in letter.html


def test_a_member_of_lower_rank_gets_a_private_link_as_well():
    make_ticket(make_member("otto"))
    assert PRIVATE.search(last()[1].text)


def test_an_address_that_anybody_may_have_typed_gets_no_word_of_theirs():
    make_ticket(title="WIN MONEY", description="at evil.example", name="Evil Eve")
    [(_, letter)] = queued()
    said = letter.subject + letter.text + letter.html
    assert not any(word in said for word in ("WIN", "evil", "Eve"))
    assert "ignore this email" in letter.text


def test_an_address_that_anybody_may_have_typed_is_not_flooded(time: StoppedClock):
    for _ in range(5):
        make_ticket(email="victim@example.com")
    assert len(queued()) == 3
    time.advance(hours=1, seconds=1)
    make_ticket(email="Victim@Example.com")
    assert len(queued()) == 4


def test_members_who_open_many_issues_hear_of_each():
    maya = make_member("maya")
    for _ in range(5):
        make_ticket(maya)
    assert len(queued()) == 5


def test_opening_the_same_ticket_again_sends_nothing_again():
    for _ in range(2):
        make_ticket(client_id="form-1")
    assert len(queued()) == 1


def test_a_ticket_from_a_chat_says_so():
    make_ticket(source="chat", chat_id="chat-1")
    letter = last()[1]
    assert "Your chat is now a tech issue" in letter.text
    assert "cart empties" in letter.subject


def test_a_chat_that_waits_for_an_answer_asks_for_it():
    make_ticket(source="chat", chat_id="chat-1", status="awaiting_feedback")
    kind, letter = last()
    assert kind == "ticket_feedback"
    assert letter.subject.startswith("Your answer is needed: [IT-1001]")


def test_an_answer_of_the_team_is_mailed_with_its_words():
    ticket = make_ticket(make_member("maya"))
    answer(ticket, "Try again now.\nIt should work.")
    kind, letter = last()
    assert kind == "ticket_answered"
    assert letter.subject == f"Re: [{ticket.reference}] English - cart empties"
    assert "Ana:\n\n    Try again now.\n    It should work.\n" in letter.text
    assert "<strong>Ana</strong>" in letter.html
    assert "Try again now.<br>It should work." in letter.html
    assert "Moreau" not in letter.text + letter.html


def test_a_request_for_feedback_is_unmistakable():
    ticket = make_ticket(make_member("maya"))
    answer(ticket, "Which browser do you use?", status="awaiting_feedback")
    kind, letter = last()
    assert kind == "ticket_feedback"
    assert letter.subject.startswith("Your answer is needed: ")
    assert "We need an answer from you" in letter.text
    assert "Which browser do you use?" in letter.text
    assert f"/issues/{ticket.reference}" in letter.text
    assert kinds() == ["ticket_received", "ticket_feedback"]


def test_a_status_of_awaiting_feedback_alone_repeats_the_last_question():
    ticket, bea = make_ticket(make_member("maya")), make_agent("bea")
    committed(handling.reply_as_agent, ticket, bea, body="Which browser?")
    committed(handling.set_status, ticket, bea, "awaiting_feedback")
    kind, letter = last()
    assert (kind, "Which browser?" in letter.text) == ("ticket_feedback", True)


def test_a_closed_issue_is_told_with_the_last_answer():
    ticket = make_ticket(make_member("maya"))
    answer(ticket, "It works again.", status="closed")
    kind, letter = last()
    assert kind == "ticket_closed"
    assert letter.subject.startswith("Closed: [IT-1001]")
    assert "It works again." in letter.text


def test_closing_by_the_team_is_told_once():
    ticket, bea = make_ticket(make_member("maya")), make_agent("bea")
    committed(handling.close, ticket, bea)
    committed(handling.close, ticket, bea)
    assert kinds() == ["ticket_received", "ticket_closed"]


def test_nobody_is_told_what_they_did_themselves():
    maya = make_member("maya")
    ticket = make_ticket(maya)
    committed(handling.reply_as_requester, ticket, maya, body="More about it.")
    committed(handling.close, ticket, maya)
    committed(handling.reopen, ticket, maya)
    assert kinds() == ["ticket_received"]


def test_what_only_the_team_sees_is_never_mailed():
    ticket, bea = make_ticket(make_member("maya")), make_agent("bea")
    committed(handling.add_note, ticket, bea, body="canary note")
    committed(handling.set_priority, ticket, bea, "high")
    committed(handling.assign, ticket, bea, bea.id)
    committed(handling.set_status, ticket, bea, "awaiting_feedback")
    assert kinds() == ["ticket_received", "ticket_feedback"]
    assert not any("canary" in letter.text + letter.html for _, letter in queued())


def test_a_repeated_answer_is_mailed_once():
    ticket, bea = make_ticket(make_member("maya")), make_agent("bea")
    for _ in range(2):
        committed(handling.reply_as_agent, ticket, bea, body="Done.", client_id="c1")
    assert kinds() == ["ticket_received", "ticket_answered"]


def test_who_looks_at_the_issue_now_gets_no_mail_about_it(time: StoppedClock):
    maya = make_member("maya")
    ticket = make_ticket(maya)
    me = reading.member(maya.id)
    committed(reading.look, ticket.id, me, 0)
    answer(ticket)
    assert due() == ["ticket_received"]
    committed(reading.look, ticket.id, me, 1)
    time.advance(seconds=reading.LOOKING_SECONDS + 1)
    assert kinds() == ["ticket_received"]
    answer(ticket, "Still there?")
    assert due() == ["ticket_received", "ticket_answered"]


def test_who_has_just_left_the_page_gets_the_mail_a_little_later(time: StoppedClock):
    maya = make_member("maya")
    ticket = make_ticket(maya)
    me = reading.member(maya.id)
    committed(reading.look, ticket.id, me, 0)
    answer(ticket, "Try again now.")
    answer(ticket, "Did it work?")
    # What the page says of itself may be older than the second answer.
    committed(reading.look, ticket.id, me, 1)
    assert due() == ["ticket_received"]
    time.advance(seconds=letters.READ_WITHIN.total_seconds())
    assert due() == ["ticket_received", "ticket_answered"]
    assert "Did it work?" in last()[1].text
    committed(reading.mark_read, ticket.id, me, 2)
    assert kinds() == ["ticket_received"]


def test_who_has_left_is_not_written_to():
    maya = make_member("maya")
    ticket = make_ticket(maya)
    maya.is_active = False
    committed(db.session.merge, maya)
    answer(ticket)
    assert kinds() == ["ticket_received"]


def test_who_has_switched_mail_off_gets_none():
    maya = make_member("maya")
    ticket = make_ticket(maya)
    maya.wants_mail = False
    committed(db.session.merge, maya)
    answer(ticket, "Which browser?", status="awaiting_feedback")
    assert kinds() == ["ticket_received"]


def test_letters_go_to_the_address_of_the_account_as_it_is_now():
    maya = make_member("maya")
    ticket = make_ticket(maya)
    maya.email = "new@example.com"
    committed(db.session.merge, maya)
    answer(ticket)
    assert last()[1].to == "new@example.com"


def test_all_letters_about_a_ticket_are_one_thread_and_each_has_its_own_token():
    ticket = make_ticket(make_member("maya"))
    answer(ticket)
    (_, first), (_, second) = queued()
    assert first.thread_id == second.thread_id == f"<{ticket.reference}@127.0.0.1>"
    assert first.reply_token != second.reply_token
    for letter in (first, second):
        found = committed(reply_tokens.find_ticket, letter.reply_token, sender="Maya@Example.com")
        assert found == ticket.id
        assert (
            committed(reply_tokens.find_ticket, letter.reply_token, sender="eve@evil.example")
            is None
        )


def test_markup_in_a_ticket_stays_text():
    ticket = make_ticket(make_member("maya"), title="<img src=x onerror=go()> & co")
    answer(ticket, "</p><script>alert(1)</script>\n<a href='javascript:go()'>x</a>")
    letter = last()[1]
    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert "href='javascript" not in letter.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in letter.html
    assert "<img src=x onerror=go()> & co" in letter.text


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_a_letter_is_written_in_the_members_language(code: str):
    ticket = make_ticket(make_member("maya", locale=code))
    answer(ticket, "Which browser?", status="awaiting_feedback")
    letter = last()[1]
    assert letter.locale == code
    assert f'<html lang="{code}">' in letter.html
    if code != "en":
        assert "We need an answer from you" not in letter.text


@pytest.mark.parametrize(
    ("locale", "language", "expected"),
    [("nb-NO", None, "nb"), (None, "sv", "sv"), (None, "vi", "en"), (None, None, "en")],
)
def test_without_a_language_of_the_account_that_of_the_ticket_counts(
    locale: str | None, language: str | None, expected: str
):
    make_ticket(make_member("maya", locale=locale), language=language)
    assert last()[1].locale == expected


def test_where_answers_by_mail_are_not_read_the_letter_says_so():
    make_ticket()
    assert "not to this email" in last()[1].text


def test_writing_a_letter_takes_no_time_that_anybody_would_notice():
    ticket = make_ticket(make_member("maya"))
    bea = make_agent("bea")
    answer(ticket)  # Loads templates and words.
    before = perf_counter()
    for _ in range(20):
        committed(handling.reply_as_agent, ticket, bea, body="x" * 4_000)
    assert (perf_counter() - before) / 20 < 0.05


def test_whoever_was_erased_gets_no_letter_and_the_team_writes_on():
    ticket = make_ticket()
    before = len(queued())
    committed(personal.erase, ticket)
    db.session.refresh(ticket)
    committed(handling.reply_as_agent, ticket, make_agent("ana"), body="For the record")
    committed(handling.reply_as_agent, ticket, make_agent("bea"), body="Done", status="closed")
    assert len(queued()) == before
