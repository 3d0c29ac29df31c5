"""The words by which a ticket is found: folded, so that case and accents make no difference. Pure.

Scripts that put no space between words are cut into pairs of letters.
"""

import re
import unicodedata

WORD_LIMIT = 40

# Thai, Lao, Burmese, Khmer, kana and Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff"
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Letters and digits with the marks that belong to them, in Indic scripts the vowels.
_WORD = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0dff\u0e00-\u0eff])+"
)
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_REFERENCE = re.compile(r"\bit-([1-9][0-9]{0,8})\b", re.ASCII)
# Å is found as A, but が is not か.
_LATIN_WITH_ACCENT = re.compile("([a-z\u0370-\u03ff])[\u0300-\u036f]+")


def words_of(text: str) -> set[str]:
    """The words of a text, each once. `IT-1001` is one word, and its number another."""
    folded = _folded(text)
    references = {f"it{number}" for number in _REFERENCE.findall(folded)}
    return references | _words(folded)


def words_looked_for(typed: str) -> list[str]:
    """The beginnings of words that all have to be in a ticket; empty when nothing was said."""
    folded = _folded(typed)
    references = [f"it{number}" for number in _REFERENCE.findall(folded)]
    return sorted({*references, *_words(_REFERENCE.sub(" ", folded))})


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _LATIN_WITH_ACCENT.sub(r"\1", apart))


def _words(folded: str) -> set[str]:
    runs = (run for word in _WORD.findall(folded) for run in _RUN.findall(word))
    return {piece[:WORD_LIMIT] for run in runs for piece in _pieces(run)}


def _pieces(run: str) -> list[str]:
    if _UNSPACED_LETTER.match(run):
        return [run[start : start + 2] for start in range(len(run))]
    return [run]
