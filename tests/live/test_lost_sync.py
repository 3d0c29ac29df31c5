"""A disk that does not take what was written: nothing is acknowledged, and the process ends."""

import pytest

from core import lost_sync
from tests.live.conftest import People
from tests.live.desk import Desk
from tests.torture import strace
from tests.torture.needed import needs_strace

pytestmark = [
    pytest.mark.server,
    needs_strace,
]


def test_a_failed_sync_ends_the_process_and_a_new_one_goes_on(
    server: Desk, people: type[People]
) -> None:
    gus = people.guest()
    answers: list[object] = []
    log = server.database.with_name(server.database.name + "-wal")
    with strace.injected(server.pid, "fdatasync", "error=EIO", path=log):
        gus.send("send_message", {"client_id": "id-1", "body": "Hello"}, answers.append)
        assert server.wait() == lost_sync.EXIT_CODE
    assert gus.is_disconnected()
    assert answers == []
    assert server.log.read_text().count("disk: it did not take what was written") == 1
    server.start()
    assert people.guest("Gil").says("Hello")["ok"]
