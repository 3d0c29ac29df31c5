"""The rule by plain calls: each guard on its own, at its edge."""

from dataclasses import replace

from chat.language.evidence import Evidence
from chat.language.guess import Guess
from chat.language.priors import priors_of
from chat.language.rule import decide_by_guess, decide_by_script, decide_by_words

NOTHING = Evidence(
    cleaned="",
    without_names="jeg ikke kontoen",
    letters={},
    latin_words=0,
    counted=0,
    strong=0,
    weak=0,
    nearly=0,
    neutral=0,
    foreign=0,
    foreign_by_language={},
)
NORWEGIAN = replace(
    NOTHING, latin_words=8, counted=8, foreign=2, foreign_by_language={"no": 2, "da": 1}
)
SURE = Guess(
    language="no",
    probability=0.95,
    relatives=0.98,
    english=0.0,
    second_opinion="no",
    is_seconded=True,
)
DOUBTFUL = replace(SURE, probability=0.6, relatives=0.7, english=0.05)
STRANGER = priors_of([], None)
ENGLISH_BROWSER = priors_of(["en-GB"], None)
NORWEGIAN_BROWSER = priors_of(["nb-NO"], None)


def on_guess(evidence, guess=SURE, priors=STRANGER):
    return decide_by_guess(evidence, guess, priors)[0]


def test_two_words_of_the_named_language_are_a_redirect():
    assert on_guess(NORWEGIAN) == "redirect"
    assert on_guess(NORWEGIAN, DOUBTFUL) == "redirect"


def test_without_a_word_of_the_named_language_there_is_no_redirect():
    none_seen = replace(NORWEGIAN, foreign=0, foreign_by_language={})
    others_seen = replace(NORWEGIAN, foreign_by_language={"pl": 2})
    assert on_guess(none_seen) == "ask"
    assert on_guess(others_seen) == "ask"


def test_a_word_of_a_close_relative_will_do():
    assert on_guess(replace(NORWEGIAN, foreign_by_language={"sv": 2})) == "redirect"


def test_one_word_is_enough_only_when_the_detector_is_sure():
    one = replace(NORWEGIAN, foreign=1, foreign_by_language={"no": 1})
    assert on_guess(one, SURE) == "redirect"
    assert on_guess(one, DOUBTFUL) == "ask"


def test_a_language_that_is_not_clearly_named_is_no_redirect():
    unclear = replace(DOUBTFUL, relatives=0.59, is_seconded=False)
    assert on_guess(NORWEGIAN, unclear) == "ask"
    assert on_guess(NORWEGIAN, replace(unclear, relatives=0.6)) == "redirect"
    assert on_guess(NORWEGIAN, replace(unclear, is_seconded=True)) == "redirect"


def test_a_text_that_may_be_english_is_no_redirect():
    maybe = replace(DOUBTFUL, english=0.11)
    assert on_guess(NORWEGIAN, replace(maybe, english=0.10)) == "redirect"
    assert on_guess(NORWEGIAN, maybe) == "ask"
    many = replace(NORWEGIAN, foreign=3)
    assert on_guess(many, replace(maybe, english=0.30)) == "redirect"
    assert on_guess(many, replace(maybe, english=0.31)) == "ask"


def test_clear_english_words_stop_a_redirect():
    assert on_guess(replace(NORWEGIAN, strong=1)) == "ask"
    one_in_five = replace(NORWEGIAN, counted=12, foreign=5, strong=1)
    assert on_guess(one_in_five) == "redirect"
    assert on_guess(replace(one_in_five, strong=2)) == "ask"


def test_too_many_weak_english_words_stop_a_redirect():
    assert on_guess(replace(NORWEGIAN, counted=10, foreign=6, weak=4)) == "redirect"
    assert on_guess(replace(NORWEGIAN, counted=10, foreign=12, weak=6)) == "ask"
    assert on_guess(replace(NORWEGIAN, counted=12, foreign=12, weak=6)) == "redirect"


def test_english_that_is_not_outnumbered_counts_unless_it_is_little_and_the_detector_sure():
    even = replace(NORWEGIAN, counted=8, foreign=2, weak=2)
    assert on_guess(even, SURE) == "redirect"
    assert on_guess(even, DOUBTFUL) == "ask"
    assert on_guess(replace(even, counted=6), SURE) == "ask"


def test_words_that_look_like_mistyped_english_weigh_against_a_single_foreign_word():
    one = replace(NORWEGIAN, counted=4, foreign=1, foreign_by_language={"no": 1}, nearly=3)
    assert on_guess(one) == "ask"
    assert on_guess(replace(one, nearly=0)) == "redirect"


def test_two_words_want_a_sure_detector_and_a_second():
    two = replace(NORWEGIAN, latin_words=2, counted=2)
    assert on_guess(two, SURE) == "redirect"
    assert on_guess(two, replace(SURE, is_seconded=False)) == "ask"
    assert on_guess(two, DOUBTFUL) == "ask"
    assert on_guess(replace(two, counted=1)) == "ask"


def test_an_english_browser_wants_a_sure_detector_for_few_words():
    three = replace(NORWEGIAN, latin_words=3, counted=3)
    assert on_guess(three, DOUBTFUL, STRANGER) == "redirect"
    assert on_guess(three, DOUBTFUL, ENGLISH_BROWSER) == "ask"
    assert on_guess(three, SURE, ENGLISH_BROWSER) == "redirect"
    assert on_guess(replace(three, counted=4), DOUBTFUL, ENGLISH_BROWSER) == "redirect"


