"""The data folder: one serving process, on a disk of this machine, with its own secret key."""

import fcntl
import os
import re
import secrets
import time
from pathlib import Path
from typing import IO

from click import ClickException

# With or without `fuse.` before it.
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "davfs", "lustre", "beegfs", "gpfs"}
    | {"ceph", "glusterfs", "juicefs", "sshfs", "s3fs", "gcsfuse", "rclone"}
)
KEY_FILE = "secret_key"
LOCK_FILE = "serving.lock"


class StorageError(ClickException):
    """The data cannot be used; the text is the one line that stops the start, or a command."""

    start_ends_with = 2


def secret_key(data_dir: Path) -> str:
    """This desk's secret: 256 random bits, made once, readable by its owner only (S67)."""
    path = _made(data_dir) / KEY_FILE
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    key = path.read_text().strip()
    if len(key) < 64:
        raise StorageError(f"{KEY_FILE} in the data folder is not a whole key; remove it")
    return key


def claim_data_dir(data_dir: Path) -> IO[str]:
    """Hold the folder for this serving process until the returned file is closed (R40).

    Raises StorageError when another one serves it, or when it lies on a network file system,
    where SQLite's locks cannot be trusted.
    """
    kind = file_system_of(_made(data_dir))
    if kind.removeprefix("fuse.") in NETWORK_FILE_SYSTEMS:
        raise StorageError(f"the data folder is on a network file system ({kind})")
    lock = open(data_dir / LOCK_FILE, "w")  # noqa: SIM115 - held for as long as the process serves
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise StorageError("another server is already running on this data folder") from None
    os.utime(lock.fileno())
    return lock


def served_seconds(data_dir: Path) -> float:
    """For how long a server has served this folder; 0 when none does."""
    try:
        with open(data_dir / LOCK_FILE) as lock:
            began_at = os.fstat(lock.fileno()).st_mtime
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return max(0.0, time.time() - began_at)
    except FileNotFoundError:
        pass
    return 0.0


def sync(path: Path) -> None:
    """Put on the disk what is in a file, or which files a folder names. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _made(data_dir: Path) -> Path:
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(f"the data folder cannot be used: {error}") from None
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise StorageError(f"the data folder cannot be written to: {data_dir}")
    return data_dir


def file_system_of(path: Path, mounts: str | None = None) -> str:
    """The kind of file system that holds `path`: the longest mount point above it, the last one."""
    if mounts is None:
        table = Path("/proc/self/mounts")
        mounts = table.read_text() if table.exists() else ""
    whole = str(path.resolve())
    found = [line.split()[1:3] for line in mounts.splitlines() if len(line.split()) > 2]
    named = [(_plain(point), kind) for point, kind in found]
    above = [(point, kind) for point, kind in named if _is_above(point, whole)]
    return max(reversed(above), key=lambda one: len(one[0]), default=("", "unknown"))[1]


def _plain(mount_point: str) -> str:
    """Without the kernel's way to write a blank."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), mount_point)


def _is_above(mount_point: str, path: str) -> bool:
    return path == mount_point or path.startswith(mount_point.rstrip("/") + "/")
