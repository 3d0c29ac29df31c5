"""The word lists: English words by strength, and everyday words of other Latin-script languages."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from chat.language.datafiles import names_in, words_in

_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "å": "a", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss", "ð": "d", "þ": "th", "ı": "i"}
)
_SHORTEST_TO_MISTYPE = 5
_LONGEST_TO_MISTYPE = 20


@dataclass(frozen=True)
class Lexicon:
    """Words in lower case and without apostrophes."""

    strong: frozenset[str]
    weak: frozenset[str]
    neutral: frozenset[str]
    everyday: Mapping[str, frozenset[str]]
    one_letter_short: Mapping[str, frozenset[str]]

    def is_known_here(self, word: str) -> bool:
        """Whether the word counts as English, or as international."""
        return word in self.strong or word in self.weak or word in self.neutral

    def languages_of(self, word: str) -> frozenset[str]:
        """The other languages in which this is an everyday word, with or without its accents."""
        found: frozenset[str] = frozenset()
        if not self.is_known_here(word):
            found = self.everyday.get(word) or self.everyday.get(without_accents(word)) or found
        return found

    def is_nearly_english(self, word: str) -> bool:
        """Whether one slip of the keyboard leads here from a clear English word."""
        possible = word.isascii() and _SHORTEST_TO_MISTYPE - 1 <= len(word) <= _LONGEST_TO_MISTYPE
        return possible and (
            word in self.one_letter_short
            or any(self._is_slip(word, shorter) for shorter in _one_letter_less(word))
        )

    def _is_slip(self, word: str, shorter: str) -> bool:
        one_letter_too_many = len(word) > _SHORTEST_TO_MISTYPE and shorter in self.strong
        return one_letter_too_many or (
            len(word) >= _SHORTEST_TO_MISTYPE
            and any(
                _is_one_slip_apart(word, meant) for meant in self.one_letter_short.get(shorter, ())
            )
        )


@cache
def load_lexicon() -> Lexicon:
    """Read the lists, which takes about 20 ms."""
    strong, weak, neutral = (
        frozenset(words_in(f"english/{strength}.txt")) for strength in ("strong", "weak", "neutral")
    )
    silent = strong | weak | neutral | frozenset(words_in("everyday-shared.txt"))
    return Lexicon(strong, weak, neutral, _everyday_words(silent), _one_letter_short(strong))


def without_accents(word: str) -> str:
    """The word as people type it on a foreign keyboard."""
    decomposed = unicodedata.normalize("NFD", word.translate(_PLAIN_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _everyday_words(silent: frozenset[str]) -> dict[str, frozenset[str]]:
    languages: dict[str, frozenset[str]] = {}
    for language in names_in("everyday"):
        for word in words_in(f"everyday/{language}.txt"):
            for spelling in {word, without_accents(word)} - silent:
                if len(spelling) >= 2:
                    languages[spelling] = languages.get(spelling, frozenset()) | {language}
    return languages


def _one_letter_short(words: frozenset[str]) -> dict[str, frozenset[str]]:
    index: dict[str, frozenset[str]] = {}
    for word in words:
        if len(word) >= _SHORTEST_TO_MISTYPE:
            for shorter in _one_letter_less(word):
                index[shorter] = index.get(shorter, frozenset()) | {word}
    return index


def _one_letter_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _is_one_slip_apart(word: str, meant: str) -> bool:
    """Whether one letter is another, or two neighbours have changed places."""
    if len(word) != len(meant):
        return False
    wrong = [place for place in range(len(word)) if word[place] != meant[place]]
    if len(wrong) == 2:
        first, second = wrong
        return second == first + 1 and word[first] == meant[second] and word[second] == meant[first]
    return len(wrong) == 1
