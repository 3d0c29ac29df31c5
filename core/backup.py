"""A copy of the running desk that can be put back: database, files and secret key (R48)."""

import shutil
import sqlite3
import subprocess
from contextlib import suppress
from pathlib import Path

from core.settings import Settings
from core.storage import KEY_FILE, StorageError, claim_data_dir, sync

DATABASE = "livedesk.sqlite3"
DUMP = "livedesk.pgdump"
FOLDERS = ("files", "mail")
# SQLite takes them for a part of the database that they stand beside, whichever that is.
_LEFTOVERS = ("-wal", "-journal")


def back_up(settings: Settings, target: Path) -> None:
    """Copy the desk into the new folder `target`, while it is being used.

    The database is copied first: every file that a copied row names is there already, and files
    never change. Raises StorageError; what was written by then is removed.
    """
    if target.exists():
        raise StorageError(f"{target} exists already; name a new folder")
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        _copy_database(settings, unfinished)
        _copy_files(settings.data_dir, unfinished)
        _sync(unfinished)
        unfinished.rename(target)
        sync(target.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def restore(settings: Settings, source: Path) -> None:
    """Make the empty data folder what it was. Raises StorageError for a desk that has data."""
    if not (source / DATABASE).exists() and not (source / DUMP).exists():
        raise StorageError(f"{source} is not a backup of a desk")
    with claim_data_dir(settings.data_dir):
        _refuse_a_desk_with_data(settings.data_dir)
        _copy_files(source, settings.data_dir)
        if settings.database_url is not None:
            words = ("--exit-on-error", "--no-owner", "--dbname", settings.database_url, DUMP)
            _run("pg_restore", *words, at=source)
            _sync(settings.data_dir)
        else:
            _restore_file(source / DATABASE, settings.data_dir)


def _restore_file(copy: Path, data_dir: Path) -> None:
    """Last: a desk whose restoring was interrupted does not look like a whole one."""
    unfinished = data_dir / (DATABASE + ".unfinished")
    shutil.copy(copy, unfinished)
    _check(unfinished)
    _sync(data_dir)
    unfinished.rename(data_dir / DATABASE)
    sync(data_dir)


def _refuse_a_desk_with_data(data_dir: Path) -> None:
    if (data_dir / DATABASE).exists():
        raise StorageError("there is a database in the data folder already; it is left alone")
    for left in _LEFTOVERS:
        if (data_dir / (DATABASE + left)).exists():
            name = f"{DATABASE}{left}"
            raise StorageError(f"{name} of another database is in the data folder; move it away")


def _copy_database(settings: Settings, target: Path) -> None:
    if settings.database_url is not None:
        _run("pg_dump", "--format=custom", "--file", DUMP, settings.database_url, at=target)
        return
    source = settings.data_dir / DATABASE
    if not source.exists():
        raise StorageError("there is no database in the data folder")
    # One step: a reader of the WAL sees one moment, and no writer waits for it.
    copy = sqlite3.connect(target / DATABASE)
    with sqlite3.connect(source) as original:
        original.backup(copy)
    original.close()
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()
    _check(target / DATABASE)


def _copy_files(source: Path, target: Path) -> None:
    for folder in FOLDERS:
        if (source / folder).is_dir():
            shutil.copytree(
                source / folder, target / folder, copy_function=_copy, dirs_exist_ok=True
            )
    if (source / KEY_FILE).exists():
        shutil.copy2(source / KEY_FILE, target / KEY_FILE)


def _copy(source: str, target: str) -> None:
    """What goes meanwhile was half an upload, has been mailed, or was to be erased."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def _sync(folder: Path) -> None:
    """Everything in it, so that it is there after a power cut. Raises OSError."""
    for path in (folder, *folder.rglob("*")):
        sync(path)


def _check(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    finally:
        connection.close()
    if answer != "ok":
        raise StorageError(f"the copy of the database is damaged: {answer}")


def _run(program: str, *words: str, at: Path) -> None:
    found = shutil.which(program)
    if found is None:
        raise StorageError(f"{program} is needed for PostgreSQL; install its client programs")
    done = subprocess.run([found, *words], cwd=at, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise StorageError(f"{program} failed: {done.stderr.strip().splitlines()[-1]}")
