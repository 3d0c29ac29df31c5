"""The translated texts, read from `translations/` when a language is first asked for.

Nothing compiled lies on the disk, so nothing can be older than the texts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parents[1] / "translations"
SOURCE_CODE = "en"
SCRIPTS = "static/js/"

# What gettext itself puts between a context and its text.
_CONTEXT_END = "\x04"
# Large enough to meet every plural form that whole numbers have.
_SAMPLES = (*range(200), 1_000_000)

Words = dict[str, str | dict[str, str]]


@dataclass(frozen=True)
class Texts:
    """One language: `translations` for the server, `words` for scripts, by the script's folder."""

    translations: NullTranslations
    words: dict[str, Words]


@cache
def texts(code: str) -> Texts:
    """The texts of a language. English ones stand in the code and need no file."""
    path = po_file(code)
    if code == SOURCE_CODE or not path.exists():
        return Texts(NullTranslations(), {})
    with path.open("rb") as file:
        catalog = read_po(file, locale=code)
    translations = _compiled(catalog)
    return Texts(translations, _words(catalog, _forms_by_category(code, translations)))


def po_file(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def words(code: str, *folders: str) -> Words:
    """Text → translation of the scripts in these folders of static/js, plural forms by category.

    Categories are those of `Intl.PluralRules`: one, few, many, other.
    """
    found = texts(code).words
    return {text: said for folder in folders for text, said in found.get(folder, {}).items()}


def key_of(message: Message) -> str:
    """Under which name scripts ask for this text."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}{_CONTEXT_END}{text}" if message.context else text


def _compiled(catalog: Catalog) -> Translations:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def _words(catalog: Catalog, forms: dict[str, int]) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for message in catalog:
        for folder in _folders(message):
            found.setdefault(folder, {})[key_of(message)] = _said(message, forms)
    return found


def _folders(message: Message) -> Iterator[str]:
    """The folders of static/js whose scripts say this."""
    for place in {place for place, _line in message.locations if place.startswith(SCRIPTS)}:
        yield place.removeprefix(SCRIPTS).partition("/")[0]


def _said(message: Message, forms: dict[str, int]) -> str | dict[str, str]:
    said = message.string
    if isinstance(said, (list, tuple)):
        return {category: said[form] for category, form in forms.items()}
    return str(said)


def _forms_by_category(code: str, translations: Translations) -> dict[str, int]:
    """Which of gettext's plural forms each category of whole numbers has."""
    category, form = Locale.parse(code).plural_form, translations.plural
    return {category(number): form(number) for number in reversed(_SAMPLES)}
