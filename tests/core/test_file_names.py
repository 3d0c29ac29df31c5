"""Names of files, as people see them: text, and nothing that anybody else could read in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import FILE_NAME_LIMIT, clean_file_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\Maya\\bilde.PNG", "bilde.png"),
        (".htaccess", "htaccess.png"),
        ("\u200b.htaccess", "htaccess.png"),
        ("cart\u202egnp.exe", "cartgnp.png"),
        ("a\r\nSet-Cookie: x=1.png", "a Set-Cookie: x=1.png"),
        ("two\u2028lines\x00.png", "two lines.png"),
        ("e\u0301te\u0301.jpg", "été.png"),
        ("Screenshot 2026-11-22 at 10.38.21", "Screenshot 2026-11-22 at 10.38.21.png"),
        ("picture.png.exe", "picture.png.png"),
        ("   ", "picture.png"),
        ("", "picture.png"),
        ("..", "picture.png"),
        ("😀 fin.webp", "😀 fin.png"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
    ],
)
def test_a_name_is_text_and_ends_as_we_decide(given_name: str, shown: str) -> None:
    assert clean_file_name(given_name, "png") == shown


@given(st.text(alphabet=st.characters(), max_size=300))
def test_whatever_the_name_it_can_be_shown_and_stays_what_it_is(given_name: str) -> None:
    name = clean_file_name(given_name, "webp")
    assert name.endswith(".webp")
    assert len(name) <= FILE_NAME_LIMIT
    assert not set(name) & set("/\\\r\n\0\u202e\u200b\ufeff")
    assert not [one for one in name if unicodedata.category(one)[0] == "C"]
    assert unicodedata.is_normalized("NFC", name)
