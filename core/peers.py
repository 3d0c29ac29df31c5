"""Whose connections and tries are counted together."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 customer has."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return address if found is None else str(found)


def foreign_network(address: str) -> str | None:
    """The same; None for those of this very machine."""
    found = _parsed(address)
    return None if found is not None and found.is_loopback else network(address)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
