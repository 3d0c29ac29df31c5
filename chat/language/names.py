"""What languages are called, and how a ticket's title says which one it is written in."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from chat.language.datafiles import table_in
from chat.language.lexicon import without_accents

_QUESTION_IN_TITLE = 60
_OTHER_TAGS = {
    "no": "nb",
    "nn": "nb",
    "fil": "tl",
    "iw": "he",
    "zh": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
}
# A hyphen stands inside words too, a colon does not.
_END_OF_PREFIX = re.compile(r"\s+[-–—]|[-–—]\s+|\s*:")


@dataclass(frozen=True)
class Language:
    tag: str
    endonym: str
    english_name: str
    is_rtl: bool = False
    other_spellings: tuple[str, ...] = ()


class UnknownLanguage(LookupError):
    """Raised for a language that has no name here."""


def languages() -> tuple[Language, ...]:
    return tuple(_languages().values())


def find_language(tag: str) -> Language | None:
    """The language of a BCP 47 tag, its region aside: `nb-NO` and `no` are both `nb`."""
    parts = tag.strip().lower().replace("_", "-").split("-")
    spellings = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    found = (_languages().get(_OTHER_TAGS.get(spelling, spelling)) for spelling in spellings)
    return next((language for language in found if language), None)


def endonym(tag: str) -> str:
    return _language(tag).endonym


def english_name(tag: str) -> str:
    return _language(tag).english_name


def rtl(tag: str) -> bool:
    return _language(tag).is_rtl


def title_prefix(tag: str) -> str:
    """What members put before a title, as in "Norsk - kan ikke behandle bestilling"."""
    return f"{endonym(tag)} - "


def prefilled_title(tag: str | None, question: str) -> str:
    """A ticket's title from a question; without a tag the person picks the language."""
    beginning = _cut_at_a_word(" ".join(question.split()))
    if tag and language_of_title(beginning) is None:
        beginning = title_prefix(tag) + beginning
    return beginning


def with_language(title: str, tag: str | None) -> str:
    """The title with that language before it, unless it names one already."""
    if tag is None or find_language(tag) is None or language_of_title(title) is not None:
        return title
    return title_prefix(tag) + title.strip()


def language_of_title(title: str) -> str | None:
    """The tag of the language that the title begins with, in its own spelling or in English."""
    title = unicodedata.normalize("NFKC", title)
    end = _END_OF_PREFIX.search(title)
    return _tags_by_spelling().get(_folded(title[: end.start()])) if end else None


def _language(tag: str) -> Language:
    found = find_language(tag)
    if found is None:
        raise UnknownLanguage(tag)
    return found


@cache
def _languages() -> Mapping[str, Language]:
    return {
        tag: Language(
            tag=tag,
            endonym=row["endonym"],
            english_name=row["english"],
            is_rtl=row.get("rtl", False),
            other_spellings=tuple(row.get("also", ())),
        )
        for tag, row in table_in("languages.toml").items()
    }


@cache
def _tags_by_spelling() -> Mapping[str, str]:
    return {
        _folded(spelling): language.tag
        for language in languages()
        for spelling in (language.endonym, language.english_name, *language.other_spellings)
    }


def _folded(name: str) -> str:
    return without_accents(unicodedata.normalize("NFKC", name).strip().casefold())


def _cut_at_a_word(text: str) -> str:
    """The first words of the text; some languages put no spaces between theirs."""
    if len(text) <= _QUESTION_IN_TITLE:
        return text
    end = text.rfind(" ", 0, _QUESTION_IN_TITLE + 1)
    if end < _QUESTION_IN_TITLE // 2:
        end = _QUESTION_IN_TITLE
        while end > 1 and _belongs_to_the_letter_before(text[end]):
            end -= 1
    return text[:end].rstrip()


def _belongs_to_the_letter_before(char: str) -> bool:
    return unicodedata.category(char).startswith("M") or char == "\u200d"
