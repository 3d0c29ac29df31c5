"""A backup of the running desk, and the desk that is made of it."""

import os
import stat
import threading
from pathlib import Path

import pytest

from core import backup, storage
from core.settings import Settings
from core.storage import StorageError
from tests.live.conftest import prepared, server, start_desk  # noqa: F401 - fixtures
from tests.live.desk import Desk
from tests.live.people import Guest


@pytest.mark.server
def test_a_desk_that_is_being_written_to_is_copied_and_restored(
    server: Desk,  # noqa: F811
    tmp_path: Path,
) -> None:
    (server.data_dir / "files").mkdir(exist_ok=True)
    (server.data_dir / "files" / "a-picture").write_bytes(b"pixels")
    gus = Guest(server.url)
    acknowledged: list[str] = []
    enough, done = threading.Event(), threading.Event()

    def write() -> None:
        while not done.is_set():
            acknowledged.append(gus.says(f"message {len(acknowledged)}")["message"]["body"])
            if len(acknowledged) == 20:
                enough.set()

    writing = threading.Thread(target=write)
    writing.start()
    assert enough.wait(20)
    before = list(acknowledged)
    backup.back_up(Settings(data_dir=server.data_dir), tmp_path / "copy")
    done.set()
    writing.join()
    gus.leave()

    backup.restore(Settings(data_dir=tmp_path / "again"), tmp_path / "copy")
    again = Desk(tmp_path / "again", rate_limits="off").start()
    try:
        gus.url = again.url
        gus.connect(auth={"token": gus.token})
        bodies = [one["body"] for one in gus.sync(1)["messages"] if one["kind"] == "text"]
        assert bodies[: len(before)] == before
        gus.leave()
    finally:
        again.kill()
    assert (tmp_path / "again" / "files" / "a-picture").read_bytes() == b"pixels"
    key = tmp_path / "again" / "secret_key"
    assert key.read_text() == (server.data_dir / "secret_key").read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_desk_with_data_is_never_overwritten(settings: Settings, tmp_path: Path) -> None:
    backup.back_up(settings, tmp_path / "copy")
    with pytest.raises(StorageError, match="left alone"):
        backup.restore(settings, tmp_path / "copy")


@pytest.mark.parametrize("left", ["-wal", "-journal"])
def test_what_is_left_of_another_database_never_gets_into_the_restored_one(
    settings: Settings, tmp_path: Path, left: str
) -> None:
    backup.back_up(settings, tmp_path / "copy")
    again = Settings(data_dir=tmp_path / "again")
    again.data_dir.mkdir()
    log = again.data_dir / f"{backup.DATABASE}{left}"
    log.write_bytes(b"SQLite would play this into whatever stands beside it")
    with pytest.raises(StorageError, match=f"{backup.DATABASE}{left} .* move it away"):
        backup.restore(again, tmp_path / "copy")
    log.unlink()
    backup.restore(again, tmp_path / "copy")


def test_nothing_is_restored_under_a_running_server(settings: Settings, tmp_path: Path) -> None:
    backup.back_up(settings, tmp_path / "copy")
    again = Settings(data_dir=tmp_path / "again")
    with (
        storage.claim_data_dir(again.data_dir),
        pytest.raises(StorageError, match="another server is already running"),
    ):
        backup.restore(again, tmp_path / "copy")


def test_a_file_that_goes_while_others_are_copied_is_left_out(
    settings: Settings, tmp_path: Path
) -> None:
    """Half an upload is renamed when it is whole; here it is gone before it can be read."""
    arriving = settings.data_dir / "files" / "arriving"
    arriving.mkdir(parents=True)
    (arriving / "whole").write_bytes(b"pixels")
    (arriving / "gone").symlink_to("nowhere")
    backup.back_up(settings, tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy" / "files" / "arriving").iterdir()] == ["whole"]


def test_a_copy_is_on_the_disk_before_it_has_its_name(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    fsync = os.fsync

    def note(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    (settings.data_dir / "files").mkdir()
    (settings.data_dir / "files" / "a-picture").write_bytes(b"pixels")
    backup.back_up(settings, tmp_path / "copy")
    backup.restore(Settings(data_dir=tmp_path / "again"), tmp_path / "copy")
    for folder in (tmp_path / "copy", tmp_path / "again"):
        for name in ("", backup.DATABASE, "files", "files/a-picture"):
            assert (folder / name).stat().st_ino in synced


def test_a_backup_never_replaces_another_one(settings: Settings, tmp_path: Path) -> None:
    backup.back_up(settings, tmp_path / "copy")
    with pytest.raises(StorageError, match="exists already"):
        backup.back_up(settings, tmp_path / "copy")


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no database"):
        backup.back_up(Settings(data_dir=tmp_path / "empty"), tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_copy_is_not_restored(settings: Settings, tmp_path: Path) -> None:
    backup.back_up(settings, tmp_path / "copy")
    database = tmp_path / "copy" / backup.DATABASE
    content = bytearray(database.read_bytes())
    content[8192:12288] = bytes(4096)
    database.write_bytes(content)
    again = Settings(data_dir=tmp_path / "again")
    with pytest.raises(StorageError, match="damaged"):
        backup.restore(again, tmp_path / "copy")
    assert not (again.data_dir / backup.DATABASE).exists()
