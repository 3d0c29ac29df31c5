"""What a letter looks like to programs: headers, parts, and nothing that anybody slipped in."""

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from flask import Flask

from core import clock, letters
from core.letters import Letter, Thread
from core.mail.composing import compose

WRITTEN_AT = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)
EVIL = "Bcc: eve@evil.example"
ENDS = [
    "\n",
    "\r",
    "\r\n",
    "\r\n ",
    "\n\t",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x00",
]
KNOWN_HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Reply-To",
    "Content-Language",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}


@pytest.fixture
def desk(posted: Callable[..., Flask]) -> Flask:
    return posted(mail_from="help@desk.example", public_url="https://desk.example")


def sent(**chosen: Any) -> EmailMessage:
    """The message as whoever receives it reads it."""
    usual = {
        "to": "maya@example.com",
        "kind": "received",
        "locale": "nb",
        "subject": "[IT-1001] Norsk - handlekurven blir tom",
        "text": "Vi har mottatt saken din.\n",
    }
    written = letters._written(Letter(**(usual | chosen)))
    return message_from_bytes(compose(written, WRITTEN_AT).as_bytes(), policy=default)


def test_a_letter_says_who_writes_to_whom_and_when(desk: Flask):
    message = sent()
    assert str(message["From"]) == "dōTERRA Tech Support <help@desk.example>"
    assert str(message["To"]) == "maya@example.com"
    assert message["Date"].datetime == WRITTEN_AT
    assert message["Content-Language"] == "nb"
    assert str(message["Message-ID"]).endswith("@desk.example>")


def test_machines_are_asked_not_to_answer(desk: Flask):
    assert sent()["Auto-Submitted"] == "auto-generated"
    assert sent()["X-Auto-Response-Suppress"] == "All"


def test_letters_of_one_ticket_are_one_thread(desk: Flask):
    first = sent(thread=Thread("IT-1001", "aa"))
    second = sent(thread=Thread("IT-1001", "bb"))
    assert first["References"] == second["References"] == "<IT-1001@desk.example>"
    assert first["In-Reply-To"] == second["In-Reply-To"] == "<IT-1001@desk.example>"
    assert first["Message-ID"] != second["Message-ID"]


def test_a_letter_about_nothing_refers_to_nothing(desk: Flask):
    message = sent()
    assert (message["References"], message["In-Reply-To"]) == (None, None)


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("answers@desk.example", "answers@desk.example"),
        ("help+*@desk.example", "help+aa@desk.example"),
        ("*@answers.desk.example", "aa@answers.desk.example"),
    ],
)
def test_answers_go_to_the_mailbox_that_is_read(
    posted: Callable[..., Flask], setting: str, address: str
):
    posted(mail_reply_to=setting)
    assert str(sent(thread=Thread("IT-1001", "aa"))["Reply-To"]) == address


@pytest.mark.parametrize("setting", ["help+*@desk.example", "*@answers.desk.example"])
def test_without_a_token_there_is_no_address_made_of_it(posted: Callable[..., Flask], setting: str):
    posted(mail_reply_to=setting)
    assert sent()["Reply-To"] is None


def test_without_a_mailbox_there_is_no_reply_address(desk: Flask):
    assert sent(thread=Thread("IT-1001", "aa"))["Reply-To"] is None


def test_both_versions_are_there_and_the_richer_comes_last(desk: Flask):
    message = sent(html="<p>Vi har mottatt saken din.</p>")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    texts = [part.get_content().rstrip() for part in message.iter_parts()]
    assert texts == ["Vi har mottatt saken din.", "<p>Vi har mottatt saken din.</p>"]


@pytest.mark.parametrize(
    "words",
    [
        "件名がとても長いので、折り返しが必要になるかもしれません。" * 4,
        "Ąęśćżź – zgłoszenie „testowe” nr 5",
        "Emoji 👩‍👩‍👧 🛒 and ümläuts",
        "a" * 190,
        "word " * 38,
        "x" * 60 + " " + "ø" * 100,
    ],
)
def test_subjects_and_texts_of_all_languages_arrive_as_written(desk: Flask, words: str):
    message = sent(subject=words, text=words + "\n")
    cut = " ".join(words.replace("\u200d", " ").split())
    shown = cut if len(cut) <= 200 else cut[:199].rstrip() + "…"
    # Where a folded line goes on with an encoded word, Python's email makes two blanks of one.
    assert " ".join(str(message["Subject"]).split()) == shown
    assert message.get_body().get_content().replace("\r\n", "\n") == words + "\n"
    assert set(message.keys()) <= KNOWN_HEADERS


@pytest.mark.parametrize("end", ENDS, ids=repr)
def test_no_text_becomes_a_header(desk: Flask, end: str):
    evil = f"cart{end}{EVIL}{end}{end}<script>"
    message = sent(subject=evil, text=evil, thread=Thread("IT-1001", "aa"))
    assert set(message.keys()) <= KNOWN_HEADERS
    assert len(message.keys()) == len(set(message.keys()))
    assert "Bcc" not in message
    assert "\n" not in str(message["Subject"])


@pytest.mark.parametrize(
    "words",
    [
        "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=",
        "cart =?utf-8?q?=0ABcc:_eve@evil.example?= empty",
        "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=",
        "==?utf-8?q?=0ABcc:_eve@evil.example?=",
        "=?utf-8?q?=3D=3Futf-8=3Fq=3F=0ABcc=3A_eve=3F=3D?=",
    ],
)
def test_no_encoded_word_becomes_a_header(posted: Callable[..., Flask], words: str):
    posted(brand=words)
    message = sent(subject=words)
    assert set(message.keys()) <= KNOWN_HEADERS
    assert "eve@evil.example" not in [one.addr_spec for one in message["From"].addresses]
    assert "\n" not in str(message["Subject"]) + str(message["From"])


@pytest.mark.parametrize(
    "to",
    [
        "=?utf-8?q?=0D=0ABcc_eve?=@evil.example",
        "ø=?utf-8?q?=0D=0ABcc_eve?=@evil.example",
        "a@evil.example=?utf-8?q?=0ABcc_eve?=",
    ],
)
def test_an_address_never_becomes_a_header(desk: Flask, to: str):
    try:
        message = sent(to=to)
    except ValueError:
        return  # The postman gives such a letter up.
    assert set(message.keys()) <= KNOWN_HEADERS
    assert "\n" not in str(message["To"])


@pytest.mark.parametrize("end", ENDS, ids=repr)
def test_no_brand_becomes_a_header(posted: Callable[..., Flask], end: str):
    posted(brand=f"dōTERRA{end}{EVIL}")
    message = sent()
    assert set(message.keys()) <= KNOWN_HEADERS
    assert "\n" not in str(message["From"])


def test_a_domain_in_other_letters_is_written_as_servers_know_it(desk: Flask):
    assert str(sent(to="maya@bücher.example")["To"]) == "maya@xn--bcher-kva.example"


def test_a_letter_is_made_in_milliseconds(desk: Flask):
    before = clock.now_millis()
    for _ in range(20):
        sent(html="<p>Vi har mottatt saken din.</p>" * 50)
    assert clock.now_millis() - before < 2_000
