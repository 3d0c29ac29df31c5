"""The words by which a ticket is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.words import WORD_LIMIT, words_looked_for, words_of


def finds(typed: str, text: str) -> bool:
    """Whether the index, which looks for the beginnings of words, would find the text."""
    words = words_of(text)
    asked = words_looked_for(typed)
    return bool(asked) and all(any(word.startswith(one) for word in words) for one in asked)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("bestilling", "Norsk - kan ikke behandle BESTILLING"),
        ("bestil kan", "kan ikke behandle bestilling"),
        ("alesund", "Jeg bor i Ålesund"),
        ("Ålesund", "Jeg bor i Alesund"),
        ("naive", "a naïve question"),
        ("strasse", "Straße"),
        ("4102", "«Error 4102»"),
        ("IT-1001", "The same as IT-1001."),
        ("1001", "The same as IT-1001."),
        ("注文", "日本語 - 注文できません"),
        ("できません", "注文できません。"),
        ("文", "注文"),
        ("ｶｰﾄ", "カート"),
        ("заказ", "Не могу оформить Заказ"),
        ("नमस्ते", "नमस्ते दुनिया"),
        ("สวัส", "สวัสดีครับ"),
        ("주문", "주문이 안 됩니다"),
    ],
)
def test_a_text_is_found_by_its_words(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("order", "reorder"),
        ("cart points", "my cart is empty"),
        ("IT-100", "IT-1001 comes first"[3:]),
        ("か", "が"),
        ("", "anything"),
        (" - ?! «»", "anything"),
    ],
)
def test_what_is_not_in_it_is_not_found(typed: str, text: str) -> None:
    assert not finds(typed, text)


def test_a_whole_reference_is_looked_for_as_one_word() -> None:
    assert words_looked_for("it-1001") == ["it1001"]


@given(st.text(max_size=300))
def test_every_text_is_found_by_itself(text: str) -> None:
    words = words_of(text)
    assert all(any(word.startswith(one) for word in words) for one in words_looked_for(text))


@given(st.text(max_size=300))
def test_a_word_holds_nothing_that_an_index_could_take_for_a_sign(text: str) -> None:
    for word in words_of(text):
        assert 0 < len(word) <= WORD_LIMIT
        assert not set(word) & set(" \"'*:&|!()-+^{}\\\n\t\0")
