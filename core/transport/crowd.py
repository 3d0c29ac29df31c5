"""How many live connections one network address holds, and all together (R60)."""

from collections import Counter
from collections.abc import Callable

from core.peers import foreign_network


class Crowd:
    """Counts by address; of IPv6 by the /64 that one customer has. `most` None: no limit.

    Loopback counts only for `in_all`: there a proxy stands that was not named, or we ourselves.
    """

    def __init__(self, most: int | None, in_all: int | None = None) -> None:
        self._most, self._in_all = most, in_all
        self._here: Counter[str | None] = Counter()

    def let_in(self, address: str, *, is_of_team: Callable[[], bool] = lambda: False) -> bool:
        """Whether there is room for one more; who was let in has to be let go again.

        The team finds room where strangers find none; who it is is asked only then.
        """
        network = foreign_network(address)
        if self._is_full_for(network) and not is_of_team():
            return False
        self._here[network] += 1
        return True

    def let_go(self, address: str) -> None:
        network = foreign_network(address)
        if self._here[network] > 0:
            self._here[network] -= 1
        if not self._here[network]:
            del self._here[network]

    def _is_full_for(self, network: str | None) -> bool:
        if self._in_all is not None and self._here.total() >= self._in_all:
            return True
        return network is not None and self._most is not None and self._here[network] >= self._most
