"""Pictures for the tests, good and hostile, made here so that none has to be kept."""

import io
import os
import struct
import zlib
from typing import Any

from PIL import Image

GPS_TAG = 0x8825
ORIENTATION_TAG = 0x0112
DESCRIPTION_TAG = 0x010E
PLACE = "59 deg 54 min"


def picture(
    width: int = 320, height: int = 200, *, drawn_as: str = "PNG", colour: Any = "teal", **how: Any
) -> bytes:
    """One colour, saved as Pillow saves it."""
    return saved(Image.new("RGB", (width, height), colour), drawn_as, **how)


def noise(width: int, height: int, *, drawn_as: str = "PNG", **how: Any) -> bytes:
    """The hardest picture of its size to pack."""
    pixels = os.urandom(width * height * 3)
    return saved(Image.frombytes("RGB", (width, height), pixels), drawn_as, **how)


def saved(image: Image.Image, drawn_as: str, **how: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, drawn_as, **how)
    return written.getvalue()


def with_place(*, orientation: int = 1) -> bytes:
    """A photograph, 320 wide and 200 high as stored, that tells where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    exif[DESCRIPTION_TAG] = PLACE
    exif[GPS_TAG] = {1: "N", 2: (59.0, 54.0, 30.0), 3: "E", 4: (10.0, 45.0, 10.0)}
    return picture(drawn_as="JPEG", exif=exif, comment=PLACE.encode())


def animated(drawn_as: str = "GIF") -> bytes:
    """Red first, then blue."""
    red, blue = (Image.new("RGB", (64, 48), colour) for colour in ("red", "blue"))
    return saved(red, drawn_as, save_all=True, append_images=[blue], duration=100)


def png_chunk(kind: bytes, data: bytes, *, length: int | None = None) -> bytes:
    """A chunk of a PNG; `length` says something else than the truth."""
    said = struct.pack(">I", len(data) if length is None else length)
    return said + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width: int, height: int) -> bytes:
    about = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", about)


def bomb(side: int = 13_000) -> bytes:
    """169 million pixels in less than a megabyte, if anybody unpacks them."""
    packed = zlib.compressobj(9)
    row = b"\0" * (1 + side * 3)
    data = b"".join(packed.compress(row) for _ in range(side)) + packed.flush()
    return png_header(side, side) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def giant_chunk() -> bytes:
    """A PNG whose first chunk claims two gigabytes."""
    return png_header(64, 64) + png_chunk(b"IDAT", b"x" * 64, length=2**31 - 1)


def text_bomb() -> bytes:
    """A good PNG with a compressed text of 60 megabytes before its pixels."""
    text = b"comment\0\0" + zlib.compress(b"a" * (60 * 1024 * 1024), 9)
    good = picture()
    return good[:33] + png_chunk(b"zTXt", text) + good[33:]
