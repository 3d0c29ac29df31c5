"""Passwords that somebody would try first (S21). No network, no file but the package's own."""

import time
from collections.abc import Callable
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import choosing, passwords
from accounts.guessing import NEAR_WORDS, is_easy
from accounts.rules import PASSWORD_LEAST
from chat import demo
from core.errors import Invalid
from tests.factories import PASSWORD

MAYA = ("Maya Mountain", "maya.m", "maya.mountain@example.com", "M-5821904", "dōTERRA")

# How people stretch a short word to the length that is asked for.
STRETCHED: tuple[Callable[[str], str], ...] = (
    lambda word: word * max(2, -(-PASSWORD_LEAST // len(word))),
    lambda word: word + "123456789012"[: max(0, PASSWORD_LEAST - len(word))],
    lambda word: (word.capitalize() + "!").ljust(PASSWORD_LEAST, "!"),
)


def common_passwords() -> list[str]:
    """The 3,000 that are used most."""
    from zxcvbn.matching import RANKED_DICTIONARIES

    ranks = RANKED_DICTIONARIES["passwords"]
    return sorted(ranks, key=ranks.__getitem__)[:3000]


def test_the_3000_most_common_passwords_are_refused_however_they_are_stretched() -> None:
    stretched = [
        stretch(word) for stretch, word in zip(cycle(STRETCHED), common_passwords(), strict=False)
    ]
    assert [password for password in stretched if not is_easy(password)] == []


def test_words_of_the_product_are_refused_as_well() -> None:
    stretched = [stretch(word) for word in NEAR_WORDS for stretch in STRETCHED]
    assert [password for password in stretched if not is_easy(password)] == []


@pytest.mark.parametrize(
    "password",
    [
        "Maya Mountain",
        "mayamountain1",
        "MayaMountain2026",
        "mountain-maya",
        "M-5821904-maya",
        "dōTERRA2026!",
        "qwertyuiop[]",
        "123456789012",
        "31.12.199031.12.1990",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
        "x" * 255 + "y",
        "mailcreated5240" * 2,
    ],
)
def test_what_is_near_the_person_or_under_the_fingers_is_refused(password: str) -> None:
    assert is_easy(password, near=MAYA)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        demo.PASSWORD,
        "four wet lemons sing",
        "lavender rides a tractor",
        "q7!kP2zz9@Lm",
        "пароль длинный и хороший",
        "かめはめは波動拳昇龍拳竜巻",
        "a" * 60 + "q7!kP2zz9@Lm",
        "🦉 rides a 🚲 to Oslo",
    ],
)
def test_a_few_words_that_do_not_belong_together_are_taken(password: str) -> None:
    assert not is_easy(password, near=MAYA)


def test_one_person_s_names_do_not_count_for_another() -> None:
    """zxcvbn itself keeps the last names it was given."""
    assert is_easy("zorblaxquintorp", near=("Zorblax Quintorp",))
    assert not is_easy("zorblaxquintorp")


@given(st.text(min_size=12, max_size=256))
def test_any_text_gets_an_answer(password: str) -> None:
    assert is_easy(password) in (True, False)


def test_the_most_tiresome_password_is_judged_in_well_under_a_second() -> None:
    started = time.process_time()
    is_easy("@4({[<369!1|70$5+%2" * 13)
    assert time.process_time() - started < 1


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "password", ["short", "elevenchars", "", "x" * 257, "Maya Mountain", "trustno1trustno1"]
)
def test_a_password_that_breaks_a_rule_is_refused_before_it_is_hashed(
    password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "hash_password", lambda _password: pytest.fail("hashed"))
    with pytest.raises(Invalid) as refusal:
        choosing.hash_new_password(password, names=("Maya Mountain",))
    assert list(refusal.value.fields) == ["password"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("length", [12, 128, 256])
def test_every_character_of_a_long_password_counts(length: int) -> None:
    words = "seven blue camels drink tea in Bergen and none of them ever pays for it. "
    password = (words * 4)[-length:]
    hashed = choosing.hash_new_password(password)
    assert passwords.verify(password, hashed)
    assert not passwords.verify(password[:-1] + "?", hashed)
    assert not passwords.verify(password[:-1], hashed)
