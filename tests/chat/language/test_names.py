"""What languages are called, and how the title of a ticket says which one it is in."""

import pytest

from chat.language.datafiles import words_in
from chat.language.kinship import inside_code, tag_of_code
from chat.language.names import (
    UnknownLanguage,
    endonym,
    english_name,
    find_language,
    language_of_title,
    languages,
    prefilled_title,
    rtl,
    title_prefix,
)
from chat.language.scripts import ONE_LANGUAGE, SEVERAL_LANGUAGES

QUESTION = (
    "Jeg får ikke behandlet bestillingen min.\nNår jeg trykker «Behandle bestilling»,"
    " kommer meldingen «Error 4102»."
)


def test_every_language_that_the_gate_can_name_has_a_name():
    codes = {inside_code(code) for code in words_in("detected.txt")}
    codes |= set(ONE_LANGUAGE.values()) | {"zh-Hans", "zh-Hant"}
    codes |= {code for several in SEVERAL_LANGUAGES.values() for code in several}
    for code in codes:
        tag = tag_of_code(code)
        assert find_language(tag).tag == tag
        assert endonym(tag)
        assert english_name(tag)


def test_no_two_languages_share_a_name():
    names = [name for language in languages() for name in {language.endonym, language.english_name}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("nb-NO", "nb"),
        ("no", "nb"),
        ("nn", "nb"),
        ("pt_BR", "pt"),
        ("EN-gb", "en"),
        ("zh", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-hans-cn", "zh-Hans"),
        ("fil", "tl"),
    ],
)
def test_a_language_is_found_whatever_its_region(tag, found):
    assert find_language(tag).tag == found


def test_an_unknown_language_is_refused_by_its_name():
    assert find_language("xx") is None
    assert find_language("") is None
    with pytest.raises(UnknownLanguage, match="xx"):
        endonym("xx")


def test_only_scripts_that_run_to_the_left_are_rtl():
    assert {language.tag for language in languages() if rtl(language.tag)} == {
        "ar", "fa", "he", "ur",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "tag"),
    [
        ("Norsk - kan ikke behandle bestilling", "nb"),
        ("NORSK – kan ikke", "nb"),
        ("Norwegian: cannot process order", "nb"),
        ("Bokmål - hei", "nb"),
        ("Francais - mot de passe", "fr"),
        ("Srpski / Српски - ne radi", "sr"),
        ("Српски - не ради", "sr"),
        ("日本語：注文できません", "ja"),
        ("العربية - لا يمكنني", "ar"),
        ("  English - help", "en"),
    ],
)
def test_the_language_at_the_start_of_a_title_is_read(title, tag):
    assert language_of_title(title) == tag


@pytest.mark.parametrize(
    "title", ["", "Norsk", "English-speaking agent", "Error 4102 - help", "My Norsk - x", " - x"]
)
def test_other_titles_name_no_language(title):
    assert language_of_title(title) is None


def test_every_prefix_is_read_back():
    for language in languages():
        assert language_of_title(title_prefix(language.tag) + "4102") == language.tag


def test_a_prefilled_title_names_the_language_and_ends_at_a_word():
    title = prefilled_title("nb", QUESTION)
    assert title == "Norsk - Jeg får ikke behandlet bestillingen min. Når jeg trykker"


def test_a_word_that_ends_at_the_60th_character_is_kept():
    words = "x" * 30 + " " + "y" * 29
    assert prefilled_title(None, f"{words} z") == words


def test_a_short_question_is_the_title_as_it_is():
    assert prefilled_title("nb", " hjelp ") == "Norsk - hjelp"


def test_a_title_without_a_sure_language_leaves_it_out():
    assert prefilled_title(None, "hjelp") == "hjelp"


def test_a_question_that_already_names_its_language_does_not_do_so_twice():
    assert prefilled_title("nb", "Norsk - hjelp meg") == "Norsk - hjelp meg"


def test_every_prefilled_title_is_one_line_of_at_most_120_characters():
    texts = (
        "x" * 4000,
        "ord " * 900,
        "ไม่สามารถ" * 60,
        "a\r\n\tb\u2028c",
        "👍 " * 70,
        "é" + "\u0301" * 90,
    )
    for language in languages():
        for text in texts:
            title = prefilled_title(language.tag, text)
            assert len(title) <= 120
            assert len(title.splitlines()) == 1


def test_a_title_is_not_cut_inside_a_letter():
    text = "x" * 59 + "e\u0301" + "x" * 40
    assert prefilled_title(None, text) == "x" * 59
