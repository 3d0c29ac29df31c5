"""Answers by mail, from a real mailbox to the thread of the issue, and what is not taken."""

import logging

import pytest
from flask import Flask

from core.database import db
from core.letters import WrittenLetter
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_ticket
from tests.imap_server import ImapServer
from tests.mail_answers import letters_of, reply
from tests.tickets.mailbox.answered import Look, replies, thread
from tickets import handling
from tickets.mailbox import answering
from tickets.models import Ticket


def test_an_answer_by_mail_lands_in_the_thread_without_what_it_quotes(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    mailbox.deliver(reply(letter, "Safari 17.\n\n-- \nMaya Lind\n+47 123").as_bytes())
    look()
    assert replies(asked) == ["Which browser?", "Safari 17."]
    [entry] = [entry for entry in thread(asked) if entry.body == "Safari 17."]
    assert (entry.author_kind, entry.author_name) == ("member", "Maya")
    assert db.session.get(Ticket, asked.id).status == "open"
    assert mailbox.unread() == 0


def test_looking_again_adds_nothing_again(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    mail = reply(letter).as_bytes()
    mailbox.deliver(mail)
    look()
    mailbox.deliver(mail)  # The same mail by another way, or one that could not be marked.
    look()
    assert replies(asked) == ["Which browser?", "It works."]
    assert mailbox.unread() == 0


def test_the_letter_invites_to_answer_by_mail(letter: WrittenLetter):
    assert "by replying to this email" in letter.text


def test_a_guest_answers_by_mail_as_well(desk: Flask, mailbox: ImapServer, look: Look):
    ticket = make_ticket()
    [received] = letters_of("ticket_received")
    mailbox.deliver(reply(received, "More about it.", From="gus@example.com").as_bytes())
    look()
    assert [(one.body, one.author_name) for one in thread(ticket)] == [("More about it.", "Gus")]


@pytest.mark.parametrize(
    "headers",
    [
        {"References": None},
        {"In_Reply_To": None},
        {"In_Reply_To": None, "References": None, "To": "answers+{token}@desk.example"},
        {"In_Reply_To": None, "References": None, "Delivered_To": "answers+{token}@desk.example"},
        {"From": "MAYA@Example.COM"},
        {"From": '"Lind, Maya (home)" <maya@example.com>'},
        {"Subject": None, "Date": None, "Message_ID": None},
    ],
)
def test_any_trace_of_the_letter_finds_its_ticket(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look, headers: dict
):
    chosen = {
        name: value and value.format(token=letter.reply_token) for name, value in headers.items()
    }
    mailbox.deliver(reply(letter, **chosen).as_bytes())
    look()
    assert replies(asked)[1:] == ["It works."]


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "eve@evil.example"},
        {"From": '"maya@example.com" <eve@evil.example>'},
        {"From": "maya@example.com, eve@evil.example"},
        {"From": "<maya@example.com> <eve@evil.example>"},
        {"From": None, "Sender": "maya@example.com"},
        {"In_Reply_To": "<" + "0" * 32 + "@127.0.0.1>", "References": None},
        {"In_Reply_To": "<IT-1001@127.0.0.1>", "References": "<IT-1001@127.0.0.1>"},
        {"In_Reply_To": None, "References": None},
    ],
)
def test_what_does_not_answer_a_letter_to_its_sender_is_left_and_reported(
    asked: Ticket,
    letter: WrittenLetter,
    mailbox: ImapServer,
    look: Look,
    headers: dict,
    caplog: pytest.LogCaptureFixture,
):
    mailbox.deliver(reply(letter, **headers).as_bytes())
    look()
    assert replies(asked) == ["Which browser?"]
    assert mailbox.unread() == 1
    [line] = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert line == "1 mails in the mailbox answer no letter of ours and stay unread"
    look()
    assert len([one for one in caplog.records if one.levelno == logging.WARNING]) == 1
    assert letters_of("ticket_mail_trouble") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
        {"Precedence": "bulk"},
        {"Precedence": "Auto_reply"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"X_Auto_Response_Suppress": "All"},
        {"List_Id": "<list.example>"},
        {"From": "MAILER-DAEMON@example.com"},
        {"From": "help@desk.example"},
    ],
)
def test_what_a_machine_has_sent_is_left_alone(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look, headers: dict
):
    mailbox.deliver(reply(letter, **headers).as_bytes())
    look()
    assert replies(asked) == ["Which browser?"]
    assert mailbox.unread() == 1
    assert letters_of("ticket_mail_trouble") == []


