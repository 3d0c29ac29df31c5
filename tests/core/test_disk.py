"""A disk that fills up: files are refused first, then all writing; and it heals by itself."""

import logging
from pathlib import Path

import pytest
from flask import Flask

from core.disk import RESERVE, Disk, Level, disk_of, level_of
from core.errors import Unavailable
from core.sizes import MEGABYTE
from tests.chat.conftest import cast, gus, set_up, stage  # noqa: F401 - fixtures
from tests.chat.stage import Stage, Visitor, code_of
from tests.pictures import picture
from tests.sending import as_file, post

GIGABYTE = 1024 * MEGABYTE


class Filling:
    """A disk of 100 GB that has as much room as the test says."""

    def __init__(self, folder: Path, *, reserve_bytes: int = 0) -> None:
        self.free = 50 * GIGABYTE
        self.disk = Disk(folder, reserve_bytes=reserve_bytes, measure=lambda _: self.measured())

    def measured(self) -> tuple[int, int]:
        return 100 * GIGABYTE, self.free

    def has(self, free: int) -> Level:
        self.free = free
        self.disk.look()
        return self.disk.level


@pytest.mark.parametrize(
    ("total", "free", "level"),
    [
        (100 * GIGABYTE, 6 * GIGABYTE, Level.AMPLE),
        (100 * GIGABYTE, 4 * GIGABYTE, Level.SCARCE),
        (100 * GIGABYTE, 900 * MEGABYTE, Level.NO_FILES),
        (100 * GIGABYTE, 60 * MEGABYTE, Level.READ_ONLY),
        (GIGABYTE, 110 * MEGABYTE, Level.AMPLE),
        (GIGABYTE, 90 * MEGABYTE, Level.SCARCE),
        (GIGABYTE, 40 * MEGABYTE, Level.NO_FILES),
        (GIGABYTE, 9 * MEGABYTE, Level.READ_ONLY),
    ],
)
def test_the_share_decides_on_small_disks_and_the_amount_on_large_ones(
    total: int, free: int, level: Level
) -> None:
    assert level_of(total, free) == level


def test_the_reserve_is_held_given_back_and_taken_again(tmp_path: Path) -> None:
    filling = Filling(tmp_path, reserve_bytes=MEGABYTE)
    assert filling.has(50 * GIGABYTE) == Level.AMPLE
    assert (tmp_path / RESERVE).stat().st_size == MEGABYTE
    assert filling.has(10 * MEGABYTE) == Level.READ_ONLY
    assert not (tmp_path / RESERVE).exists()
    # What was given back is for cleaning up: it is no reason to take messages again.
    assert filling.has(64 * MEGABYTE) == Level.READ_ONLY
    assert filling.has(6 * GIGABYTE) == Level.AMPLE
    assert (tmp_path / RESERVE).stat().st_size == MEGABYTE


def test_a_change_is_one_line_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "livedesk.disk")
    filling = Filling(tmp_path)
    for free in (50 * GIGABYTE, MEGABYTE, MEGABYTE, 50 * GIGABYTE):
        filling.has(free)
    assert [record.getMessage() for record in caplog.records] == [
        "disk: nothing is stored any more (1 MB free)",
        "disk: there is room again (51200 MB free)",
    ]


def test_files_are_refused_first_and_messages_go_on(
    stage: Stage,  # noqa: F811
    gus: Visitor,  # noqa: F811
) -> None:
    disk_of(stage.app).level = Level.NO_FILES
    client = stage.app.test_client()
    file = as_file(picture(40, 30), "one.png")
    answer = post(client, f"/api/v1/chats/{gus.token}/attachments", file=file)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "unavailable")
    assert gus.says("Hello")["ok"]


def test_a_full_disk_stores_nothing_tells_so_and_goes_on_by_itself(
    stage: Stage,  # noqa: F811
    gus: Visitor,  # noqa: F811
) -> None:
    disk_of(stage.app).level = Level.READ_ONLY
    before = stage.dump()
    client = stage.app.test_client()
    assert code_of(gus.says("Hello", "id-1")) == "unavailable"
    said = {"client_id": "id-2", "body": "Hello"}
    answer = client.post(f"/api/v1/chats/{gus.token}/messages", json=said)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert stage.start_chat("Gil")["error"]["code"] == "unavailable"
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert gus.sync()["ok"], "reading goes on"
    assert stage.dump() == before
    disk_of(stage.app).look()
    assert gus.says("Hello", "id-1")["ok"]
    assert client.get("/readyz").status_code == 200


def test_without_room_nothing_may_be_stored(app: Flask) -> None:
    disk_of(app).level = Level.READ_ONLY
    with pytest.raises(Unavailable):
        disk_of(app).require_room()
