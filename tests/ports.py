"""Ports for servers of tests."""

import random
import socket

# Below those that the kernel gives to outgoing connections, which would take a port
# between its choice here and the moment when the server listens on it.
_PORTS = range(10_000, 32_000)
_own = random.SystemRandom()  # Not the seeded one, which chooses alike in every process.


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    while True:
        port = _own.choice(_PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
