"""Letters on their way, to a real mail server that refuses, goes away and comes back."""

import logging
import threading
from collections.abc import Callable

import pytest
from flask import Flask

from core.database import db
from core.letters import QueuedLetter
from core.mail import outbox
from core.mail.jobs import Postman
from tests.clocks import StoppedClock
from tests.core.mail.conftest import send
from tests.factories import committed
from tests.mail_sink import Sink, sink
from tests.ports import free_port


def rows() -> list[QueuedLetter]:
    db.session.rollback()
    found = db.session.query(QueuedLetter).order_by(QueuedLetter.created_at).all()
    return list(found)


def states() -> list[str]:
    return [row.state for row in rows()]


def test_a_letter_is_sent_and_its_words_are_forgotten(postman: Postman, mail_server: Sink):
    send()
    postman.deliver()
    [envelope] = mail_server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("help@desk.example", ["maya@example.com"])
    [row] = rows()
    assert (row.state, row.sealed, row.attempts) == ("sent", None, 1)


def test_letters_go_out_in_the_order_of_writing(
    postman: Postman, mail_server: Sink, time: StoppedClock
):
    for number in range(5):
        send(subject=f"letter {number}")
        time.advance(seconds=1)
    postman.deliver()
    assert mail_server.subjects == [f"letter {number}" for number in range(5)]


def test_a_second_round_sends_nothing_again(postman: Postman, mail_server: Sink):
    send()
    postman.deliver()
    postman.deliver()
    assert len(mail_server.envelopes) == 1


def test_what_is_refused_for_now_is_tried_again_later_under_the_same_id(
    postman: Postman, mail_server: Sink, time: StoppedClock
):
    mail_server.recipient_answers.append("451 greylisted, come again")
    mail_server.data_answers.append("452 disk full")
    send()
    postman.deliver()
    time.advance(seconds=59)
    postman.deliver()
    assert (mail_server.envelopes, rows()[0].attempts) == ([], 1)
    time.advance(seconds=1)
    postman.deliver()
    time.advance(seconds=119)
    postman.deliver()
    assert (mail_server.envelopes, rows()[0].attempts) == ([], 2)
    time.advance(seconds=1)
    postman.deliver()
    assert (len(mail_server.envelopes), rows()[0].state) == (1, "sent")


def test_one_refused_letter_holds_up_no_other(postman: Postman, mail_server: Sink):
    mail_server.recipient_answers.append("450 mailbox busy")
    send(to="busy@example.com")
    send()
    postman.deliver()
    assert [one.rcpt_tos for one in mail_server.envelopes] == [["maya@example.com"]]


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(
    postman: Postman, mail_server: Sink, caplog: pytest.LogCaptureFixture
):
    mail_server.recipient_answers.append("550 no such user: maya@example.com")
    send()
    postman.deliver()
    [row] = rows()
    assert (row.state, row.sealed) == ("given_up", None)
    [line] = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert line == (
        f"letter {row.id} (received) given up after 1 tries: the server refused the recipient (550)"
    )


def test_a_letter_that_nobody_takes_for_days_is_given_up(
    postman: Postman, mail_server: Sink, time: StoppedClock
):
    send()
    tries = 0
    while states() == ["waiting"]:
        mail_server.recipient_answers.append("451 not now")
        time.advance(hours=12)
        postman.deliver()
        tries += 1
    assert tries == 5 * 2 + 1
    assert (states(), mail_server.envelopes) == (["given_up"], [])


def test_a_server_that_is_away_is_left_alone_and_gets_every_letter_later(
    posted: Callable[..., Flask], time: StoppedClock
):
    port = free_port()
    postman = Postman(posted(smtp_url=f"smtp://127.0.0.1:{port}"))
    for number in range(3):
        send(subject=f"letter {number}")
    for _ in range(2):
        postman.deliver()
    assert sorted(row.attempts for row in rows()) == [0, 0, 1]
    with sink(port) as server:
        time.advance(seconds=4)
        postman.deliver()
        assert server.envelopes == []
        time.advance(seconds=1)
        postman.deliver()
        assert sorted(server.subjects) == ["letter 0", "letter 1", "letter 2"]
        assert set(states()) == {"sent"}


def test_the_pauses_grow_while_the_server_stays_away(
    posted: Callable[..., Flask], caplog: pytest.LogCaptureFixture, time: StoppedClock
):
    postman = Postman(posted(smtp_url=f"smtp://127.0.0.1:{free_port()}"))
    send()
    for _ in range(6):
        postman.deliver()
        time.advance(seconds=60)
    said = [one.getMessage() for one in caplog.records]
    pauses = [int(line.split("sent for ")[1].split()[0]) for line in said]
    assert pauses == [5, 15, 30, 60, 60, 60]
    assert "ConnectionRefusedError" in said[0]


def test_a_server_that_closes_in_the_middle_loses_nothing(
    postman: Postman, mail_server: Sink, time: StoppedClock
):
    mail_server.data_answers.append("421 going down")
    send()
    postman.deliver()
    assert states() == ["waiting"]
    time.advance(seconds=5)
    postman.deliver()
    assert (states(), len(mail_server.envelopes)) == (["sent"], 1)


def test_postmen_beside_each_other_send_each_letter_once(mailing: Flask, mail_server: Sink):
    for number in range(30):
        send(subject=f"letter {number}")
    postmen = [Postman(mailing) for _ in range(4)]
    threads = [threading.Thread(target=postman.deliver) for postman in postmen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail_server.subjects) == sorted(f"letter {number}" for number in range(30))
    assert set(states()) == {"sent"}


def test_a_claim_of_a_postman_who_vanished_runs_out(
    postman: Postman, mail_server: Sink, time: StoppedClock
):
    send()
    assert committed(outbox.claim) is not None
    postman.deliver()
    assert mail_server.envelopes == []
    time.advance(minutes=10)
    postman.deliver()
    assert len(mail_server.envelopes) == 1


def test_a_stopping_postman_takes_no_further_letter(postman: Postman, mail_server: Sink):
    send()
    postman.stop()
    postman.deliver()
    assert (mail_server.envelopes, states()) == ([], ["waiting"])


def test_a_letter_sealed_with_another_key_is_given_up(
    mailing: Flask, postman: Postman, mail_server: Sink
):
    send()
    mailing.secret_key = "f" * 64
    postman.deliver()
    assert (mail_server.envelopes, states()) == ([], ["given_up"])


def test_an_address_in_other_letters_is_sent_to_a_server_that_takes_it(
    postman: Postman, mail_server: Sink
):
    send(to="jørgen@bücher.example")
    postman.deliver()
    assert mail_server.envelopes[0].rcpt_tos == ["jørgen@xn--bcher-kva.example"]


def test_an_address_that_the_server_cannot_take_is_given_up(posted: Callable[..., Flask]):
    with sink(enable_SMTPUTF8=False) as server:
        postman = Postman(posted(smtp_url=server.url))
        send(to="jørgen@example.com")
        postman.deliver()
        assert (server.envelopes, states()) == ([], ["given_up"])


def test_old_letters_are_forgotten_and_waiting_ones_are_not(
    postman: Postman, mail_server: Sink, time: StoppedClock
):
    send()
    postman.deliver()
    time.advance(days=31)
    send(subject="new")
    postman.tidy()
    assert states() == ["waiting"]