def test_a_mail_that_came_back_is_left_alone(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    bounce = b"\r\n".join(
        [
            b"Return-Path: <>",
            b"From: Mail Delivery System <MAILER-DAEMON@mx.example>",
            b"To: help@desk.example",
            b"In-Reply-To: " + letter.message_id.encode(),
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
            b"",
            b"--x",
            b"Content-Type: text/plain",
            b"",
            b"It could not be delivered.",
            b"--x--",
            b"",
        ]
    )
    mailbox.deliver(bounce)
    look()
    assert replies(asked) == ["Which browser?"]


def test_an_answer_opens_a_closed_issue_again(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    committed(handling.close, asked, make_agent("bea"))
    mailbox.deliver(reply(letter, "It broke again.").as_bytes())
    look()
    assert db.session.get(Ticket, asked.id).status == "open"
    assert replies(asked)[-1] == "It broke again."


@pytest.fixture
def closed_long_ago(asked: Ticket, letter: WrittenLetter, time: StoppedClock) -> Ticket:
    committed(handling.close, asked, make_agent("bea"))
    time.advance(days=20)
    return asked


def test_who_comes_too_late_is_told_so(
    closed_long_ago: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    mailbox.deliver(reply(letter, "It broke again.").as_bytes())
    look()
    [trouble] = letters_of("ticket_mail_trouble")
    assert trouble.to == "maya@example.com"
    assert trouble.subject == f"Not added: [{closed_long_ago.reference}] English - cart empties"
    assert "can’t be opened again" in trouble.text
    assert replies(closed_long_ago) == ["Which browser?"]
    assert mailbox.unread() == 0


@pytest.mark.parametrize(("body", "reason"), [("x" * 4_001, "too long"), ("\n", "write something")])
def test_who_writes_too_much_or_nothing_is_told_so(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look, body: str, reason: str
):
    mailbox.deliver(reply(letter, body).as_bytes())
    look()
    [trouble] = letters_of("ticket_mail_trouble")
    assert reason in trouble.text
    assert replies(asked) == ["Which browser?"]


def test_two_machines_do_not_answer_each_other_for_ever(
    closed_long_ago: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    for _ in range(8):
        mailbox.deliver(reply(letter, "I am away until Monday.").as_bytes())
        look()
    assert len(letters_of("ticket_mail_trouble")) == 5


def test_too_many_answers_wait_for_their_turn(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look, time: StoppedClock
):
    for number in range(answering.PER_TICKET.most + 1):
        mailbox.deliver(reply(letter, f"answer {number}").as_bytes())
    look()
    assert (len(replies(asked)), mailbox.unread()) == (31, 1)
    time.advance(hours=1, seconds=1)
    look()
    assert (len(replies(asked)), mailbox.unread()) == (32, 0)


def test_markup_in_a_mail_stays_text(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    mailbox.deliver(reply(letter, "<script>alert(1)</script> & co").as_bytes())
    look()
    assert replies(asked)[-1] == "<script>alert(1)</script> & co"


def test_one_mail_that_cannot_be_read_keeps_no_other_waiting(
    asked: Ticket,
    letter: WrittenLetter,
    mailbox: ImapServer,
    look: Look,
    caplog: pytest.LogCaptureFixture,
):
    mailbox.deliver(boxes_in_boxes(letter, 2_000))
    mailbox.deliver(reply(letter).as_bytes())
    look()
    assert replies(asked) == ["Which browser?", "It works."]
    assert "a mail in the mailbox cannot be read: RecursionError" in caplog.messages
    assert mailbox.unread() == 1


def boxes_in_boxes(letter: WrittenLetter, depth: int) -> bytes:
    boxes = "".join(
        f'Content-Type: multipart/mixed; boundary="{number}"\r\n\r\n--{number}\r\n'
        for number in range(depth)
    )
    return f"From: {letter.to}\r\nIn-Reply-To: {letter.message_id}\r\n{boxes}".encode()


def test_a_mailbox_that_is_away_is_reported_once(
    desk: Flask, look: Look, mailbox: ImapServer, caplog: pytest.LogCaptureFixture
):
    mailbox.stop()
    try:
        look()
        look()
    finally:
        mailbox.start()
    said = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert said == ["the mailbox cannot be read: ConnectionRefusedError"]
