"""The brakes on guessing passwords: by name, by address, by browser, for the desk as a whole."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from accounts import attempts, devices, passwords, rules
from core.errors import RateLimited, Unavailable
from core.peers import network
from tests.accounts.steps import guess, sign_in, sign_in_with
from tests.clocks import StoppedClock
from tests.concurrency import at_once
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.usefixtures("desk")


def test_the_eleventh_try_at_one_account_is_refused_by_whatever_name(time: StoppedClock) -> None:
    make_member("maya")
    for number in range(10):
        guess("maya" if number % 2 else "maya@example.com", address=f"192.0.2.{number}")
    with pytest.raises(RateLimited) as refusal:
        guess("maya", address="198.51.100.1")
    assert refusal.value.extra == {"retry_after_seconds": 900}
    time.advance(minutes=15)
    guess("maya", address="198.51.100.1")


def test_of_many_guesses_at_once_exactly_ten_are_let_through(desk: Flask) -> None:
    make_member("maya")
    answers = at_once(desk, 60, lambda number: guess("maya", address=f"192.0.2.{number}"))
    refused = [answer for answer in answers if isinstance(answer, RateLimited)]
    assert (answers.count(None), len(refused)) == (10, 50)


def test_tries_at_somebody_unknown_are_counted_just_the_same() -> None:
    for number in range(10):
        guess("nobody", address=f"192.0.2.{number}")
    with pytest.raises(RateLimited):
        guess("NOBODY", address="198.51.100.1")


def test_the_31st_try_from_one_address_is_refused_and_others_are_not() -> None:
    for number in range(30):
        guess(f"person {number}")
    with pytest.raises(RateLimited):
        guess("person 31")
    guess("person 31", address="198.51.100.1")


def test_who_has_signed_in_starts_afresh_but_the_address_does_not() -> None:
    make_member("maya")
    for _ in range(9):
        guess("maya")
    sign_in("maya")
    for _ in range(10):
        guess("maya", address="198.51.100.1")
    for number in range(20):
        guess(f"person {number}")
    with pytest.raises(RateLimited):
        guess("person 21")


def test_an_owner_gets_in_with_a_known_browser_while_guessers_are_kept_out() -> None:
    maya = make_member("maya")
    cookie = devices.with_person(None, maya.id)
    for number in range(12):
        with suppress(RateLimited):
            guess("maya", address=f"192.0.2.{number}")
    with pytest.raises(RateLimited):
        guess("maya", address="198.51.100.1")
    sign_in_with("maya", device=cookie)
    with pytest.raises(RateLimited):
        guess("maya", address="198.51.100.1")


def test_a_known_browser_may_not_guess_for_ever_either() -> None:
    maya, otto = make_member("maya"), make_member("otto")
    cookie = devices.with_person(devices.with_person(None, maya.id), otto.id)
    for number in range(10):
        guess("maya", address=f"192.0.2.{number}", device=cookie)
    with pytest.raises(RateLimited):
        guess("maya", address="198.51.100.1", device=cookie)
    guess("otto", device=cookie)
    guess("maya")


def test_a_browser_is_known_to_those_who_have_signed_in_with_it_only() -> None:
    maya, otto = make_member("maya"), make_member("otto")
    cookie = devices.with_person(None, maya.id)
    assert devices.known(cookie, maya.id)
    assert devices.known(cookie, otto.id) is None
    both = devices.with_person(cookie, otto.id)
    assert (
        devices.known(both, maya.id)
        == devices.known(both, otto.id)
        == devices.known(cookie, maya.id)
    )


def test_a_browser_knows_the_last_five_people() -> None:
    cookie = None
    for number in range(6):
        cookie = devices.with_person(cookie, f"person {number}")
    known = [bool(devices.known(cookie, f"person {number}")) for number in range(6)]
    assert known == [False, True, True, True, True, True]


def test_a_forged_or_old_cookie_makes_no_browser_known(monkeypatch: pytest.MonkeyPatch) -> None:
    maya = make_member("maya")
    cookie = devices.with_person(None, maya.id)
    assert maya.id not in cookie
    # Not the last letter: some of its bits say nothing.
    other = cookie[:-2] + ("a" if cookie[-2] != "a" else "b") + cookie[-1]
    for forged in (other, cookie[1:], "", "x.y.z"):
        assert devices.known(forged, maya.id) is None
    monkeypatch.setattr(rules, "DEVICE_KNOWN_FOR", timedelta(seconds=-1))
    assert devices.known(cookie, maya.id) is None


def test_guessing_at_everybody_is_braked_for_the_desk_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attempts, "_AT_DESK", replace(attempts._AT_DESK, most=20))
    maya = make_member("maya")
    for number in range(20):
        guess(f"person {number}", address=f"192.0.2.{number}")
    with pytest.raises(RateLimited):
        guess("person 21", address="198.51.100.1")
    sign_in_with("maya", device=devices.with_person(None, maya.id))


def test_those_who_sign_in_do_not_use_up_the_desk_s_brake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "_AT_DESK", replace(attempts._AT_DESK, most=2))
    make_member("maya")
    for _ in range(6):
        sign_in("maya")


def test_no_tries_are_counted_with_the_brakes_off(desk: Flask) -> None:
    desk.config["LIVEDESK"] = replace(desk.config["LIVEDESK"], rate_limits=False)
    for _ in range(40):
        guess("maya")


def test_an_ipv6_customer_counts_as_one_address_and_a_mapped_one_as_ipv4() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1")


def test_when_too_many_wait_to_be_verified_the_next_is_sent_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords._turns, "limit", 0)
    with pytest.raises(Unavailable):
        passwords.verify(PASSWORD, None)
