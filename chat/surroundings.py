"""Where a visitor is, as far as their browser tells: what an agent may know, and no secret."""

import ipaddress
from zoneinfo import ZoneInfo

from core.peers import network
from core.sealing import keyed_fingerprint

TIME_ZONE_LIMIT = 64
PAGE_LIMIT = 200


def known_time_zone(name: str | None) -> str | None:
    """The name of a time zone of IANA, or None for whatever else was sent."""
    if not name or len(name) > TIME_ZONE_LIMIT:
        return None
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # Unknown, no relative path, or a folder of zones.
        return None


def own_page(path: str | None) -> str | None:
    """A path on this desk, or None for whatever else was sent."""
    is_path = path is not None and path.startswith("/") and path.isprintable()
    return path[:PAGE_LIMIT] if path and is_path else None


def network_key(address: str) -> str | None:
    """What is kept of an address: enough to know it again, and not to read it.

    None for this machine itself: behind a proxy that nobody has told us of, everybody comes from
    there.
    """
    try:
        is_local = ipaddress.ip_address(address).is_loopback
    except ValueError:
        return None
    return None if is_local else keyed_fingerprint(network(address))
