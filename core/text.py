"""Text from people: trimmed, NFC, one kind of line end, nothing that cannot be stored or shown."""

import hashlib
import re
import secrets
import unicodedata
from itertools import count

from core.cards import mask_cards
from core.errors import Invalid, TooLong
from core.languages import lazy_gettext

BODY_LIMIT = 4_000
NAME_LIMIT = 100
MEMBER_ID_LIMIT = 32
EMAIL_LIMIT = 254
TITLE_LIMIT = 120
DESCRIPTION_LIMIT = 5_000
FILE_NAME_LIMIT = 100

# C0 and C1 control characters but newline and tab, and lone surrogates (R10).
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Zero-width and direction overrides let one name pass for another (S44).
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Short and with a letter in it, so that a time at the end of a name is none.
_EXTENSION = re.compile(r"\.(?=[A-Za-z0-9]{1,5}\Z)[0-9]*[A-Za-z][A-Za-z0-9]*\Z")
# What tells the ordered ids of two processes apart within one millisecond, and of one process.
_THIS_PROCESS = secrets.token_hex(3)
_ordered = count()


def clean_body(text: str, *, limit: int = BODY_LIMIT, field: str = "body", least: int = 1) -> str:
    """The text as it is stored, card numbers masked (S76).

    Raises Invalid or TooLong with a sentence for `field`.
    """
    return mask_cards(_cleaned(text, limit=limit, field=field, least=least))


def clean_line(text: str, *, limit: int, field: str, least: int = 1) -> str:
    """One line (a name, a title): like `clean_body`, without line ends and invisible characters."""
    return mask_cards(clean_identifier(text, limit=limit, field=field, least=least))


def clean_identifier(text: str, *, limit: int, field: str, least: int = 1) -> str:
    """Like `clean_line`, for what somebody is known by: its digits are all kept."""
    line = _INVISIBLE.sub("", text).replace("\t", " ").replace("\r", " ").replace("\n", " ")
    return _cleaned(line, limit=limit, field=field, least=least)


def clean_file_name(given: str, extension: str) -> str:
    """The name to show for a file, without path and invisible characters, ending as we decide."""
    name = re.split(r"[/\\]", given)[-1]
    shown = "".join(
        " " if one.isspace() else one
        for one in name
        if one.isspace() or unicodedata.category(one)[0] != "C"
    )
    stem = _EXTENSION.sub("", " ".join(shown.split())).strip(". ")
    stem = unicodedata.normalize("NFC", stem)[: FILE_NAME_LIMIT - len(extension) - 1].rstrip(". ")
    return f"{stem or 'picture'}.{extension}"


def cut(text: str, limit: int) -> str:
    """The text on one line, shortened with an ellipsis to at most `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def new_id() -> str:
    """An opaque id that nobody can guess or count (96 random bits)."""
    return secrets.token_urlsafe(12)


def new_ordered_id(millis: int) -> str:
    """An opaque id that sorts by time, so that a long index of them only grows at its end.

    Unlike `new_id` it can be guessed, and it costs no call of the operating system.
    """
    return f"{millis:012x}{_THIS_PROCESS}{next(_ordered) & 0xFFFFFF:06x}"


def new_token() -> str:
    """A secret of 256 random bits for a link or a cookie; only its `fingerprint` is stored."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored of a token: its SHA-256 in hex. A token is random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _cleaned(text: str, *, limit: int, field: str, least: int) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _REFUSED.search(text):
        raise _invalid(field, lazy_gettext("The text holds a character that cannot be stored."))
    text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        sentence = lazy_gettext(
            "This is too long: %(length)s characters. The limit is %(limit)s.",
            length=f"{len(text):,}",
            limit=f"{limit:,}",
        )
        raise TooLong(sentence, fields={field: [sentence]})
    if len(text) < least:
        raise _invalid(field, lazy_gettext("Please write something."))
    return text


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
