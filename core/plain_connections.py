"""Connections that carry requests: there is always room for one more (R60).

Whoever holds connections without asking anything, or asks as slowly as possible, would keep out
everybody else. So when there are too many, the one goes that has waited longest for its client;
a browser opens another when it needs one. Live connections are counted elsewhere.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from threading import Lock

from core.peers import foreign_network

OF_ONE_ADDRESS = 200


class PlainConnections:
    """Counted by network; `most_of_one` is None where all come from one proxy."""

    def __init__(self, most: int, most_of_one: int | None) -> None:
        self._most, self._most_of_one = most, most_of_one
        self._networks: dict[socket, str | None] = {}
        self._counts: Counter[str | None] = Counter()
        # In the order in which they began to wait, and to be answered.
        self._waiting: dict[socket, None] = {}
        self._asking: dict[socket, None] = {}
        self._lock = Lock()

    @contextmanager
    def carrying(self, sock: socket, address: str) -> Iterator[None]:
        """From the first byte to the end of the connection, or until it is `taken`."""
        with self._lock:
            self._make_room(foreign_network(address))
            self._networks[sock] = network = foreign_network(address)
            self._counts[network] += 1
            self._waiting[sock] = None
        try:
            yield
        finally:
            self.taken(sock)

    @contextmanager
    def asking(self, sock: socket) -> Iterator[bool]:
        """While a request of this connection is answered, it is not the first to go.

        False: it went before, and what looks like a request is the beginning of one.
        """
        with self._lock:
            is_here = sock in self._waiting
            if is_here:
                del self._waiting[sock]
                self._asking[sock] = None
        try:
            yield is_here
        finally:
            with self._lock:
                if sock in self._asking:
                    del self._asking[sock]
                    self._waiting[sock] = None

    def taken(self, sock: socket) -> None:
        """It carries no requests any more."""
        with self._lock:
            self._forget(sock)

    def _make_room(self, network: str | None) -> None:
        """Before one more comes from there."""
        too_many = self._most_of_one is not None and self._counts[network] >= self._most_of_one
        if network is not None and too_many:
            self._end(one for one in self._by_wait() if self._networks[one] == network)
        elif len(self._networks) >= self._most:
            self._end(self._by_wait())

    def _by_wait(self) -> Iterator[socket]:
        yield from self._waiting
        yield from self._asking

    def _end(self, candidates: Iterator[socket]) -> None:
        """Its handler finds it at its end, as if the client had gone."""
        longest = next(candidates)
        self._forget(longest)
        with suppress(OSError):
            longest.shutdown(SHUT_RDWR)

    def _forget(self, sock: socket) -> None:
        if sock in self._networks:
            network = self._networks.pop(sock)
            self._counts[network] -= 1
            if not self._counts[network]:
                del self._counts[network]
            self._waiting.pop(sock, None)
            self._asking.pop(sock, None)
