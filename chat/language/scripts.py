"""Which scripts a text is written in, and what that already says about its language."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

from chat.language.datafiles import words_in

LATIN = "Latn"
HAN = "Hani"
_KANA = "Kana"
_HANGUL = "Hang"
_UNKNOWN = "Zzzz"

_BLOCKS = (
    (0x370, 0x400, "Grek"),
    (0x400, 0x530, "Cyrl"),
    (0x530, 0x590, "Armn"),
    (0x590, 0x600, "Hebr"),
    (0x600, 0x780, "Arab"),
    (0x900, 0x980, "Deva"),
    (0x980, 0xA00, "Beng"),
    (0xA00, 0xA80, "Guru"),
    (0xA80, 0xB00, "Gujr"),
    (0xB80, 0xC00, "Taml"),
    (0xC00, 0xC80, "Telu"),
    (0xC80, 0xD00, "Knda"),
    (0xD00, 0xD80, "Mlym"),
    (0xD80, 0xE00, "Sinh"),
    (0xE00, 0xE80, "Thai"),
    (0xE80, 0xF00, "Laoo"),
    (0x1000, 0x10A0, "Mymr"),
    (0x10A0, 0x1100, "Geor"),
    (0x1100, 0x1200, _HANGUL),
    (0x1200, 0x13A0, "Ethi"),
    (0x1780, 0x1800, "Khmr"),
    (0x1F00, 0x2000, "Grek"),
    (0x3040, 0x3100, _KANA),
    (0x3130, 0x3190, _HANGUL),
    (0x31F0, 0x3200, _KANA),
    (0x3400, 0xA000, HAN),
    (0xAC00, 0xD7B0, _HANGUL),
    (0xF900, 0xFB00, HAN),
    (0xFB50, 0xFE00, "Arab"),
    (0xFE70, 0xFF00, "Arab"),
    (0x20000, 0x32000, HAN),
)

ONE_LANGUAGE = {
    "Grek": "el",
    "Armn": "hy",
    "Hebr": "he",
    "Beng": "bn",
    "Guru": "pa",
    "Gujr": "gu",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Sinh": "si",
    "Thai": "th",
    "Laoo": "lo",
    "Mymr": "my",
    "Geor": "ka",
    "Ethi": "am",
    "Khmr": "km",
    _KANA: "ja",
    _HANGUL: "ko",
}
SEVERAL_LANGUAGES = {
    "Cyrl": ("ru", "uk", "bg", "sr", "mk", "mn", "kk"),
    "Arab": ("ar", "fa", "ur"),
    "Deva": ("hi", "mr", "ne"),
}
_LETTERS_PER_WORD = {HAN: 2, _KANA: 2.5, _HANGUL: 2.5, "Thai": 5, "Laoo": 5, "Khmr": 5, "Mymr": 5}
_USUAL_LETTERS_PER_WORD = 5


def script_of(char: str) -> str:
    code = ord(char)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return LATIN
    return next((script for low, high, script in _BLOCKS if low <= code < high), _UNKNOWN)


def count_letters(text: str) -> dict[str, int]:
    """How many letters of each script stand in the text."""
    return dict(Counter(script_of(char) for char in text if _is_letter(char)))


def words_written_in(script: str, letters: int) -> float:
    """How many words so many letters make, also where words are not set apart by spaces."""
    return letters / _LETTERS_PER_WORD.get(script, _USUAL_LETTERS_PER_WORD)


def other_scripts(letters: Mapping[str, int]) -> dict[str, int]:
    """The letters that are neither Latin nor of a script unknown here."""
    return {script: n for script, n in letters.items() if script not in (LATIN, _UNKNOWN)}


def without_latin(text: str) -> str:
    return "".join(" " if script_of(char) == LATIN else char for char in text)


def is_japanese(letters: Mapping[str, int]) -> bool:
    """Kana stands in Japanese only; Han alone may be Japanese too."""
    return _KANA in letters


def chinese_of(text: str) -> str:
    """Simplified Chinese, unless more characters are only written in traditional Chinese."""
    traditional = sum(char in _TRADITIONAL for char in text)
    simplified = sum(char in _SIMPLIFIED for char in text)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _is_letter(char: str) -> bool:
    # Variation selectors count as marks, and come with emoji.
    is_mark = unicodedata.category(char) in ("Mn", "Mc") and not "\ufe00" <= char <= "\ufe0f"
    return char.isalpha() or is_mark


def _chinese_pairs() -> tuple[frozenset[str], frozenset[str]]:
    pairs = words_in("chinese.txt")
    traditional = frozenset(pair[0] for pair in pairs)
    simplified = frozenset(pair[1] for pair in pairs)
    return traditional - simplified, simplified - traditional


_TRADITIONAL, _SIMPLIFIED = _chinese_pairs()
