"""The translators' files: complete, true to their placeholders, and with the words of the guide."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message

from core import catalogs
from core.catalogs import SCRIPTS
from core.languages import LANGUAGES
from translations import collect

CODES = list(collect.translated_codes())
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# A text stands in attributes and beside tags as it is.
MARKUP = re.compile(r'[<>&"]')
each_language = pytest.mark.parametrize("code", CODES)


@cache
def in_code() -> Catalog:
    return collect.texts_in_code()


@cache
def translated(code: str) -> Catalog:
    return collect.read(code)


def entries(catalog: Catalog) -> Iterator[Message]:
    yield from (message for message in catalog if message.id)


def texts(catalog: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, forms(message.id)[0]) for message in entries(catalog)}


def forms(text: object) -> tuple[str, ...]:
    """One text, or each of its plural forms."""
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


def test_every_language_is_promised_once():
    assert len(LANGUAGES) == 14
    assert [one.code for one in LANGUAGES] == [Locale.parse(one.code).language for one in LANGUAGES]
    assert [path.parent.parent.name for path in sorted(catalogs.FOLDER.rglob("*.po"))] == sorted(
        CODES
    )


@each_language
def test_every_text_of_the_code_is_translated_and_no_other(code: str):
    """If this fails, run `make translations` and fill in what it has added."""
    assert texts(translated(code)) == texts(in_code())
    assert [one.id for one in entries(translated(code)) if not all(forms(one.string))] == []


@each_language
def test_nothing_is_fuzzy_or_obsolete(code: str):
    assert [one.id for one in entries(translated(code)) if one.fuzzy] == []
    assert not translated(code).obsolete
    assert not translated(code).fuzzy


@each_language
def test_placeholders_are_those_of_the_text(code: str):
    """A plural form may leave out what another one leaves out: "One person" needs no number."""
    wrong = [
        (said, one.id)
        for one in entries(translated(code))
        for said in filter(None, forms(one.string))
        if sorted(PLACEHOLDER.findall(said))
        not in [sorted(PLACEHOLDER.findall(text)) for text in forms(one.id)]
        or "%" in PLACEHOLDER.sub("", said)
    ]
    assert wrong == []


@each_language
def test_plural_forms_are_as_many_as_the_language_has(code: str):
    catalog = translated(code)
    counts = {len(forms(one.string)) for one in entries(catalog) if one.pluralizable}
    assert counts == {catalog.num_plurals}
    assert catalog.plural_expr == Catalog(locale=code).plural_expr


@each_language
def test_a_form_that_serves_several_numbers_says_the_number(code: str):
    """ "One person" may stand for 1 only, which a language with one form for all cannot do."""
    translations = catalogs.texts(code).translations
    several = {translations.plural(number) for number in (0, *range(2, 200))}
    silent = [
        said
        for one in entries(translated(code))
        if one.pluralizable and "%(num)s" in one.id[1]
        for form, said in enumerate(forms(one.string))
        if form in several and "%(num)s" not in said
    ]
    # French counts 0 as one; nothing here is ever counted that is not there.
    assert silent == [] or code == "fr"


@each_language
def test_texts_hold_no_markup_and_no_loose_ends(code: str):
    for one in entries(translated(code)):
        for said in forms(one.string):
            assert not MARKUP.search(said), said
            assert said == said.strip()
            assert "  " not in said


def test_texts_of_the_code_hold_no_markup():
    assert [one.id for one in entries(in_code()) if MARKUP.search("".join(forms(one.id)))] == []


def bare_texts(template: str) -> list[str]:
    """What a page would show as it stands in the template, in whatever language."""
    template = re.sub(
        r"(?s)\{#.*?#\}|<style.*?</style>|\{%-? block \w+cls.*?endblock %\}", "", template
    )
    named = re.findall(r'\b(?:aria-label|placeholder|title|alt)="([^"{]*\w[^"{]*)"', template)
    shown = re.sub(r"(?s)\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "\n", template)
    return named + re.findall(r"[^\W\d]{2}[^\n]*", shown)


def test_no_page_of_the_member_s_side_has_a_text_that_is_not_marked():
    folder = catalogs.FOLDER.parent / "templates"
    pages = [path for path in folder.rglob("*.html") if "agent_console" not in path.parts]
    found = {
        (path.name, text) for path in pages for text in bare_texts(path.read_text(encoding="utf-8"))
    }
    assert found == {
        ("submit.html", "Norsk - kan ikke behandle bestilling"),  # The example of the guide.
        ("redirect.html", "In English:"),  # Above what stands there in English.
        ("thread.html", "Internal note"),  # Only for the team.
        ("chat_start.html", "Homepage"),  # A field that only robots see.
    }


def test_a_text_that_is_not_marked_is_found():
    assert bare_texts("<p>{{ _('Send') }}</p>{# a note #}<b class='x'>7</b>") == []
    assert bare_texts('<p title="Hello">Hi {{ name }}!</p>') == ["Hello", "Hi "]


@each_language
def test_scripts_get_each_of_their_texts(code: str):
    said = catalogs.words(code, "visitor", "live")
    wanted = {
        catalogs.key_of(one)
        for one in entries(in_code())
        if any(
            place.startswith((f"{SCRIPTS}visitor/", f"{SCRIPTS}live/"))
            for place, _ in one.locations
        )
    }
    assert said.keys() == wanted
    assert len(wanted) > 100


def test_scripts_get_plural_forms_by_category():
    polish = catalogs.words("pl", "live")["%(num)s new message"]
    assert polish == {
        "one": "%(num)s nowa wiadomość",
        "few": "%(num)s nowe wiadomości",
        "many": "%(num)s nowych wiadomości",
    }
    assert list(catalogs.words("ja", "live")["%(num)s new message"]) == ["other"]
    assert catalogs.words("en", "live") == {}


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("pl", 1, "Przed Tobą jest jedna osoba."),
        ("pl", 3, "Przed Tobą są %(num)s osoby."),
        ("pl", 12, "Przed Tobą jest %(num)s osób."),
        ("pl", 22, "Przed Tobą są %(num)s osoby."),
        ("nb", 1, "Én person er foran deg."),
        ("nb", 2, "%(num)s personer er foran deg."),
        ("ja", 1, "前に %(num)s 人お待ちです。"),
        ("hu", 5, "%(num)s személy van Ön előtt."),
    ],
)
def test_a_number_has_its_form(code: str, number: int, said: str):
    singular, plural = "One person is ahead of you.", "%(num)s people are ahead of you."
    assert catalogs.texts(code).translations.ngettext(singular, plural, number) == said


@pytest.mark.parametrize(
    ("english", "norwegian"),
    [
        ("Technical Issues", "Tekniske problemer"),
        ("My Technical Issues", "Mine tekniske problemer"),
        ("Awaiting Feedback", "Venter på tilbakemelding"),
        ("Submit a new tech issue", "Send inn et nytt teknisk problem"),
        ("Submit Tech Issue", "Send inn teknisk problem"),
        ("Tech Support Chat", "Chat om teknisk støtte"),
        ("Detailed description of the issue", "Detaljert beskrivelse av problem"),
        ("Upload files", "Last opp filer"),
    ],
)
def test_norwegian_has_the_words_of_the_member_guide(english: str, norwegian: str):
    assert catalogs.texts("nb").translations.gettext(english) == norwegian


def test_an_outdated_file_is_brought_up_to_date(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)
    found = Catalog()
    found.add("Send")
    found.add("Delete")
    assert collect.bring_up_to_date("nb", found) == 2
    written = catalogs.po_file("nb")
    written.write_text(
        written.read_text().replace('msgid "Send"\nmsgstr ""', 'msgid "Send"\nmsgstr "Send"')
    )
    renewed = Catalog()
    renewed.add("Send")
    renewed.add("Sent")
    assert collect.bring_up_to_date("nb", renewed) == 1
    assert {one.id: one.string for one in entries(collect.read("nb"))} == {
        "Send": "Send",
        "Sent": "",
    }
