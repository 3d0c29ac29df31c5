"""There is always room for one more connection: who has waited longest for its client goes."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from core.descriptors import FOR_OURSELVES, MOST, budget
from core.plain_connections import PlainConnections

GUS, GIL, LOOPBACK = "203.0.113.5", "203.0.113.6", "127.0.0.1"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


class Client:
    """One connection, seen from both ends."""

    def __init__(self, stack: ExitStack, plain: PlainConnections, address: str) -> None:
        self.plain = plain
        self.ours, self._theirs = socket.socketpair()
        self.stack = stack.enter_context(ExitStack())
        for end in (self.ours, self._theirs):
            self.stack.enter_context(end)
        self.stack.enter_context(plain.carrying(self.ours, address))
        self._theirs.setblocking(False)

    @property
    def was_ended(self) -> bool:
        try:
            return self._theirs.recv(1) == b""
        except BlockingIOError:
            return False

    def asks(self) -> ExitStack:
        """Until the stack is closed."""
        answering = self.stack.enter_context(ExitStack())
        answering.enter_context(self.plain.asking(self.ours))
        return answering


def ended(*clients: Client) -> list[bool]:
    return [client.was_ended for client in clients]


def test_who_has_waited_longest_goes_and_who_is_being_answered_last(stack: ExitStack) -> None:
    plain = PlainConnections(3, None)
    first, second, third = (Client(stack, plain, GUS) for _ in range(3))
    first.asks()
    second.asks().close()  # Answered, and waiting again since then.
    Client(stack, plain, GIL)
    assert ended(first, second, third) == [False, False, True]
    Client(stack, plain, GIL)
    assert ended(first, second) == [False, True]
    for _ in range(2):
        Client(stack, plain, GIL).asks()
    newest = Client(stack, plain, GIL)
    assert ended(first, newest) == [True, False]


def test_the_beginning_of_a_request_of_who_has_gone_is_none(stack: ExitStack) -> None:
    plain = PlainConnections(1, None)
    slow = Client(stack, plain, GUS)
    Client(stack, plain, GIL)
    with plain.asking(slow.ours) as is_here:
        assert not is_here


def test_an_address_that_has_too_many_loses_its_own(stack: ExitStack) -> None:
    plain = PlainConnections(100, 2)
    gil, *office = (Client(stack, plain, address) for address in (GIL, GUS, GUS))
    Client(stack, plain, GUS)
    assert ended(gil, *office) == [False, True, False]


@pytest.mark.parametrize(("most_of_one", "address"), [(2, LOOPBACK), (None, GUS)])
def test_where_all_have_one_address_it_is_not_counted(
    stack: ExitStack, most_of_one: int | None, address: str
) -> None:
    plain = PlainConnections(100, most_of_one)
    clients = [Client(stack, plain, address) for _ in range(5)]
    assert ended(*clients) == [False] * 5


def test_a_live_connection_is_none_of_them_any_more(stack: ExitStack) -> None:
    plain = PlainConnections(1, None)
    live = Client(stack, plain, GUS)
    answering = live.asks()
    plain.taken(live.ours)
    answering.close()
    for _ in range(3):
        Client(stack, plain, GUS)
    assert not live.was_ended


def test_nothing_is_remembered_of_who_has_gone(stack: ExitStack) -> None:
    plain = PlainConnections(1, 1)
    for _ in range(3):
        Client(stack, plain, GUS).asks()
    stack.close()
    remembered = (plain._networks, plain._counts, plain._waiting, plain._asking)
    assert not any(remembered)


@pytest.mark.parametrize("files", [160, 1024, 4096, 10**6])
def test_the_team_has_room_whatever_the_limit_of_files(
    monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    monkeypatch.setattr("core.descriptors.resource.getrlimit", lambda _: (256, files))
    found = budget()
    assert found.connections == min(MOST, max(50, files - FOR_OURSELVES))
    assert found.plain > 10
    assert found.connections - found.plain - found.strangers >= 5
