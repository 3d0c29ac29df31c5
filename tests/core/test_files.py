"""Stores of files: the same promises from a folder and from an S3 server."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import files
from core.bucket import BucketStore
from core.errors import NotFound, Unavailable
from core.files import FolderStore, Store, new_name
from tests.core.bucket import S3Server
from tests.ports import free_port

CONTENT = bytes(range(256)) * 500


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    server = S3Server(tmp_path_factory.mktemp("s3") / "log")
    yield server
    server.end()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "files")
    return BucketStore(request.getfixturevalue("s3").url)


def test_what_was_put_is_got_back_and_can_be_deleted_twice(store: Store) -> None:
    name = new_name()
    store.put(name, CONTENT)
    assert store.get(name) == CONTENT
    store.delete(name)
    store.delete(name)
    with pytest.raises(NotFound):
        store.get(name)


def test_what_never_was_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.get(new_name())


def test_old_files_are_named_and_new_ones_are_not(store: Store) -> None:
    name = new_name()
    store.put(name, CONTENT)
    assert name not in list(store.older_than(3_600))
    time.sleep(1.1)  # S3 tells times in whole seconds.
    assert name in list(store.older_than(0))


def test_all_files_are_named_with_their_sizes(store: Store) -> None:
    name = new_name()
    store.put(name, CONTENT)
    assert dict(store.sizes())[name] == len(CONTENT)


def test_files_put_at_once_are_all_whole(store: Store) -> None:
    named = {new_name(): os.urandom(200_000) for _ in range(8)}
    people = [threading.Thread(target=store.put, args=one) for one in named.items()]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert {name: store.get(name) for name in named} == named


def test_a_name_says_nothing_and_cannot_be_guessed() -> None:
    names = {new_name() for _ in range(1_000)}
    assert len(names) == 1_000
    assert all(len(name) == 32 and int(name, 16) >= 0 for name in names)


def test_a_file_is_its_owners_alone_and_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    store, name = FolderStore(tmp_path / "files"), new_name()
    store.put(name, CONTENT)
    path = tmp_path / "files" / name[:2] / name
    assert path.read_bytes() == CONTENT
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_file_that_never_arrived_whole_is_cleared_away(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    store.put(new_name(), CONTENT)
    half = tmp_path / "files" / "arriving" / new_name()
    half.write_bytes(CONTENT[:10])
    os.utime(half, (0, 0))
    assert half.name not in list(store.older_than(3_600))
    assert not half.exists()


def test_what_cannot_be_written_is_unavailable_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Unavailable):
        FolderStore(tmp_path / "files").put(new_name(), CONTENT)


def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, synced, name = os.fsync, [], new_name()

    def note(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        sync(handle)

    monkeypatch.setattr(files.os, "fsync", note)
    folder = tmp_path / "files"
    FolderStore(folder).put(name, CONTENT)
    assert folder / "arriving" / name in synced
    assert synced[-1] == folder / name[:2], "and the name itself, before anybody is told of it"
    assert {tmp_path, folder} <= set(synced), "with the folders that are new"


def test_a_disk_that_fails_in_the_middle_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, name = FolderStore(tmp_path / "files"), new_name()

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(Unavailable):
        store.put(name, CONTENT)
    monkeypatch.undo()
    with pytest.raises(NotFound):
        store.get(name)


def test_a_store_that_does_not_answer_is_unavailable() -> None:
    nobody = f"s3+http://key:secret@127.0.0.1:{free_port()}/desk-files"
    with pytest.raises(Unavailable):
        BucketStore(nobody).put(new_name(), CONTENT)


def test_a_bucket_that_is_not_there_is_unavailable(s3: S3Server) -> None:
    with pytest.raises(Unavailable):
        BucketStore(s3.url.replace("desk-files", "another-one")).put(new_name(), CONTENT)
