"""Card numbers are masked however they are written, and nothing else of ours is."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cards import MASK, holds_card, mask_cards
from core.text import clean_body, clean_identifier, clean_line

KNOWN = json.loads((Path(__file__).parents[1] / "cards.json").read_text(encoding="utf-8"))

# How a card of each brand begins, and how long it is.
BRANDS = [
    ("4", 16), ("4", 13), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16),
    ("34", 15), ("37", 15), ("300", 14), ("305", 14), ("36", 14), ("38", 14), ("6011", 16),
    ("649", 16), ("65", 19), ("3528", 16), ("3589", 16), ("62", 16), ("62", 19), ("2202", 16),
    ("5018", 16), ("5038", 18), ("6304", 19), ("6759", 16), ("6759", 13), ("9792", 16),
]  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def in_fours(digits: str, between: str) -> str:
    return between.join(digits[at : at + 4] for at in range(0, len(digits), 4))


def as_printed(digits: str, between: str) -> str:
    """In the groups that are on the card itself."""
    if len(digits) not in (14, 15):
        return in_fours(digits, between) if len(digits) != 13 else by_three(digits, between)
    return between.join((digits[:4], digits[4:10], digits[10:]))


def by_three(digits: str, between: str) -> str:
    return between.join((digits[:4], digits[4:7], digits[7:10], digits[10:]))


def on_two_lines(digits: str, at: int) -> str:
    return f"{digits[:at]}\n{digits[at:]}"


NOTATIONS = {
    "plain": lambda digits: digits,
    "blanks": lambda digits: as_printed(digits, " "),
    "dashes": lambda digits: as_printed(digits, "-"),
    "dots": lambda digits: as_printed(digits, "."),
    "no-break blanks": lambda digits: as_printed(digits, "\u00a0"),
    "long dashes": lambda digits: as_printed(digits, " – "),
    "two blanks": lambda digits: as_printed(digits, "  "),
    "zero-width blanks": lambda digits: in_fours(digits, "\u200b"),
    "zero-width in each gap": "\u2060".join,
    "full-width": lambda digits: digits.translate(FULL_WIDTH),
    "full-width with blanks": lambda digits: as_printed(digits, "\u3000").translate(FULL_WIDTH),
    "digit by digit": " ".join,
    "two lines": lambda digits: on_two_lines(digits, len(digits) // 2 + 1),
    "two lines with blanks": lambda digits: in_fours(digits, " ").replace(" ", "\n", 2)
    .replace("\n", " ", 1),
}  # fmt: skip


def card(chance: random.Random, prefix: str, length: int) -> str:
    body = prefix + "".join(chance.choices("0123456789", k=length - len(prefix) - 1))
    return next(body + last for last in "0123456789" if is_right(body + last))


def is_right(digits: str) -> bool:
    """Luhn's rule, as its table has it."""
    doubled = "0246813579"
    return sum(
        int(doubled[int(digit)] if at % 2 else digit) for at, digit in enumerate(reversed(digits))
    ) % 10 == 0  # fmt: skip


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known["what"])
def test_what_is_known_of_card_numbers(known: dict[str, str]) -> None:
    assert mask_cards(known["text"]) == known["masked"]
    assert holds_card(known["text"]) == (known["text"] != known["masked"])


@pytest.mark.parametrize("notation", NOTATIONS)
def test_no_card_number_is_left_in_any_notation(notation: str) -> None:
    chance = random.Random(notation)
    for _ in range(1_500):
        digits = card(chance, *chance.choice(BRANDS))
        written = NOTATIONS[notation](digits)
        masked = mask_cards(f"My card: {written}, thank you.")
        shown = "".join(sign for sign in masked if sign.isdecimal())
        assert shown.translate({at: str(at % 16) for at in range(0xFF10, 0xFF1A)}) == digits[-4:]
        assert masked.count(MASK) == len(digits) - 4


def test_our_own_numbers_are_left_alone() -> None:
    chance = random.Random(33)
    for _ in range(20_000):
        text = chance.choice(OUR_OWN)(chance)
        assert mask_cards(text) == text


def some(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


OUR_OWN = [
    lambda chance: f"IT-{chance.randrange(1000, 10**9)}",
    lambda chance: ", ".join(f"IT-{chance.randrange(1000, 99999)}" for _ in range(9)),
    lambda chance: f"My ID is {some(chance, 7)}.",
    lambda chance: f"{some(chance, 7)} {some(chance, 7)}",
    lambda chance: f"{some(chance, 7)}\n{some(chance, 7)}",
    lambda chance: f"+{chance.randrange(10**6, 10**15)}",
    lambda chance: f"+{chance.randrange(1, 999)} {in_fours(some(chance, 11), ' ')}",
    lambda chance: f"00{chance.randrange(10**6, 10**15)}",
    lambda chance: f"0{some(chance, 10)}",
    lambda chance: f"{some(chance, 3)}-{some(chance, 3)}-{some(chance, 4)}",
    lambda chance: " ".join(some(chance, 2) for _ in range(4)),
    lambda chance: f"2026-0{chance.randrange(1, 9)}-{chance.randrange(10, 28)}T09:30:00.000Z",
]


def test_few_numbers_that_are_none_of_a_card_are_taken_for_one() -> None:
    """Of chance numbers of sixteen digits, one in ten has the check digit of a card."""
    chance = random.Random(76)
    numbers = [some(chance, chance.randrange(1, 31)) for _ in range(20_000)]
    assert sum(map(holds_card, numbers)) / len(numbers) < 0.01


@given(st.text(st.sampled_from("0123456789 -.\n\u200b４x"), max_size=80))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_cards(text)
    assert mask_cards(once) == once
    assert len(once) == len(text)


def test_a_hostile_text_costs_little() -> None:
    for text in ("4 " * 2_000, "4-1-" * 1_000, "4111 1111 1111 1111 " * 200, "6 7 " * 1_000):
        start = time.perf_counter()
        mask_cards(text)
        assert time.perf_counter() - start < 0.2


def test_bodies_and_lines_are_masked_and_identities_are_not() -> None:
    number = "4111 1111 1111 1111"
    assert clean_body(number) == clean_line(number, limit=100, field="title")
    assert clean_body(number) == "•••• •••• •••• 1111"
    assert clean_identifier(number, limit=100, field="member_id") == number


def test_the_same_text_sent_twice_is_the_same_text() -> None:
    typed = "Please charge 4111\u200b1111\r\n1111 1111"
    assert clean_body(clean_body(typed)) == clean_body(typed)
