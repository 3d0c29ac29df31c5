"""A forgotten password: who gets a link, how long it works, and what a new password ends."""

import re
from dataclasses import replace
from functools import partial

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from accounts import attempts, forgotten, sessions, signing_in
from accounts.forgotten import LinkEnded
from accounts.jobs import Registrar
from accounts.models import Account, PasswordLink, PasswordRequest
from core.database import db, reading, transaction
from core.errors import RateLimited
from core.letters import QueuedLetter
from core.sealing import unseal
from core.text import fingerprint
from tests.clocks import StoppedClock
from tests.concurrency import at_once
from tests.factories import PASSWORD, committed, make_agent, make_member, password_hash
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("desk")

URL = "http://127.0.0.1:5000"


def ask(name: str, *, address: str = "192.0.2.1", locale: str = "en") -> None:
    """What the page does, and then the job."""
    committed(forgotten.ask, name, address=address, locale=locale)
    while committed(forgotten.answer_next):
        pass


def letters(kind: str = "password_link") -> list[dict[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(
        select(QueuedLetter).where(QueuedLetter.kind == kind).order_by(QueuedLetter.created_at)
    )
    return [msgspec.json.decode(unseal(row.sealed or "")) for row in rows]


def token_in(letter: dict[str, str]) -> str:
    [token] = re.findall(rf"{re.escape(URL)}/password/reset/(\S+)", letter["text"])
    assert f'href="{URL}/password/reset/{token}"' in letter["html"]
    return str(token)


def holder_of(token: str) -> str:
    with reading():
        return str(forgotten.holder_of(token).id)


def change(token: str) -> str:
    return committed(forgotten.set_password, token, password_hash())


def sign_in(identifier: str) -> str:
    checked = signing_in.check_password(identifier, PASSWORD)
    return committed(signing_in.sign_in, checked).token


@pytest.mark.parametrize("name", ["maya", " MAYA ", "maya@example.com"])
def test_a_member_gets_a_link_by_username_or_email(name: str) -> None:
    maya = make_member("maya")
    ask(name)
    [letter] = letters()
    assert (letter["to"], letter["subject"]) == (
        "maya@example.com",
        "Choose a new password · dōTERRA",
    )
    assert holder_of(token_in(letter)) == maya.id


def test_an_agent_gets_a_link_as_well() -> None:
    make_agent("ana")
    ask("ana@desk.example")
    assert [letter["to"] for letter in letters()] == ["ana@desk.example"]


def test_nobody_unknown_or_closed_gets_a_letter() -> None:
    closed = make_member("otto")
    with transaction():
        db.session.merge(closed).is_active = False
    for name in ("nobody", "otto", "otto@example.com", "x" * 254, "maya\u200b"):
        ask(name)
    assert letters() == []
    assert db.session.scalars(select(PasswordRequest)).all() == []


def test_the_letter_speaks_the_member_s_language_else_that_of_the_page() -> None:
    make_member("maya", locale="nb"), make_member("otto")
    ask("maya", locale="de")
    ask("otto", locale="de")
    assert [letter["locale"] for letter in letters()] == ["nb", "de"]


def test_what_was_typed_is_kept_sealed_and_only_until_the_job_has_come() -> None:
    committed(forgotten.ask, "my secret password", address="192.0.2.1", locale="en")
    [request] = db.session.scalars(select(PasswordRequest)).all()
    assert "secret" not in request.sealed_name
    assert committed(forgotten.answer_next) is True
    assert committed(forgotten.answer_next) is False


def test_a_request_sealed_with_another_key_is_dropped(desk: Flask) -> None:
    make_member("maya")
    committed(forgotten.ask, "maya", address="192.0.2.1", locale="en")
    desk.secret_key = "another key than before"
    assert committed(forgotten.answer_next) is True
    assert letters() == []


def test_only_the_hash_of_a_token_of_256_bits_is_stored() -> None:
    make_member("maya")
    ask("maya")
    token = token_in(letters()[0])
    assert len(token) >= 43
    assert db.session.scalars(select(PasswordLink.token_hash)).all() == [fingerprint(token)]


def test_a_link_works_once() -> None:
    maya = make_member("maya")
    ask("maya")
    token = token_in(letters()[0])
    assert change(token) == maya.id
    for use in (change, holder_of):
        with pytest.raises(LinkEnded):
            use(token)


def test_of_many_uses_at_once_one_succeeds(desk: Flask) -> None:
    make_member("maya")
    ask("maya")
    token = token_in(letters()[0])
    password_hash()
    answers = at_once(desk, 10, lambda _number: change(token))
    assert sum(isinstance(answer, LinkEnded) for answer in answers) == 9


def test_a_link_works_for_ten_minutes(time: StoppedClock) -> None:
    make_member("maya")
    ask("maya")
    token = token_in(letters()[0])
    time.advance(minutes=10, seconds=-1)
    holder_of(token)
    time.advance(seconds=1)
    for use in (change, holder_of):
        with pytest.raises(LinkEnded):
            use(token)


def test_a_new_request_ends_the_link_before() -> None:
    make_member("maya")
    ask("maya")
    ask("maya@example.com")
    first, second = (token_in(letter) for letter in letters())
    with pytest.raises(LinkEnded):
        holder_of(first)
    holder_of(second)


def test_somebody_else_s_request_ends_nothing() -> None:
    make_member("maya"), make_member("otto")
    ask("maya")
    ask("otto")
    holder_of(token_in(letters()[0]))


def test_a_link_opens_nothing_once_the_account_is_closed() -> None:
    maya = make_member("maya")
    ask("maya")
    token = token_in(letters()[0])
    with transaction():
        db.session.merge(maya).is_active = False
    for use in (change, holder_of):
        with pytest.raises(Exception, match=r"link has been used|changed elsewhere"):
            use(token)


@pytest.mark.parametrize("token", ["", "invented", "x" * 10_000, "\ud800", "' OR 1=1 --"])
def test_an_invented_token_opens_nothing(token: str) -> None:
    make_member("maya")
    ask("maya")
    with pytest.raises(LinkEnded):
        holder_of(token)


def test_a_new_password_ends_every_session_and_connection_and_is_told_by_mail(
    closed: list[str],
) -> None:
    maya, otto = make_member("maya", locale="nb"), make_member("otto")
    tokens, other = [sign_in("maya"), sign_in("maya")], sign_in("otto")
    ask("maya")
    change(token_in(letters()[0]))
    assert [sessions.find(token) for token in tokens] == [None, None]
    assert sessions.find(other) is not None
    assert closed == [f"account:{maya.id}"]
    [told] = letters("password_changed")
    assert (told["to"], told["locale"]) == ("maya@example.com", "nb")
    assert f"{URL}/password/forgotten" in told["text"]
    assert otto.email not in told["text"]


def test_what_was_tried_at_the_old_password_is_forgiven_with_the_new_one() -> None:
    maya = make_member("maya")
    for number in range(10):
        committed(attempts.count, maya.id, address=f"192.0.2.{number}")
    ask("maya")
    change(token_in(letters()[0]))
    committed(attempts.count, maya.id, address="198.51.100.1")


def test_a_member_without_a_password_gets_one_this_way() -> None:
    maya = make_member("maya")
    with transaction():
        db.session.merge(maya).password_hash = None
    ask("maya")
    change(token_in(letters()[0]))
    sign_in("maya")


def test_nobody_is_flooded_with_letters_and_it_passes(time: StoppedClock) -> None:
    make_member("maya")
    for number in range(8):
        time.advance(minutes=4)
        ask("maya", address=f"192.0.2.{number}")
    assert len(letters()) == 5
    time.advance(minutes=45)
    ask("maya")
    assert len(letters()) == 6


def test_the_sixth_request_for_one_name_is_refused_whether_it_exists_or_not(
    time: StoppedClock,
) -> None:
    make_member("maya")
    for name in ("maya", "nobody"):
        for number in range(5):
            ask(name.upper() if number % 2 else name, address=f"192.0.2.{number}")
        with pytest.raises(RateLimited):
            ask(name, address="198.51.100.1")
    time.advance(minutes=15)
    ask("maya")


def test_the_eleventh_request_from_one_address_is_refused_and_others_are_not() -> None:
    for number in range(10):
        ask(f"person {number}")
    with pytest.raises(RateLimited):
        ask("person 11")
    ask("person 11", address="198.51.100.1")


def test_requests_at_the_desk_as_a_whole_are_braked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgotten, "_AT_DESK", replace(forgotten._AT_DESK, most=3))
    for number in range(3):
        ask(f"person {number}", address=f"192.0.2.{number}")
    with pytest.raises(RateLimited):
        ask("person 4", address="198.51.100.1")


def test_asking_looks_nobody_up(desk: Flask) -> None:
    """Same work for everybody, so neither answer nor time tells who has an account (S19)."""
    make_member("maya")
    asked = {name: statements_of(partial(ask_only, name)) for name in ("maya", "nobody")}
    assert asked["maya"] == asked["nobody"]
    assert not any("accounts" in statement for statement in asked["maya"])


def test_the_job_answers_all_who_wait_and_forgets_old_sessions(
    desk: Flask, time: StoppedClock
) -> None:
    make_member("maya"), make_member("otto")
    for name in ("maya", "nobody", "otto"):
        ask_only(name)
    sign_in("maya")
    registrar = Registrar(desk)
    registrar.answer()
    assert sorted(letter["to"] for letter in letters()) == ["maya@example.com", "otto@example.com"]
    time.advance(days=31)
    sign_in("otto")
    registrar.tidy()
    assert [len(sessions.of(one)) for one in db.session.scalars(select(Account.id))].count(1) == 1


def test_a_job_that_is_stopped_leaves_the_rest_to_the_next_start(desk: Flask) -> None:
    ask_only("maya")
    registrar = Registrar(desk)
    registrar.stop()
    registrar.answer()
    assert db.session.scalars(select(PasswordRequest.id)).all() != []


def ask_only(name: str) -> None:
    committed(forgotten.ask, name, address="192.0.2.1", locale="en")
