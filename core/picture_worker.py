"""Draws one picture anew, in a process of its own, so that a hostile one can harm nothing else.

`core.pictures` starts this file by its path, isolated: it knows nothing of the product. It reads
the original from standard input and answers on standard output, with one line of JSON and then the
bytes of the full picture and of its thumbnail.
"""

import io
import json
import os
import resource
import sys
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MEMORY_BYTES = 1024**3
CPU_SECONDS = 10
ANSWER_BYTES = 64 * 1024**2
# Larger than any screenshot: it is a photograph, and photographs are no PNG.
LARGEST_PNG = 4 * 1024**2

THUMBNAIL = {"format": "WEBP", "quality": 80, "method": 4}
SAVED_AS: dict[str, dict[str, Any]] = {
    "PNG": {"format": "PNG"},
    "JPEG": {"format": "JPEG", "quality": 90},
    "WEBP": {"format": "WEBP", "quality": 85, "method": 2},
}


class TooManyPixels(Exception):
    """More than anybody needs, known from the header alone."""


def main() -> None:
    _limit_ourselves()
    limits = json.loads(sys.argv[1])
    try:
        answer = _drawn(sys.stdin.buffer, **limits)
    except (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning):
        answer = _refused("too_many_pixels")
    except Exception:  # noqa: BLE001 - whatever such a picture breaks, it cannot be read
        answer = _refused("unreadable")
    sys.stdout.buffer.write(answer)


def _limit_ourselves() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.nice(5)  # Live messages go first.


def _refused(reason: str) -> bytes:
    return json.dumps({"refused": reason}).encode() + b"\n"


def _drawn(
    original: Any, *, most_pixels: int, longest_side: int, full_pixels: int, thumbnail_side: int
) -> bytes:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = most_pixels
    with Image.open(original, formats=FORMATS) as image:  # Reads the header, decodes nothing yet.
        if max(image.size) > longest_side:
            raise TooManyPixels
        drawn_as = "JPEG" if image.format in ("JPEG", "MPO") else image.format
        image.load()
        full = _fitted(_plain(_upright(image)), full_pixels)
    width, height = full.size
    content, media_type = _saved(full, "PNG" if drawn_as == "GIF" else str(drawn_as))
    full.thumbnail((thumbnail_side, thumbnail_side), reducing_gap=2.0)
    small, _ = _written(full, THUMBNAIL)
    sizes = [len(content), len(small)]
    about = {"media_type": media_type, "width": width, "height": height, "sizes": sizes}
    return json.dumps(about).encode() + b"\n" + content + small


def _upright(image: Image.Image) -> Image.Image:
    """As the camera was held; what else it wrote down goes."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - broken words about a picture are no reason to refuse it
        return image


def _plain(image: Image.Image) -> Image.Image:
    """Grey, colour, or colour with transparency, 8 bits each, in the colours of every screen."""
    image = _in_common_colours(image)
    if image.mode.startswith("I"):  # Greys of 16 bits; a plain conversion would cut off the light.
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.mode == "RGB" and image.has_transparency_data:
        image = image.convert("RGBA")
    return image


def _in_common_colours(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        common = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, common, outputMode=mode) or image
    except ImageCms.PyCMSError:
        return image


def _fitted(image: Image.Image, most_pixels: int) -> Image.Image:
    """No larger than `most_pixels`, with nothing in it but pixels."""
    width, height = image.size
    shrink = min(1.0, (most_pixels / (width * height)) ** 0.5)
    if shrink < 1:
        size = (max(1, int(width * shrink)), max(1, int(height * shrink)))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _saved(image: Image.Image, drawn_as: str) -> tuple[bytes, str]:
    content, media_type = _written(image, SAVED_AS[drawn_as])
    if drawn_as == "PNG" and len(content) > LARGEST_PNG and image.mode != "RGBA":
        return _written(image, SAVED_AS["JPEG"])
    return content, media_type


def _written(image: Image.Image, how: dict[str, Any]) -> tuple[bytes, str]:
    written = io.BytesIO()
    image.save(written, **how)
    return written.getvalue(), f"image/{how['format'].lower()}"


if __name__ == "__main__":
    main()
