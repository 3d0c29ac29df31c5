"""A CSV file of members, read line by line: what stands in it, and what cannot be read."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from accounts.registering import NewMember

COLUMNS = tuple(field.name for field in fields(NewMember))


class UnreadableFile(Exception):
    """Nothing can be made of the file as a whole; the text names the line."""


@dataclass(frozen=True)
class Row:
    """One line of the file; `member` as it was written, not yet checked."""

    line: int
    member: NewMember


@dataclass(frozen=True)
class BadRow:
    line: int
    complaint: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.complaint}"


def read(path: Path) -> Iterator[Row | BadRow]:
    """Every row but empty ones. Raises UnreadableFile."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(csv.reader(file, strict=True))
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"line {_line_of_wrong_bytes(path)}: this is not UTF-8; save the file as CSV UTF-8"
        ) from None


def _rows(reader: Any) -> Iterator[Row | BadRow]:
    order = _order(_next(reader))
    while True:
        line = reader.line_num + 1
        cells = _next(reader)
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) == len(COLUMNS):
            yield Row(line, NewMember(**{name: cells[order[name]] for name in COLUMNS}))
        else:
            yield BadRow(line, f"there are {len(cells)} columns instead of {len(COLUMNS)}")


def _next(reader: Any) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        # After an open quote nobody knows where the next row begins.
        raise UnreadableFile(f"line {reader.line_num}: {error}") from None


def _order(header: list[str] | None) -> dict[str, int]:
    names = [name.strip().lower() for name in header or []]
    if sorted(names) != sorted(COLUMNS):
        raise UnreadableFile(
            f"line 1: the columns must be {','.join(COLUMNS)}, separated by commas"
        )
    return {name: names.index(name) for name in COLUMNS}


def _line_of_wrong_bytes(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1
