"""What is made of the detectors' answers: here by detectors that say what they are told."""

from chat.language.detectors import Detectors
from chat.language.evidence import gather
from chat.language.guess import guess_latin, guess_of_script
from chat.language.lexicon import load_lexicon
from chat.language.priors import priors_of

STRANGER = priors_of([], None)
TEXT = "Får ikke kontoen til Bjørnstad"


def guessed(probabilities, *, text=TEXT, second=None, priors=STRANGER):
    detectors = Detectors(lambda text: probabilities, second)
    return guess_latin(gather(text, load_lexicon()), detectors, priors)


def test_english_is_never_the_language_named():
    assert guessed({"en": 0.9, "no": 0.06, "fi": 0.04}).language == "no"


def test_english_is_as_probable_as_it_is_with_or_without_the_names():
    def detect(text):
        return {"no": 0.5, "en": 0.1 if "Bjørnstad" in text else 0.4}

    evidence = gather("kontoen til Bjørnstad", load_lexicon())
    assert guess_latin(evidence, Detectors(detect, None), STRANGER).english == 0.4


def test_relatives_are_added_up():
    guess = guessed({"no": 0.5, "da": 0.3, "sv": 0.15, "fi": 0.05})
    assert (guess.probability, round(guess.relatives, 2)) == (0.5, 0.95)
    assert guess.is_sure


def test_it_is_sure_when_relatives_have_nine_tenths_and_english_next_to_nothing():
    assert guessed({"no": 0.90, "fi": 0.08, "en": 0.02}).is_sure
    assert not guessed({"no": 0.89, "fi": 0.09, "en": 0.02}).is_sure
    assert not guessed({"no": 0.95, "en": 0.03}).is_sure


def test_it_is_clear_from_six_tenths():
    assert guessed({"no": 0.6, "fi": 0.4}).is_clear
    assert not guessed({"no": 0.59, "fi": 0.41}).is_clear


def test_of_relatives_the_one_with_more_of_its_words_is_named_when_nearly_as_probable():
    assert guessed({"da": 0.6, "no": 0.3}, text="Får ikke fått igjen kontoen").language == "no"
    assert guessed({"da": 0.6, "no": 0.29}, text="Får ikke fått igjen kontoen").language == "da"


def test_a_persons_own_language_needs_a_tenth_of_the_probability():
    swede = priors_of(["sv-SE"], None)
    assert guessed({"no": 0.9, "sv": 0.10}, priors=swede).language == "sv"
    assert guessed({"no": 0.9, "sv": 0.09}, priors=swede).language == "no"


def test_the_first_of_a_persons_languages_counts():
    both = {"no": 0.5, "da": 0.4}
    assert guessed(both, priors=priors_of(["nb", "da"], None)).language == "no"
    assert guessed(both, priors=priors_of(["da", "nb"], None)).language == "da"
    assert guessed(both, priors=priors_of(["en", "fr"], "da")).language == "da"


def test_a_second_opinion_counts_for_relatives_with_or_without_the_names():
    told = {"no": 0.5, "fi": 0.5}
    assert guessed(told, second=lambda text: "da").is_seconded
    assert not guessed(told, second=lambda text: "fr").is_seconded
    assert not guessed(told, second=lambda text: None).is_seconded
    whole_only = guessed(told, second=lambda text: "no" if "Bjørnstad" in text else "un")
    assert (whole_only.is_seconded, whole_only.second_opinion) == (True, "un")


def test_without_a_second_detector_the_words_second_the_first():
    told = {"no": 0.5, "fi": 0.5}
    assert guessed(told).is_seconded
    assert not guessed(told, text="Xqzzt wqrrt").is_seconded


def test_a_shared_script_is_named_among_its_own_languages():
    evidence = gather("привіт світ hello", load_lexicon())
    asked = []

    def detect(text):
        asked.append(text)
        return {"el": 0.5, "uk": 0.3, "ru": 0.2}

    detectors = Detectors(detect, None)
    assert guess_of_script("Cyrl", evidence, detectors, STRANGER) == ("uk", False)
    assert guess_of_script("Cyrl", evidence, detectors, priors_of(["ru"], None))[0] == "ru"
    assert "hello" not in asked[0]
