"""The rule itself: allow, ask or redirect. Every number in it was measured; see docs/decisions."""

from typing import Literal

from chat.language.evidence import Evidence
from chat.language.guess import Guess
from chat.language.priors import Priors
from chat.language.scripts import HAN, other_scripts, words_written_in

Outcome = Literal["allow", "ask", "redirect"]
Decision = tuple[Outcome, str]
"""An outcome, and the reason for it."""

ALLOW: Literal["allow"] = "allow"
ASK: Literal["ask"] = "ask"
REDIRECT: Literal["redirect"] = "redirect"

_ENGLISH_ENOUGH = 0.40
_ENGLISH_TOO_LITTLE = 0.25
_HARDLY_ENGLISH = 0.15
_PROBABLY_ENGLISH = 0.50
_PERHAPS_ENGLISH = 0.30
_CONCEIVABLY_ENGLISH = 0.15
_IMPROBABLY_ENGLISH = 0.10
_FEW_WORDS = 3
_NAME_IN_HAN = 3


def decide_by_script(evidence: Evidence) -> Decision:
    """For a text with letters that are not Latin."""
    script, words = main_script(evidence)
    total = words + evidence.latin_words - 0.5 * evidence.neutral
    share = words / total
    points = evidence.english_points
    decision: Decision
    if (
        points >= 1
        and evidence.english_share_with_slips >= _ENGLISH_ENOUGH
        and not evidence.foreign
    ):
        is_english = share < 0.4 or (points >= 3 and share < 0.6)
        decision = (ALLOW if is_english else ASK, f"english_and_{script}")
    elif share < 0.45 or points >= 1.5:
        decision = (ASK, "mixed_scripts")
    elif words < 1 or _may_be_a_name(evidence):
        decision = (ASK, "short_script")
    else:
        decision = (REDIRECT, "script")
    return decision


def main_script(evidence: Evidence) -> tuple[str, float]:
    """The script that makes most words beside the Latin one, and how many words all make."""
    words = {
        script: words_written_in(script, letters)
        for script, letters in other_scripts(evidence.letters).items()
    }
    return max(words, key=lambda script: words[script]), sum(words.values())


def decide_by_words(evidence: Evidence) -> Decision | None:
    """For a Latin text: what the words settle without a detector, or None."""
    decision: Decision | None = None
    if evidence.counted == 0:
        decision = (ALLOW, "neutral_words") if evidence.neutral else (ASK, "names_only")
    elif (
        evidence.english_share >= _ENGLISH_ENOUGH
        and (evidence.strong or evidence.counted == 1)
        and evidence.foreign <= max(1, evidence.strong)
    ):
        decision = (ALLOW, "english_words")
    return decision


def decide_by_guess(evidence: Evidence, guess: Guess, priors: Priors) -> Decision:
    """For a Latin text that the words did not settle."""
    decision: Decision
    if _detectors_say_english(evidence, guess):
        decision = (ALLOW, "detector_english")
    elif _weak_words_will_do(evidence, guess):
        decision = (ALLOW, "weak_words")
    elif _is_foreign(evidence, guess) and _is_worth_a_redirect(evidence, guess, priors):
        decision = (REDIRECT, "words")
    elif _is_foreign(evidence, guess) and _browser_confirms(evidence, guess, priors):
        decision = (REDIRECT, "words_and_browser")
    elif _all_else_is_english(evidence, guess, priors):
        decision = (ALLOW, "short_english_browser")
    else:
        decision = (ASK, "unsure")
    return decision


def _may_be_a_name(evidence: Evidence) -> bool:
    others = other_scripts(evidence.letters)
    return set(others) == {HAN} and others[HAN] <= _NAME_IN_HAN


def _detectors_say_english(evidence: Evidence, guess: Guess) -> bool:
    one_is_fairly_sure = guess.english >= _PROBABLY_ENGLISH
    both_can_see_it = (
        evidence.foreign == 0
        and guess.second_opinion == "en"
        and guess.english >= _CONCEIVABLY_ENGLISH
    )
    return evidence.foreign <= 0.25 * evidence.counted and (one_is_fairly_sure or both_can_see_it)


def _weak_words_will_do(evidence: Evidence, guess: Guess) -> bool:
    return (
        evidence.english_share >= _ENGLISH_ENOUGH
        and evidence.foreign == 0
        and (guess.english >= _PERHAPS_ENGLISH or guess.second_opinion == "en")
    )


def _is_foreign(evidence: Evidence, guess: Guess) -> bool:
    """Never without an everyday word of the language that is named: what keeps names safe."""
    many = evidence.foreign >= 3
    return (
        evidence.foreign >= 1
        and evidence.has_words_of(guess.language)
        and guess.is_named
        and guess.english <= (_PERHAPS_ENGLISH if many else _IMPROBABLY_ENGLISH)
        and _has_hardly_any_english(evidence, guess)
    )


def _has_hardly_any_english(evidence: Evidence, guess: Guess) -> bool:
    outnumbered = evidence.english_points < 0.5 * evidence.foreign
    only_by_chance = (
        not evidence.strong and guess.is_sure and evidence.english_share <= _HARDLY_ENGLISH
    )
    # Two everyday words outweigh unknown ones that look like slips of English words.
    slips_do_not_count = evidence.foreign >= 2
    return (
        evidence.english_share <= _ENGLISH_TOO_LITTLE
        and evidence.strong <= 0.25 * evidence.foreign
        and (outnumbered or only_by_chance)
        and (slips_do_not_count or evidence.english_share_with_slips <= _ENGLISH_TOO_LITTLE)
    )


def _is_worth_a_redirect(evidence: Evidence, guess: Guess, priors: Priors) -> bool:
    short_in_an_english_browser = priors.begin_with_english and evidence.counted <= _FEW_WORDS
    enough_words = evidence.counted >= 3 and (evidence.foreign >= 2 or guess.is_sure)
    two_clear_words = evidence.counted == 2 and guess.is_sure and guess.is_seconded
    return (enough_words or two_clear_words) and (guess.is_sure or not short_in_an_english_browser)


def _browser_confirms(evidence: Evidence, guess: Guess, priors: Priors) -> bool:
    return (
        evidence.counted >= 2
        and evidence.english_share == 0
        and guess.language in priors.browser
        and not priors.begin_with_english
        and guess.probability >= 0.5
    )


def _all_else_is_english(evidence: Evidence, guess: Guess, priors: Priors) -> bool:
    """A few plain words that we do not know, from somebody whose everything else is English."""
    return (
        priors.are_english
        and evidence.foreign == 0
        and evidence.counted <= _FEW_WORDS
        and evidence.without_names.isascii()
        and not guess.is_clear
        and guess.second_opinion in (None, "en", "un")
    )
