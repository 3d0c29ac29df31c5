"""What a mail holds: the words that a person has written in it, pictures, and other files."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from tickets.mailbox.cutting import answer_of
from tickets.mailbox.html_text import text_of_html

_TEXT_LOOKED_AT = 200_000
_PARTS_LOOKED_AT = 100
# Smaller pictures inside the text are logos and dots.
_SMALLEST_INLINE = 4_000
# Mail programs add these by themselves, and nobody misses them.
_NOT_FOR_PEOPLE = ("application/pgp-signature", "application/pkcs7-signature")


@dataclass(frozen=True)
class MailFile:
    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Content:
    """`others` are the names of files that are no pictures."""

    text: str
    pictures: tuple[MailFile, ...]
    others: tuple[str, ...]


def content_of(raw: bytes, *, own_address: str, own_name: str) -> Content:
    parts = list(_parts(message_from_bytes(raw)))[:_PARTS_LOOKED_AT]
    files = [part for part in parts if _is_file(part)]
    pictures = [part for part in files if part.get_content_maintype() == "image"]
    return Content(
        text=answer_of(_words(parts), own_address=own_address, own_name=own_name),
        pictures=tuple(MailFile(_name(part), _bytes(part)) for part in pictures),
        others=tuple(_name(part) for part in files if part not in pictures),
    )


def _parts(message: Message) -> Iterator[Message]:
    """All that is no box of other parts; a mail within the mail is one part."""
    if message.is_multipart() and message.get_content_maintype() != "message":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)
    else:
        yield message


def _is_file(part: Message) -> bool:
    if part.get_content_type() in _NOT_FOR_PEOPLE:
        return False
    if part.get_content_disposition() == "attachment":
        return True
    is_picture = part.get_content_maintype() == "image"
    return is_picture and len(_bytes(part)) >= _SMALLEST_INLINE


def _words(parts: list[Message]) -> str:
    """Some programs write several texts around their pictures."""
    texts = {
        kind: [
            _text(part)
            for part in parts
            if part.get_content_type() == kind and not part.get_filename()
        ]
        for kind in ("text/plain", "text/html")
    }
    plain = "\n".join(texts["text/plain"])
    if plain.strip():
        return plain[:_TEXT_LOOKED_AT]
    return text_of_html("\n".join(texts["text/html"])[:_TEXT_LOOKED_AT])


def _text(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        text = _bytes(part).decode(charset, "replace")
    except LookupError:
        text = _bytes(part).decode("utf-8", "replace")
    if part.get_param("format") == "flowed":
        return _unfolded(text, joint="" if part.get_param("delsp") == "yes" else " ")
    return text


def _unfolded(text: str, *, joint: str) -> str:
    """Lines that end in a blank go on in the next one (RFC 3676), but for the signature's mark."""
    lines: list[str] = []
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if goes_on and not line.startswith(">"):
            lines[-1] = lines[-1].rstrip(" ") + joint + line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str:
    name = part.get_filename() or ""
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name
