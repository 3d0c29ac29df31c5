"""What the words of a text say about its language, before any detector is asked."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from chat.language.cleaning import clean
from chat.language.kinship import are_kin
from chat.language.lexicon import Lexicon
from chat.language.scripts import LATIN, count_letters, script_of

_WORD = re.compile(r"[^\W\d_]+(?:['·-][^\W\d_]+)*")


@dataclass(frozen=True)
class Evidence:
    """`counted` are the Latin words that are neither names nor international."""

    cleaned: str
    without_names: str
    letters: Mapping[str, int]
    latin_words: int
    counted: int
    strong: int
    weak: int
    nearly: int
    neutral: int
    foreign: int
    foreign_by_language: Mapping[str, int]

    @property
    def english_points(self) -> float:
        return self.strong + 0.5 * self.weak + 0.5 * self.nearly

    @property
    def english_share(self) -> float:
        return self._share_of(self.strong + 0.5 * self.weak)

    @property
    def english_share_with_slips(self) -> float:
        return self._share_of(self.english_points)

    def has_words_of(self, language: str) -> bool:
        """Whether an everyday word of the language, or of a close relative, was seen."""
        return any(are_kin(seen, language) for seen in self.foreign_by_language)

    def _share_of(self, points: float) -> float:
        return points / self.counted if self.counted else 0.0


def gather(text: str, lexicon: Lexicon) -> Evidence:
    cleaned = clean(text)
    words = [word for word in _WORD.findall(cleaned) if script_of(word[0]) == LATIN]
    kept = _without_names(words, lexicon)
    kinds = Counter(_kind_of(_plain(word), lexicon) for word in kept)
    languages = Counter(
        language for word in kept for language in lexicon.languages_of(_plain(word))
    )
    return Evidence(
        cleaned=cleaned,
        without_names=" ".join(kept),
        letters=count_letters(cleaned),
        latin_words=len(words),
        counted=len(kept) - kinds["neutral"],
        strong=kinds["strong"],
        weak=kinds["weak"],
        nearly=kinds["nearly"],
        neutral=kinds["neutral"],
        foreign=kinds["foreign"],
        foreign_by_language=dict(languages),
    )


def _plain(word: str) -> str:
    return word.lower().replace("'", "")


def _kind_of(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.neutral:
        kind = "neutral"
    elif word in lexicon.strong:
        kind = "strong"
    elif word in lexicon.weak:
        kind = "weak"
    elif lexicon.languages_of(word):
        kind = "foreign"
    elif lexicon.is_nearly_english(word):
        kind = "nearly"
    else:
        kind = "unknown"
    return kind


def _without_names(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words but those that are unknown and have a capital letter of their own."""
    capitalised = _capitalised(words)
    opens_a_sentence = _opens_a_sentence(words, capitalised, lexicon)
    return [
        word
        for place, word in enumerate(words)
        if not capitalised[place]
        or lexicon.is_known_here(_plain(word))
        or (place == 0 and opens_a_sentence)
    ]


def _opens_a_sentence(words: list[str], capitalised: list[bool], lexicon: Lexicon) -> bool:
    """Whether the first word's capital letter is only that of a sentence."""
    followed_by_a_word = len(words) > 1 and (
        not capitalised[1] or words[1].lower() in lexicon.neutral
    )
    return followed_by_a_word or bool(words and lexicon.languages_of(_plain(words[0])))


def _capitalised(words: list[str]) -> list[bool]:
    """For each word whether its capital letter says something: not when everybody has one."""
    shouted = [len(word) > 1 and word.isupper() for word in words]
    is_shouting = sum(shouted) >= 3 or (bool(words) and sum(shouted) >= 0.6 * len(words))
    capitalised = [
        word[0].isupper() and word != "I" and not (is_shouting and loud)
        for word, loud in zip(words, shouted, strict=True)
    ]
    if len(words) >= 4 and sum(capitalised) >= 0.7 * len(words):
        capitalised = [False] * len(words)
    return capitalised
