"""The gate with its real detectors, and the labelled questions it is held against."""

import csv
from pathlib import Path

import pytest

from chat.language.gate import Gate, build_gate

Row = dict[str, str]


@pytest.fixture(scope="session")
def gate() -> Gate:
    return build_gate()


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    """The columns are id, text, lang, script, kind, expected; see docs/decisions."""
    with (Path(__file__).parent / "dev.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="session")
def english(rows: list[Row]) -> list[str]:
    return [row["text"] for row in rows if row["lang"] == "en" and row["expected"] == "allow"]


@pytest.fixture(scope="session")
def foreign(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["expected"] == "redirect"]


@pytest.fixture(scope="session")
def foreign_in_latin_letters(foreign: list[Row]) -> list[str]:
    return [row["text"] for row in foreign if row["script"] == "Latn"]
