"""Lines that are only ever added, each with a hash over itself and the line before it (D3)."""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

START = "0" * 64


def digest(*fields: Any) -> str:
    """The hash of a line: of all that it says, ending with the hash of the line before."""
    return hashlib.sha256(msgspec.json.encode(fields)).hexdigest()


def first_broken(lines: Iterable[Any], *, last: int) -> int | None:
    """The number of the first line whose hash does not fit, or that is missing; None: all is whole.

    `last` is the number that was given out last, so that the end cannot be cut off unseen. A line
    is a row that begins with its number and ends with `previous_hash` and `hash`.
    """
    previous_hash, expected = START, 1
    for line in lines:
        *fields, chained, found = line
        fits = line.number == expected and chained == previous_hash
        if not fits or found != digest(*fields, chained):
            return expected
        previous_hash, expected = found, expected + 1
    return expected if expected <= last else None
