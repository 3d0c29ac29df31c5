"""How the text of a setting becomes its value; each raises ValueError with what is wrong."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


def whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text) if re.fullmatch("-?[0-9]{1,9}", text.strip()) else None
        if number is None or not least <= number <= most:
            raise ValueError(f"must be a whole number from {least} to {most}, not '{text}'")
        return number

    return parse


def one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"must be one of {', '.join(words)}, not '{text}'")
        return text

    return parse


def several_of(always: str, others: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """Words of a list, in the order of that list."""

    def parse(text: str) -> tuple[str, ...]:
        named = [word.strip() for word in text.split(",") if word.strip()]
        unknown = [word for word in named if word not in (always, *others)]
        if unknown:
            raise ValueError(
                f"must name some of {', '.join([always, *others])}, not '{unknown[0]}'"
            )
        return (always, *(word for word in others if word in named))

    return parse


def switch(text: str) -> bool:
    return one_of("on", "off")(text) == "on"


def url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not _is_address(text, schemes):
            raise ValueError(f"must be a {' or '.join(schemes)} address, not '{text}'")
        return text.rstrip("/")

    return parse


def origin(text: str) -> str:
    """A web address without a path: the desk always stands at the root of its host."""
    address = url("http", "https")(text)
    parts = urlsplit(address)
    if parts.path or parts.query or parts.fragment:
        raise ValueError(f"must be an address without a path, not '{text}'")
    return address


def bucket(text: str) -> str:
    """Never repeats what was given, for there is a secret in it."""
    parts = urlsplit(text) if _is_address(text, ("s3",)) else urlsplit("")
    if not (parts.username and parts.password and parts.path.strip("/")):
        raise ValueError("must read s3://KEY:SECRET@host:port/bucket?region=…")
    return text


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        named = parts.netloc if parts.port is None else parts.hostname
    except ValueError:  # Brackets that do not match, a port that is none.
        return False
    return bool(named) and parts.scheme.split("+")[0] in schemes


def ranks(text: str) -> tuple[str, ...]:
    ranks = tuple(rank.strip() for rank in text.split(","))
    if not all(ranks) or len(set(ranks)) != len(ranks):
        raise ValueError("must list each rank once, lowest first, separated by commas")
    return ranks


def secret(text: str) -> str:
    if len(text) < 20 or text.split() != [text]:
        raise ValueError("must be at least 20 characters without blanks")
    return text


def words(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


def mail_address(text: str) -> str:
    if not _MAIL_ADDRESS.fullmatch(text.strip()):
        raise ValueError(f"must be one email address, not '{text}'")
    return text.strip()
