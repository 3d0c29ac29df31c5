"""A mail as it came in: who wrote it, what it answers, and whether a person wrote it at all.

Everything in it is somebody's text: nothing here is believed, it is only compared (S52).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from core.text import fingerprint

# Where a mail program says what it answers; and, as some servers give letters new ids, to whom.
_BRINGS_BACK = ("In-Reply-To", "References", "To", "Cc", "Delivered-To", "X-Original-To")
_TOKEN = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])")
_TOKENS_LOOKED_AT = 20

_ONE_ADDRESS = re.compile(r"[^<>@\s]+@[^<>@\s]+")
_IN_BRACKETS = re.compile(r"<\s*([^<>@\s]+@[^<>@\s]+)\s*>")

_BULK = ("bulk", "junk", "list", "auto_reply")
_ROBOTS = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply")
_SENT_BY_ROBOTS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What the headers say. `id` tells one mail from another; `sender` is None unless it is one."""

    id: str
    sender: str | None
    tokens: tuple[str, ...]
    is_automatic: bool


def heading_of(raw: bytes, *, own_addresses: Iterable[str]) -> Heading:
    """From the headers alone, or from the whole mail."""
    message = HeaderParser().parsestr(raw.decode("utf-8", "replace"))
    sender = _sender(message)
    own = {address.lower() for address in own_addresses}
    return Heading(
        id=fingerprint(str(message.get("Message-ID") or sorted(message.items()))),
        sender=sender,
        tokens=_tokens(message),
        is_automatic=_is_automatic(message, sender) or (sender or "").lower() in own,
    )


def _sender(message: Message) -> str | None:
    said = message.get_all("From", [])
    if len(said) != 1:
        return None
    line = str(said[0]).strip()
    found = _IN_BRACKETS.findall(line) or _ONE_ADDRESS.findall(line)
    return found[0] if len(found) == 1 and line.endswith((found[0], ">")) else None


def _tokens(message: Message) -> tuple[str, ...]:
    text = " ".join(str(value) for name in _BRINGS_BACK for value in message.get_all(name, []))
    return tuple(dict.fromkeys(_TOKEN.findall(text.lower())))[:_TOKENS_LOOKED_AT]


def _is_automatic(message: Message, sender: str | None) -> bool:
    """Notes of absence, mail that came back, lists: an answer to them would go round for ever."""
    says = {name.lower(): str(value).strip().lower() for name, value in message.items()}
    return (
        says.get("auto-submitted", "no").partition(";")[0].strip() != "no"
        or says.get("precedence", "") in _BULK
        or says.get("return-path", "") == "<>"
        or says.get("content-type", "").startswith("multipart/report")
        or any(name.lower() in says for name in _SENT_BY_ROBOTS)
        or (sender or "").lower().partition("@")[0] in _ROBOTS
    )
