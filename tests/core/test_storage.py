"""The data folder: made on the first start, held by one server, its key kept for good."""

import stat
from pathlib import Path

import pytest
import requests

from core import storage
from core.storage import StorageError
from tests.live.desk import Desk

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /run tmpfs rw 0 0
server:/export /srv/desk nfs4 rw 0 0
//nas/share /srv/desk/uploads cifs rw 0 0
bucket: /srv/my\\040desk fuse.rclone rw 0 0
/dev/sdb1 /srv/moved ext4 rw 0 0
server:/export /srv/moved nfs rw 0 0
rubbish
"""


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path):
    folder = tmp_path / "new" / "desk"
    key = storage.secret_key(folder)
    assert len(bytes.fromhex(key)) == 32
    assert storage.secret_key(folder) == key
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_desks_never_share_a_key(tmp_path: Path):
    assert storage.secret_key(tmp_path / "a") != storage.secret_key(tmp_path / "b")


def test_a_key_that_was_cut_off_stops_the_start(tmp_path: Path):
    (tmp_path / "secret_key").write_text("abc")
    with pytest.raises(StorageError, match="not a whole key"):
        storage.secret_key(tmp_path)


def test_a_folder_is_held_by_one_server_at_a_time(tmp_path: Path):
    held = storage.claim_data_dir(tmp_path)
    with pytest.raises(StorageError, match="another server is already running"):
        storage.claim_data_dir(tmp_path)
    held.close()
    storage.claim_data_dir(tmp_path).close()


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.rclone", "9p"])
def test_a_network_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    monkeypatch.setattr(storage, "file_system_of", lambda _folder: kind)
    with pytest.raises(StorageError, match=kind):
        storage.claim_data_dir(tmp_path)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/desk", "nfs4"),
        ("/srv/desk/data", "nfs4"),
        ("/srv/desk/uploads/x", "cifs"),
        ("/srv/desktop", "ext4"),
        ("/run/desk", "tmpfs"),
        ("/srv/my desk/data", "fuse.rclone"),
        ("/srv/moved", "nfs"),
        ("/", "ext4"),
    ],
)
def test_the_longest_mount_point_above_decides(folder: str, kind: str):
    assert storage.file_system_of(Path(folder), MOUNTS) == kind


def test_without_a_table_of_mounts_the_kind_is_unknown(tmp_path: Path):
    assert storage.file_system_of(tmp_path, "") == "unknown"


def test_a_file_in_the_folders_place_stops_the_start(tmp_path: Path):
    (tmp_path / "desk").write_text("not a folder")
    with pytest.raises(StorageError, match="cannot be used"):
        storage.claim_data_dir(tmp_path / "desk")


@pytest.mark.server
def test_the_first_start_makes_everything_and_a_second_server_is_refused(tmp_path: Path):
    desk = Desk(tmp_path / "first" / "start").start()
    try:
        assert requests.get(f"{desk.url}/chat", timeout=10).status_code == 200
        second = Desk(desk.data_dir)
        with pytest.raises(AssertionError, match="another server is already running"):
            second.start()
        assert second.exit_code == 2
        assert requests.get(f"{desk.url}/healthz", timeout=10).ok
    finally:
        desk.kill()
