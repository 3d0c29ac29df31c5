"""Signing in and out, and the brake on guessing."""

from dataclasses import replace
from functools import partial

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import select

from accounts import passwords, sessions, signing_in
from accounts.models import Account, SignInSession
from accounts.signing_in import SignInRefused
from core.database import db, transaction
from core.text import fingerprint
from tests.accounts.steps import guess, role_in, sign_in, sign_in_with
from tests.clocks import StoppedClock
from tests.factories import PASSWORD, committed, make_agent, make_member, password_hash
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("desk")


@pytest.mark.parametrize("identifier", ["maya", " MAYA ", "maya@example.com", "Maya@Example.com"])
def test_a_member_signs_in_by_username_or_email_in_any_case(identifier: str) -> None:
    member = make_member("maya")
    found = sessions.find(sign_in(identifier))
    assert found is not None
    assert found.account.id == member.id


def test_an_agent_signs_in_by_email() -> None:
    make_agent("ana")
    found = sessions.find(sign_in("ana@desk.example"))
    assert found is not None
    assert found.account.name == "Ana"


def test_unknown_wrong_inactive_and_passwordless_are_refused_alike() -> None:
    make_member("maya")
    asleep, unset = make_member("otto"), make_member("nils")
    with transaction():
        db.session.merge(asleep).is_active = False
        db.session.merge(unset).password_hash = None
    answers = set()
    for identifier, password in [
        ("nobody", PASSWORD),
        ("maya", "not the password"),
        ("maya", PASSWORD + " "),
        ("otto", PASSWORD),
        ("nils", PASSWORD),
        ("nils", ""),
        ("", ""),
        ("maya\x00", PASSWORD),
        ("\ud800", "\ud800"),
        ("x" * 10_000, "x" * 10_000),
    ]:
        with pytest.raises(SignInRefused) as refusal:
            signing_in.check_password(identifier, password)
        answers.add((refusal.value.status, refusal.value.message, str(refusal.value.fields)))
    assert len(answers) == 1


def test_somebody_unknown_costs_one_verification_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    make_member("maya")
    hashes: list[str] = []
    monkeypatch.setattr(
        passwords, "_matches", lambda hashed, _password: bool(hashes.append(hashed))
    )
    for identifier in ("maya", "nobody"):
        with pytest.raises(SignInRefused):
            signing_in.check_password(identifier, PASSWORD)
    costs = {repr(extract_parameters(hashed)) for hashed in hashes}
    assert (len(hashes), len(costs)) == (2, 1)


def test_a_try_runs_the_same_statements_whoever_it_is() -> None:
    make_member("maya")

    def try_as(name: str) -> None:
        guess(name)
        with pytest.raises(SignInRefused):
            signing_in.check_password(name, "not the password")

    run = {name: statements_of(partial(try_as, name)) for name in ("maya", "nobody")}
    assert run["maya"] == run["nobody"]


def test_even_the_password_of_nobody_verifies_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_NOBODY", password_hash())
    assert not passwords.verify(PASSWORD, None)


def test_passwords_are_argon2id_with_the_least_that_asvs_allows() -> None:
    hashed = passwords.hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_made_too_cheaply_is_renewed_at_sign_in() -> None:
    member = make_member("maya")
    cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with transaction():
        db.session.merge(member).password_hash = cheap
    sign_in("maya")
    renewed = db.session.get_one(Account, member.id).password_hash
    assert renewed is not None
    assert not passwords.needs_rehash(renewed)
    sign_in("maya")


def test_a_password_changed_between_check_and_session_does_not_sign_in() -> None:
    make_member("maya")
    checked = signing_in.check_password("maya", PASSWORD)
    with pytest.raises(SignInRefused):
        committed(signing_in.sign_in, replace(checked, password_hash="another"))


def test_every_sign_in_gets_a_token_of_its_own_that_is_stored_hashed_only() -> None:
    make_member("maya")
    tokens = {sign_in("maya"), sign_in("maya")}
    stored = set(db.session.scalars(select(SignInSession.token_hash)))
    assert len(tokens) == 2
    assert stored == {fingerprint(token) for token in tokens}
    assert min(len(token) for token in tokens) >= 43


