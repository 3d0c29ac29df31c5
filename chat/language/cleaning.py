"""What people wrote, without the parts that are no language: addresses, markup, code, numbers."""

import re
import unicodedata

# Looking at no more than this is also what keeps the patterns below cheap: they are anchored
# and bounded, and were timed on hostile text of this length.
LOOKED_AT = 1000

_MAIL = re.compile(r"(?<![^\s])[^\s@]{1,64}@[^\s@]{1,120}")
_URL = re.compile(
    r"(?:https?|ftp|file)://\S+"
    r"|www\.\S+"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,7}/\S*"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,5}(?:com|net|org|example)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{1,80}>")
_CODE = re.compile(
    r"(?<![A-Za-z0-9_:.])[A-Za-z0-9_:.]{0,60}[{}\\=|<>$_][\x21-\x7e]*"
    r"|\b[A-Za-z]+(?:::?[A-Za-z]+)+"
    r"|\b[A-Za-z]+(?:\.[A-Za-z]+){2,}"
    r"|\b[a-z]+[A-Z][A-Za-z]+"
    r"|\b[A-Z]{2,}[a-z]+[A-Z]\w*"
)
_NUMBER = re.compile(r"(?<![A-Za-z#])[A-Za-z#]{0,30}\d[A-Za-z0-9./:,#-]*")

_NO_LANGUAGE = (_MAIL, _URL, _TAG, _CODE, _NUMBER)
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
# Several scripts spell with these two: the zero width joiner and non-joiner.
_JOINERS = "\u200c\u200d"
_STRAIGHT_QUOTES = str.maketrans({"\u2019": "'", "`": "'"})


def clean(text: str) -> str:
    """The beginning of the text on one line, with only its words and their punctuation."""
    text = _visible(_normalised(text))
    for pattern in _NO_LANGUAGE:
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def _normalised(text: str) -> str:
    # Cut again afterwards: there are ligatures that grow eighteenfold when normalised.
    normalised = unicodedata.normalize("NFKC", text[:LOOKED_AT])[:LOOKED_AT]
    return normalised.translate(_STRAIGHT_QUOTES)


def _visible(text: str) -> str:
    return "".join(" " if _is_invisible(char) else char for char in text)


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE and char not in _JOINERS
