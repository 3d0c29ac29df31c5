"""A QR code as the path of an SVG, which needs no picture and no other address."""

from typing import NamedTuple

import segno

_BORDER = 4


class Square(NamedTuple):
    """`path` is drawn in a box of `size` by `size`."""

    size: int
    path: str


def square(text: str) -> Square:
    code = segno.make(text, micro=False, error="m")
    rows = [list(row) for row in code.matrix_iter(border=_BORDER)]
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return Square(len(rows), path)
