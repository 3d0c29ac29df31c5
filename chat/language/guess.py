"""Which language other than English the detectors name, and how firmly."""

from collections.abc import Mapping
from dataclasses import dataclass

from chat.language.detectors import Detectors
from chat.language.evidence import Evidence
from chat.language.kinship import are_kin
from chat.language.priors import Priors
from chat.language.scripts import SEVERAL_LANGUAGES, without_latin

_COMPARABLE = 0.50
_NAMED = 0.60
_SURE_OF_RELATIVES = 0.90
_SURELY_NOT_ENGLISH = 0.02


@dataclass(frozen=True)
class Guess:
    """`relatives` is the probability of the language and of those that are mixed up with it."""

    language: str
    probability: float
    relatives: float
    english: float
    second_opinion: str | None
    is_seconded: bool

    @property
    def is_clear(self) -> bool:
        return self.relatives >= _NAMED

    @property
    def is_named(self) -> bool:
        return self.is_seconded or self.is_clear

    @property
    def is_sure(self) -> bool:
        return self.relatives >= _SURE_OF_RELATIVES and self.english <= _SURELY_NOT_ENGLISH


def guess_latin(evidence: Evidence, detectors: Detectors, priors: Priors) -> Guess:
    whole = detectors.probabilities(evidence.cleaned)
    nameless = detectors.probabilities(evidence.without_names)
    likeliest = max((code for code in whole if code != "en"), key=lambda code: whole[code])
    by_words = _settle_by_words(likeliest, whole, evidence)
    language = priors.settle(by_words, whole)
    second, is_seconded = _second_opinion(language, evidence, detectors)
    return Guess(
        language=language,
        probability=whole[likeliest],
        relatives=sum(p for code, p in whole.items() if are_kin(code, language)),
        english=max(whole.get("en", 0.0), nameless.get("en", 0.0)),
        second_opinion=second,
        is_seconded=is_seconded,
    )


def guess_of_script(
    script: str, evidence: Evidence, detectors: Detectors, priors: Priors
) -> tuple[str, bool]:
    """The language of a script that several share, and whether it is clearly that one."""
    probabilities = detectors.probabilities(without_latin(evidence.cleaned))
    likeliest = max(SEVERAL_LANGUAGES[script], key=lambda code: probabilities.get(code, 0.0))
    language = priors.settle(likeliest, probabilities)
    relatives = sum(p for code, p in probabilities.items() if are_kin(code, language))
    return language, relatives >= _NAMED


def _settle_by_words(language: str, whole: Mapping[str, float], evidence: Evidence) -> str:
    """Of close relatives the one whose own words were seen most."""
    seen = evidence.foreign_by_language
    comparable = [
        code
        for code in seen
        if are_kin(code, language) and whole.get(code, 0.0) >= _COMPARABLE * whole[language]
    ]
    best = max(comparable, key=lambda code: (seen[code], whole[code]), default=language)
    return best if seen.get(best, 0) > seen.get(language, 0) else language


def _second_opinion(
    language: str, evidence: Evidence, detectors: Detectors
) -> tuple[str | None, bool]:
    """What the second detector says without the names, and whether anybody seconds the first."""
    if detectors.second_opinion is None:
        return None, evidence.has_words_of(language)
    nameless = detectors.second_opinion(evidence.without_names)
    opinions = (nameless, detectors.second_opinion(evidence.cleaned))
    return nameless, any(opinion and are_kin(opinion, language) for opinion in opinions)
