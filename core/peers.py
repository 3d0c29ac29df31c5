"""Whose connections are counted together."""

from ipaddress import IPv6Address, ip_address


def network_of(address: str) -> str | None:
    """Whose connections are counted together; None for those of this very machine."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return None
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
