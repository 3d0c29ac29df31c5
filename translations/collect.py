"""Brings the translators' files up to date with the texts in the code: `make translations`.

It runs by itself, so the test that misses a translation collects exactly as this does.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from core.catalogs import SOURCE_CODE, po_file
from core.languages import LANGUAGES

ROOT = Path(__file__).parents[1]
MAPPING = ROOT / "babel.cfg"
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "marked": None}


def texts_in_code() -> Catalog:
    """Every text that is marked for translation, with the files that say it."""
    found = Catalog(project="livedesk")
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for place, _line, text, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS
    ):
        found.add(text, locations=[(Path(place).as_posix(), 0)], context=context)
    return found


def translated_codes() -> Iterator[str]:
    """The languages that have a file; English stands in the code."""
    yield from (language.code for language in LANGUAGES if language.code != SOURCE_CODE)


def read(code: str) -> Catalog:
    with po_file(code).open("rb") as file:
        return read_po(file, locale=code)


def bring_up_to_date(code: str, found: Catalog) -> int:
    """Write new texts into a language's file and drop old ones; returns how many are missing."""
    path = po_file(code)
    catalog = read(code) if path.exists() else _new(code)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalog, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True
        )
    return sum(1 for message in catalog if message.id and not _is_said(message.string))


def main() -> int:
    found = texts_in_code()
    missing = {code: bring_up_to_date(code, found) for code in translated_codes()}
    for code, number in missing.items():
        print(f"{code}: {f'{number} to translate' if number else 'complete'}")
    return 1 if any(missing.values()) else 0


def _new(code: str) -> Catalog:
    english = Locale.parse(code).get_display_name("en")
    return Catalog(
        locale=code,
        project="livedesk",
        header_comment=f"# {english}, for the member's side of the help desk.",
        fuzzy=False,
    )


def _is_said(string: object) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
