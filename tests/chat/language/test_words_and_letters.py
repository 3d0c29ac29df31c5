"""The pieces of the gate: cleaning, word lists, scripts and kinship."""

import pytest

from chat.language.cleaning import clean
from chat.language.evidence import gather
from chat.language.kinship import are_kin, code_of_tag, tag_of_code
from chat.language.lexicon import load_lexicon, without_accents
from chat.language.scripts import chinese_of, count_letters, script_of


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("see https://shop.example.com/a?b=1 please", "see please"),
        ("write to maya@example.com now", "write to now"),
        ("order 4102 of 12/3", "order of"),
        ("<b>bold</b> move", "bold move"),
        ("it says console.log.name and fooBar are missing", "it says and are missing"),
        ("\uff28\uff45\uff4c\uff4c\uff4f\u200b\u202ethere", "Hello there"),
        ("don\u2019t", "don't"),
        ("a" * 3000, "a" * 1000),
    ],
)
def test_only_words_are_left(typed, left):
    assert clean(typed) == left


@pytest.mark.parametrize("word", ["tomorow", "recieve", "reallly", "arrivef", "whch"])
def test_a_slip_is_nearly_english(word):
    lexicon = load_lexicon()
    assert lexicon.is_nearly_english(word)
    assert not lexicon.is_known_here(word)


@pytest.mark.parametrize("word", ["jeg", "xqzzt", "bestillingen", "é", ""])
def test_other_words_are_not_nearly_english(word):
    assert not load_lexicon().is_nearly_english(word)


def test_every_list_is_in_lower_case_and_without_repetition():
    lexicon = load_lexicon()
    for words in (lexicon.strong, lexicon.weak, lexicon.neutral, lexicon.everyday):
        assert all(word == word.lower() for word in words)
    assert not lexicon.strong & lexicon.weak
    assert not lexicon.strong & lexicon.neutral


def test_the_lists_are_complete():
    lexicon = load_lexicon()
    languages = set().union(*lexicon.everyday.values())
    assert len(lexicon.strong | lexicon.weak | lexicon.neutral) == 1205
    assert (len(lexicon.everyday), len(languages)) == (3869, 34)


def test_no_english_word_is_an_everyday_word_of_another_language():
    lexicon = load_lexicon()
    english = lexicon.strong | lexicon.weak | lexicon.neutral
    assert not english & lexicon.everyday.keys()


def test_accents_are_not_needed_to_know_a_word():
    assert without_accents("først") == "forst"
    assert load_lexicon().languages_of("nar") >= load_lexicon().languages_of("når")


def test_names_are_left_out_of_the_evidence():
    evidence = gather("Please help Åse Bjørnstad with login", load_lexicon())
    assert evidence.without_names == "Please help with login"
    assert (evidence.strong, evidence.neutral, evidence.foreign) == (2, 1, 0)


def test_each_word_counts_for_what_it_is():
    evidence = gather("please can tomorow ikke login xqzzt", load_lexicon())
    assert (evidence.strong, evidence.weak, evidence.nearly) == (1, 1, 1)
    assert (evidence.foreign, evidence.neutral, evidence.counted) == (1, 1, 5)
    assert evidence.english_points == 2
    assert evidence.english_share == 0.3
    assert evidence.english_share_with_slips == 0.4


def test_words_in_capitals_are_not_names():
    evidence = gather("JEG FÅR IKKE LOGGET INN", load_lexicon())
    assert evidence.foreign == 5


def test_letters_are_counted_by_script_and_emoji_are_none():
    assert count_letters("ab дг 漢 ❤️") == {"Latn": 2, "Cyrl": 2, "Hani": 1}
    assert script_of("ế") == "Latn"


def test_the_two_kinds_of_chinese_are_told_apart():
    assert chinese_of("我的訂單還沒有到") == "zh-Hant"
    assert chinese_of("我的订单还没有到") == "zh-Hans"
    assert chinese_of("你好") == "zh-Hans"


def test_norwegian_is_one_language_inside_and_bokmal_outside():
    assert [code_of_tag(tag) for tag in ("nb-NO;q=0.8", "nn", "NO", "nb_NO")] == ["no"] * 4
    assert tag_of_code("no") == "nb"
    assert are_kin("no", "da")
    assert not are_kin("no", "fi")
