"""The outbox: what is written down with the transaction, and what may become a header."""

from datetime import timedelta

import msgspec
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from core import letters
from core.database import db, reading
from core.emails import clean_email
from core.errors import Refused
from core.letters import Letter, QueuedLetter, Thread
from core.sealing import unseal
from core.writer import writer
from tests.clocks import StoppedClock
from tests.factories import committed


def letter(**chosen) -> Letter:
    usual = {
        "to": "maya@example.com",
        "kind": "received",
        "locale": "en",
        "subject": "[IT-1001] English - cart empties",
        "text": "We have your issue.",
    }
    return Letter(**(usual | chosen))


def waiting() -> list[QueuedLetter]:
    db.session.rollback()
    return list(db.session.query(QueuedLetter).order_by(QueuedLetter.created_at))


def written(row: QueuedLetter) -> dict:
    return msgspec.json.decode(unseal(row.sealed))


def test_a_letter_waits_once_its_transaction_is_committed(desk: Flask, time: StoppedClock):
    assert committed(letters.queue, letter()) is True
    [row] = waiting()
    assert (row.kind, row.recipient, row.state) == ("received", "maya@example.com", "waiting")
    assert (row.attempts, row.due_at, row.created_at) == (0, time.now(), time.now())


def test_a_rollback_takes_the_letter_back(desk: Flask):
    def fails():
        letters.queue(letter())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        committed(fails)
    assert waiting() == []


def test_a_letter_may_be_queued_by_use_cases_of_the_writer(desk: Flask):
    assert writer().run(letters.queue, letter()) is True
    assert len(waiting()) == 1


def test_what_a_letter_says_cannot_be_read_in_the_database(desk: Flask):
    committed(letters.queue, letter(text="open /issues/private/SECRET"))
    [row] = waiting()
    assert "SECRET" not in row.sealed
    assert written(row)["text"] == "open /issues/private/SECRET"


def test_what_may_be_sent_once_is_queued_once(desk: Flask):
    assert committed(letters.queue, letter(once="transcript:7")) is True
    assert committed(letters.queue, letter(once="transcript:7", text="again")) is False
    assert [written(row)["text"] for row in waiting()] == ["We have your issue."]


def test_letters_of_one_thread_share_an_id_and_keep_one_of_their_own(desk: Flask):
    for token in ("aa11", "bb22"):
        committed(letters.queue, letter(thread=Thread("IT-1001", token)))
    first, second = (written(row) for row in waiting())
    assert first["thread_id"] == second["thread_id"] == "<IT-1001@127.0.0.1>"
    assert {first["message_id"], second["message_id"]} == {"<aa11@127.0.0.1>", "<bb22@127.0.0.1>"}


def test_letters_without_a_thread_have_ids_nobody_can_guess(desk: Flask):
    for _ in range(2):
        committed(letters.queue, letter())
    first, second = (written(row) for row in waiting())
    assert first["message_id"] != second["message_id"]
    assert len(first["message_id"]) > 40
    assert first["thread_id"] is None


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\ud800"])
def test_a_subject_never_holds_a_line_end(desk: Flask, end: str):
    committed(letters.queue, letter(subject=f"cart{end}Bcc: eve@example.com"))
    assert written(waiting()[0])["subject"] == "cart Bcc: eve@example.com"


def test_a_long_subject_is_cut(desk: Flask):
    committed(letters.queue, letter(subject="a" * 5_000))
    assert len(written(waiting()[0])["subject"]) == letters.SUBJECT_LIMIT


@pytest.mark.parametrize(
    "to",
    [
        "maya@example.com\r\nBcc: eve@example.com",
        "maya@example.com\nDATA",
        "maya@example.com, eve@example.com",
        "Eve <eve@example.com>",
        "maya@example.com eve@example.com",
        "maya@example.com\x00",
        "maya@exam\u2028ple.com",
        "maya",
        "@example.com",
        "a@b@c",
        "",
    ],
)
def test_a_letter_goes_to_exactly_one_address(desk: Flask, to: str):
    with pytest.raises(ValueError, match="one address"):
        committed(letters.queue, letter(to=to))
    assert waiting() == []


def test_it_is_known_how_much_an_address_was_sent_lately(desk: Flask, time: StoppedClock):
    committed(letters.queue, letter(to="Maya@Example.com"))
    time.advance(minutes=30)
    committed(letters.queue, letter())
    committed(letters.queue, letter(kind="replied"))
    with reading():
        hour, half = timedelta(hours=1), timedelta(minutes=29)
        assert letters.lately("maya@example.com", "received", within=hour) == 2
        assert letters.lately("maya@example.com", "received", within=half) == 1
        assert letters.lately("otto@example.com", "received", within=hour) == 0


def test_a_person_is_forgotten_with_the_letters_that_wait(desk: Flask):
    committed(letters.queue, letter(to="Maya@Example.com"))
    committed(letters.queue, letter(to="otto@example.com"))
    assert committed(letters.forget, "maya@example.com") == 1
    assert [row.recipient for row in waiting()] == ["otto@example.com"]


@given(st.emails() | st.text("ab.=?+'\"@<>(),:; \nø-_[]\\x.com", max_size=30))
def test_every_address_that_forms_take_can_be_written_to(typed: str):
    try:
        address = clean_email(typed)
    except Refused:
        return
    assert letters._one_address(address) == address
