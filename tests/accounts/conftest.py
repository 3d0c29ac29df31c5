"""What the tests of accounts share."""

import pytest

from live import delivery


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rooms whose connections were closed."""
    rooms: list[str] = []
    monkeypatch.setattr(delivery.Delivery, "disconnect", lambda _self, room: rooms.append(room))
    return rooms
