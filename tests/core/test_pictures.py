"""Pictures: what is taken, what is refused and how soon, and what is left of the original."""

import io
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from core import pictures
from core.errors import Invalid, Refused, Unavailable
from core.pictures import NotAPicture, Picture, TooLarge, redraw
from tests import pictures as corpus

FOREIGN = b"<script>alert('foreign')</script>"
# Of a busy machine; what is refused from its header or its first bytes takes far less.
AT_MOST_SECONDS = 2.0

HOSTILE = {
    "169 million pixels": (corpus.bomb(), TooLarge),
    "one side too long": (corpus.picture(8_001, 4), TooLarge),
    "a chunk of two gigabytes": (corpus.giant_chunk(), Invalid),
    "a text that unpacks to 60 MB": (corpus.text_bomb(), Invalid),
    "cut off": (corpus.noise(200, 200)[:30_000], Invalid),
    "a cut-off photograph": (corpus.noise(200, 200, drawn_as="JPEG")[:20_000], Invalid),
    "only a beginning": (b"\x89PNG\r\n\x1a\n", Invalid),
    "a WebP that is none": (b"RIFF\x10\0\0\0WEBPnonsense", Invalid),
    "nothing": (b"", NotAPicture),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', NotAPicture),
    "HTML": (b"<!doctype html><script>alert(1)</script>", NotAPicture),
    "PDF": (b"%PDF-1.7\n1 0 obj", NotAPicture),
    "an archive": (b"PK\x03\x04" + bytes(100), NotAPicture),
    "a program": (b"MZ\x90\0" + bytes(100), NotAPicture),
    "a film": (b"\0\0\0\x20ftypisom" + bytes(100), NotAPicture),
    "a TIFF": (corpus.picture(drawn_as="TIFF"), NotAPicture),
    "a BMP": (corpus.picture(drawn_as="BMP"), NotAPicture),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0", NotAPicture),
}


# Sentences have a language, so they need an app.
pytestmark = pytest.mark.usefixtures("desk")


def drawn(content: bytes, limit_mb: int = 10) -> Picture:
    return redraw(io.BytesIO(content), limit_mb=limit_mb)


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_broken_is_refused_soon(name: str) -> None:
    content, refusal = HOSTILE[name]
    began = time.monotonic()
    with pytest.raises(refusal) as refused:
        drawn(content)
    assert time.monotonic() - began < AT_MOST_SECONDS
    assert str(refused.value.message).endswith(".")


@pytest.mark.parametrize(
    ("drawn_as", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/png"),
        ("MPO", "image/jpeg"),
    ],
)
def test_pictures_of_each_kind_are_drawn_anew(drawn_as: str, media_type: str) -> None:
    picture = drawn(corpus.picture(drawn_as=drawn_as))
    assert (picture.media_type, picture.width, picture.height) == (media_type, 320, 200)
    full, thumbnail = opened(picture.full), opened(picture.thumbnail)
    assert Image.MIME[full.format or ""] == media_type
    assert (full.size, thumbnail.size, thumbnail.format) == ((320, 200), (320, 200), "WEBP")
    assert full.convert("RGB").getpixel((10, 10)) == pytest.approx((0, 128, 128), abs=3)


def test_a_photograph_comes_back_upright_and_tells_nobody_where_it_was_taken() -> None:
    original = corpus.with_place(orientation=6)
    assert b"59 deg" in original
    picture = drawn(original)
    assert (picture.width, picture.height) == (200, 320)
    for content in (picture.full, picture.thumbnail):
        image = opened(content)
        assert dict(image.getexif()) == {}
        assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(image.info)
        assert b"59 deg" not in content
        assert b"Exif" not in content


def test_colours_of_another_profile_are_kept_and_the_profile_goes() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = corpus.picture(colour=(200, 30, 90), icc_profile=profile)
    full = opened(drawn(original).full)
    assert "icc_profile" not in full.info
    assert full.getpixel((5, 5)) == pytest.approx((200, 30, 90), abs=2)


