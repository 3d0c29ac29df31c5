"""Text from people: what is kept, what is refused, and that nothing in between is changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid, Refused, TooLong
from core.text import BODY_LIMIT, clean_body, clean_line, cut, fingerprint, new_id, new_token

# Any code point, lone surrogates and control characters too.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
REFUSED = [chr(code) for code in (*range(9), 0xB, 0xC, 0xE, 0x1B, 0x7F, 0x80, 0x9F)] + ["\ud800"]


def is_kept(text: str) -> bool:
    allowed = {"\n", "\t"}
    return all(sign in allowed or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)


@given(ANYTHING)
def test_what_is_taken_can_be_stored_and_shown(typed: str):
    try:
        body = clean_body(typed)
    except Refused:
        return
    assert 1 <= len(body) <= BODY_LIMIT
    assert body == body.strip()
    assert unicodedata.is_normalized("NFC", body)
    assert is_kept(body)
    assert body.encode().decode() == body


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(typed: str):
    try:
        once = clean_body(typed)
    except Refused:
        return
    assert clean_body(once) == once


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1))
def test_plain_text_stays_as_it_was_typed(typed: str):
    assert clean_body(typed) == unicodedata.normalize("NFC", typed)


@pytest.mark.parametrize("sign", REFUSED, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_no_database_can_keep_is_refused(sign: str):
    with pytest.raises(Invalid) as refused:
        clean_body(f"before{sign}after")
    assert refused.value.fields["body"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  blanks around  ", "blanks around"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("e\u0301", "é"),
        ("שלום 👩‍👩‍👧 𐍈", "שלום 👩‍👩‍👧 𐍈"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_a_body_is_trimmed_and_has_one_kind_of_line_end(typed: str, stored: str):
    assert clean_body(typed) == stored


def test_the_limit_counts_code_points_after_trimming():
    assert len(clean_body(" " + "𐍈" * BODY_LIMIT + " ")) == BODY_LIMIT
    with pytest.raises(TooLong) as refused:
        clean_body("𐍈" * (BODY_LIMIT + 1))
    assert refused.value.message == "This is too long: 4,001 characters. The limit is 4,000."


@pytest.mark.parametrize("typed", ["", " ", "\n\t ", "\u2003"])
def test_nothing_but_blanks_is_nothing(typed: str):
    with pytest.raises(Invalid):
        clean_body(typed)
    assert clean_body(typed, least=0) == ""


@given(ANYTHING)
def test_a_line_is_one_line_and_no_disguise(typed: str):
    try:
        line = clean_line(typed, limit=100, field="name")
    except Refused:
        return
    assert not set(line) & set("\n\r\t\u200b\u202e\u2066\ufeff")
    assert 1 <= len(line) <= 100


def test_a_cut_line_ends_with_an_ellipsis():
    assert cut("one\ntwo   three", 50) == "one two three"
    assert cut("one two three", 8) == "one two…"


def test_ids_and_tokens_are_never_the_same_twice():
    assert len({new_id() for _ in range(1000)} | {new_token() for _ in range(1000)}) == 2000
    assert all(len(token) >= 43 for token in (new_token(), new_token()))


@given(ANYTHING)
def test_any_text_that_is_sent_as_a_token_has_a_fingerprint(token: str):
    assert len(fingerprint(token)) == 64
