"""How many live connections one network address holds, so that none can hold them all (R60)."""

from collections import Counter
from ipaddress import IPv6Address, ip_address


class Crowd:
    """Counts by address; of IPv6 by the /64 that one customer has. `most` None: no limit.

    Loopback is not counted: there a proxy stands that was not named, or we ourselves.
    """

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._here: Counter[str] = Counter()

    def let_in(self, address: str) -> bool:
        """Whether there is room for one more; who was let in has to be let go again."""
        network = _network(address)
        if network is None or self._most is None:
            return True
        if self._here[network] >= self._most:
            return False
        self._here[network] += 1
        return True

    def let_go(self, address: str) -> None:
        network = _network(address)
        if network is not None and self._here[network] > 0:
            self._here[network] -= 1
            if not self._here[network]:
                del self._here[network]


def _network(address: str) -> str | None:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return None
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
