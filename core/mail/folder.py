"""Mail for a desk without a mail server: one `.eml` file each, which any mail program opens."""

import os
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from pathlib import Path

from core import loop
from core.mail.refusals import ServerAway


class Folder:
    """Takes messages into a folder. A file is there as a whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, message: EmailMessage, name: str) -> None:
        """Raises ServerAway when the disk does not take it. The same name replaces the file."""
        try:
            loop.in_thread(_write, self._path, f"{name}.eml", message.as_bytes())
        except OSError as error:
            raise ServerAway(f"cannot write to the mail folder: {error.strerror}") from error

    def close(self) -> None:
        """Nothing stays open."""


def remove_letters_to(folder: Path, address: str) -> int:
    """Delete what lies there for an address; returns how many letters."""
    wanted = address.strip().lower()
    found = [path for path in folder.glob("*.eml") if _recipient(path) == wanted]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _recipient(path: Path) -> str:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=SMTP).parse(file)
    return str(headers["To"] or "").lower()


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{name}"
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder / name)
    listed = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(listed)
    finally:
        os.close(listed)