@pytest.mark.parametrize("drawn_as", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_left(drawn_as: str) -> None:
    picture = drawn(corpus.animated(drawn_as))
    full = opened(picture.full)
    assert getattr(full, "n_frames", 1) == 1
    assert full.convert("RGB").getpixel((8, 8)) == pytest.approx((255, 0, 0), abs=4)


@pytest.mark.parametrize("drawn_as", ["PNG", "JPEG", "GIF", "WEBP"])
def test_what_hangs_behind_a_picture_or_is_hidden_in_it_goes(drawn_as: str) -> None:
    original = corpus.picture(drawn_as=drawn_as) + FOREIGN
    picture = drawn(original)
    assert FOREIGN not in picture.full + picture.thumbnail


def test_a_picture_that_is_a_script_as_well_is_a_picture_only() -> None:
    gif = bytearray(corpus.picture(drawn_as="GIF"))
    gif[6:8] = b"/*"  # Its width then begins a comment, and the rest may be a script.
    with pytest.raises(Refused):
        drawn(bytes(gif) + b"*/=1;" + FOREIGN)
    commented = corpus.picture(drawn_as="JPEG", comment=FOREIGN)
    assert FOREIGN in commented
    assert FOREIGN not in drawn(commented).full


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_way_to_write_down_colours_can_be_read(mode: str) -> None:
    image = Image.new("RGBA", (40, 30), (250, 250, 250, 128))
    image = Image.new("I;16", (40, 30), 64_000) if mode == "I;16" else image.convert(mode)
    picture = drawn(corpus.saved(image, "JPEG" if mode == "CMYK" else "PNG"))
    full = opened(picture.full)
    assert full.mode in ("L", "RGB", "RGBA")
    assert full.convert("L").getpixel((5, 5)) == pytest.approx(250, abs=6)
    if mode in ("LA", "RGBA"):
        assert full.getchannel("A").getpixel((5, 5)) == 128


def test_a_long_page_stays_legible_and_a_large_photograph_gets_smaller() -> None:
    page = drawn(corpus.picture(1_000, 8_000))
    assert (page.width, page.height) == (1_000, 8_000)
    assert max(opened(page.thumbnail).size) == pictures.THUMBNAIL_SIDE
    photograph = drawn(corpus.picture(5_000, 5_000, drawn_as="JPEG"))
    assert photograph.width * photograph.height <= pictures.FULL_PIXELS
    assert photograph.width == photograph.height


def test_a_noisy_png_is_kept_as_the_photograph_that_it_is() -> None:
    picture = drawn(corpus.noise(1_500, 1_000))
    assert picture.media_type == "image/jpeg"


def test_a_file_that_is_too_large_is_told_how_large_it_may_be() -> None:
    content = corpus.picture() + bytes(int(14.3 * 1024 * 1024) - 663)
    with pytest.raises(TooLarge) as refused:
        drawn(content)
    assert str(refused.value.message) == "The file is too large: 14.3 MB. The limit is 10 MB."
    assert drawn(corpus.picture() + bytes(9_000_000)).width == 320


def test_the_process_that_draws_sees_nothing_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen, worker = tmp_path / "seen.json", tmp_path / "worker.py"
    looks = "json.dumps([dict(os.environ), os.getcwd(), sys.path])"
    worker.write_text(f"import json, os, sys; open({str(seen)!r}, 'w').write({looks})")
    monkeypatch.setenv("LIVEDESK_SMTP_URL", "smtp://user:secret@mail.example")
    monkeypatch.setattr(pictures, "_WORKER", worker)
    with pytest.raises(Invalid):
        drawn(corpus.picture())
    environment, folder, path = json.loads(seen.read_text())
    assert not [name for name in environment if name.startswith("LIVEDESK")]
    assert folder == "/"
    assert str(Path(pictures.__file__).parents[1]) not in path


def test_a_worker_that_dies_or_hangs_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    worker = tmp_path / "worker.py"
    monkeypatch.setattr(pictures, "_WORKER", worker)
    monkeypatch.setattr(pictures, "PATIENCE_SECONDS", 0.5)
    for program in (
        "import os; os.kill(os.getpid(), 9)",
        "import time; time.sleep(60)",
        "raise SystemExit('no')",
    ):
        worker.write_text(program)
        began = time.monotonic()
        with pytest.raises(Invalid, match="cannot be read"):
            drawn(corpus.picture())
        assert time.monotonic() - began < AT_MOST_SECONDS


def test_the_worker_has_no_more_memory_than_a_picture_needs() -> None:
    limited = "import runpy, sys; runpy.run_path(sys.argv[1])['_limit_ourselves']()"
    ended = subprocess.run(
        [sys.executable, "-c", f"{limited}; bytearray(2 * 1024 ** 3)", str(pictures._WORKER)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "MemoryError" in ended.stderr


def test_two_are_drawn_at_once_some_wait_and_more_are_sent_away(
    monkeypatch: pytest.MonkeyPatch, desk: Flask
) -> None:
    at_work, most, lock = [0], [0], threading.Lock()
    go_on = threading.Event()

    def work(_original, answer) -> None:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        go_on.wait(10)
        with lock:
            at_work[0] -= 1
        about = {"media_type": "image/png", "width": 1, "height": 1, "sizes": [1, 1]}
        answer.write(json.dumps(about).encode() + b"\nab")

    monkeypatch.setattr(pictures, "_work", work)
    monkeypatch.setattr(pictures, "_turns", pictures._Turns(at_once=2, waiting=3))
    ends: list[str] = []

    def send() -> None:
        with desk.app_context():
            try:
                drawn(corpus.picture())
                ends.append("drawn")
            except Unavailable:
                ends.append("sent away")

    people = [threading.Thread(target=send) for _ in range(8)]
    for person in people:
        person.start()
    deadline = time.monotonic() + 5
    while len(ends) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    go_on.set()
    for person in people:
        person.join()
    assert sorted(ends) == ["drawn"] * 5 + ["sent away"] * 3
    assert most[0] == 2