def test_a_browser_in_the_same_language_confirms_two_words():
    two = replace(NORWEGIAN, latin_words=2, counted=2)
    assert decide_by_guess(two, DOUBTFUL, NORWEGIAN_BROWSER) == ("redirect", "words_and_browser")
    english_first = priors_of(["en", "nb"], None)
    assert on_guess(two, DOUBTFUL, english_first) == "ask"
    assert on_guess(two, replace(DOUBTFUL, probability=0.49), NORWEGIAN_BROWSER) == "ask"
    assert on_guess(replace(two, counted=1), DOUBTFUL, NORWEGIAN_BROWSER) == "ask"


def test_a_detector_that_says_english_lets_in():
    unknown = replace(NOTHING, latin_words=4, counted=4)
    fairly = replace(DOUBTFUL, english=0.5)
    assert decide_by_guess(unknown, fairly, STRANGER) == ("allow", "detector_english")
    assert on_guess(unknown, replace(fairly, english=0.49)) == "ask"
    assert on_guess(unknown, replace(fairly, english=0.15, second_opinion="en")) == "allow"
    assert on_guess(unknown, replace(fairly, english=0.14, second_opinion="en")) == "ask"
    assert on_guess(replace(unknown, foreign=2), fairly) == "ask"


def test_weak_words_let_in_when_a_detector_agrees():
    weak = replace(NOTHING, latin_words=4, counted=4, weak=4)
    assert decide_by_guess(weak, replace(DOUBTFUL, english=0.3), STRANGER)[1] == "weak_words"
    assert on_guess(weak, replace(DOUBTFUL, english=0.29)) == "ask"


def test_a_few_unknown_words_are_allowed_when_all_else_is_english():
    few = replace(NOTHING, latin_words=3, counted=3, without_names="smudgy dropper wobble")
    vague = replace(DOUBTFUL, relatives=0.5, second_opinion="un")
    assert on_guess(few, vague, ENGLISH_BROWSER) == "allow"
    assert on_guess(few, vague, STRANGER) == "ask"
    assert on_guess(few, vague, priors_of(["en"], "nb")) == "ask"
    assert on_guess(few, DOUBTFUL, ENGLISH_BROWSER) == "ask"
    assert on_guess(replace(few, counted=4), vague, ENGLISH_BROWSER) == "ask"
    assert on_guess(replace(few, without_names="smudgé"), vague, ENGLISH_BROWSER) == "ask"
    assert on_guess(few, replace(vague, second_opinion="it"), ENGLISH_BROWSER) == "ask"


def test_words_alone_settle_plain_english():
    english = replace(NOTHING, latin_words=5, counted=5, strong=2)
    assert decide_by_words(english) == ("allow", "english_words")
    assert decide_by_words(replace(english, foreign=2)) == ("allow", "english_words")
    assert decide_by_words(replace(english, foreign=3)) is None
    assert decide_by_words(replace(english, counted=6)) is None
    assert decide_by_words(replace(english, strong=0, weak=4)) is None
    assert decide_by_words(replace(english, counted=1, strong=0, weak=1)) is not None


def test_international_words_are_allowed_and_names_asked_about():
    assert decide_by_words(replace(NOTHING, latin_words=2, neutral=2))[0] == "allow"
    assert decide_by_words(replace(NOTHING, latin_words=2))[0] == "ask"


def test_other_scripts_are_a_redirect_unless_english_stands_beside_them():
    greek = replace(NOTHING, letters={"Grek": 40})
    assert decide_by_script(greek) == ("redirect", "script")
    within_english = replace(greek, latin_words=16, counted=16, strong=10)
    assert decide_by_script(within_english)[0] == "allow"
    half = replace(greek, latin_words=8, counted=8, strong=4)
    assert decide_by_script(half)[0] == "allow"
    assert decide_by_script(replace(half, strong=2, weak=2))[0] == "ask"
    assert decide_by_script(replace(half, foreign=1))[0] == "ask"


def test_a_little_of_another_script_is_asked_about():
    few = replace(NOTHING, letters={"Cyrl": 20, "Latn": 40}, latin_words=6, counted=6)
    assert decide_by_script(few) == ("ask", "mixed_scripts")
    assert decide_by_script(replace(few, latin_words=4, counted=4))[0] == "redirect"
    assert decide_by_script(replace(few, latin_words=4, counted=4, nearly=3))[0] == "ask"


def test_what_may_be_a_name_in_another_script_is_asked_about():
    assert decide_by_script(replace(NOTHING, letters={"Hani": 3})) == ("ask", "short_script")
    assert decide_by_script(replace(NOTHING, letters={"Hani": 4}))[0] == "redirect"
    assert decide_by_script(replace(NOTHING, letters={"Hani": 3, "Kana": 1}))[0] == "redirect"
    assert decide_by_script(replace(NOTHING, letters={"Cyrl": 4}))[0] == "ask"
    assert decide_by_script(replace(NOTHING, letters={"Cyrl": 5}))[0] == "redirect"


def test_international_words_count_half_beside_another_script():
    russian = replace(NOTHING, letters={"Cyrl": 20}, latin_words=6)
    assert decide_by_script(russian)[0] == "ask"
    assert decide_by_script(replace(russian, neutral=6))[0] == "redirect"
