"""Addresses that a form may lead on to: own paths, and nothing that a browser reads otherwise."""

import re
from urllib.parse import urlsplit

# Browsers read `//host` and `/\host` as another site, and drop tabs and line ends.
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def own_path(address: str | None) -> str | None:
    """The address when it is a path on this site, else None."""
    if address is None or not _OWN_PATH.fullmatch(address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address