@pytest.mark.parametrize(("identifier", "minutes"), [("maya", 30), ("ana@desk.example", 60)])
def test_a_session_idles_away_and_a_sign_of_life_keeps_it(
    time: StoppedClock, identifier: str, minutes: int
) -> None:
    make_member("maya"), make_agent("ana")
    token = sign_in(identifier)
    time.advance(minutes=minutes - 1)
    found = sessions.find(token)
    assert found is not None
    assert found.needs_touch
    committed(sessions.touch, found.session_id)
    time.advance(minutes=minutes - 1)
    assert sessions.find(token) is not None
    assert role_in(found.session_id) is not None
    time.advance(minutes=2)
    assert sessions.find(token) is None
    assert role_in(found.session_id) is None


def test_a_remembered_member_may_stay_away_for_two_weeks_but_not_beyond_thirty_days(
    time: StoppedClock,
) -> None:
    make_member("maya")
    arrived = sign_in_with("maya", stay=True)
    assert arrived.is_remembered
    for days in (13, 13, 3):
        time.advance(days=days)
        found = sessions.find(arrived.token)
        assert found is not None
        assert role_in(found.session_id) == "member"
        committed(sessions.touch, found.session_id)
    time.advance(days=1)
    assert sessions.find(arrived.token) is None


def test_a_remembered_member_who_stays_away_for_longer_signs_in_again(time: StoppedClock) -> None:
    make_member("maya")
    token = sign_in_with("maya", stay=True).token
    time.advance(days=14, seconds=1)
    assert sessions.find(token) is None


def test_one_of_the_team_is_never_remembered(time: StoppedClock) -> None:
    make_agent("ana")
    arrived = sign_in_with("ana@desk.example", stay=True)
    assert not arrived.is_remembered
    time.advance(minutes=61)
    assert sessions.find(arrived.token) is None


def test_no_session_outlives_twelve_hours(time: StoppedClock) -> None:
    make_agent("ana")
    token = sign_in("ana@desk.example")
    for _ in range(23):
        time.advance(minutes=30)
        found = sessions.find(token)
        assert found is not None
        committed(sessions.touch, found.session_id)
    time.advance(minutes=30)
    assert sessions.find(token) is None


def test_a_closed_account_is_signed_out_at_once() -> None:
    member = make_member("maya")
    token = sign_in("maya")
    found = sessions.find(token)
    assert found is not None
    with transaction():
        db.session.merge(member).is_active = False
    assert sessions.find(token) is None
    assert role_in(found.session_id) is None


def test_a_changed_role_holds_at_the_next_act() -> None:
    agent = make_agent("ana")
    found = sessions.find(sign_in("ana@desk.example"))
    assert found is not None
    with transaction():
        db.session.merge(agent).role = "supervisor"
    assert role_in(found.session_id) == "supervisor"


def test_signing_out_ends_this_session_and_its_connections_only(closed: list[str]) -> None:
    make_member("maya")
    here, elsewhere = sign_in("maya"), sign_in("maya")
    found = sessions.find(here)
    assert found is not None
    committed(signing_in.sign_out, here)
    assert sessions.find(here) is None
    assert role_in(found.session_id) is None
    assert sessions.find(elsewhere) is not None
    assert closed == [f"session:{found.session_id}"]
    committed(signing_in.sign_out, here)
    assert len(closed) == 1


def test_signing_out_everywhere_spares_other_people(closed: list[str]) -> None:
    member = make_member("maya")
    make_member("otto")
    tokens, other = [sign_in("maya"), sign_in("maya")], sign_in("otto")
    committed(signing_in.sign_out_everywhere, member.id)
    assert [sessions.find(token) for token in tokens] == [None, None]
    assert sessions.find(other) is not None
    assert closed == [f"account:{member.id}"]
