"""A picture comes in: brakes, drawing it anew, the file, and last the row that names it (R47).

It takes as long as a picture takes, so it is no use case: it opens short transactions of its own
and is called by doors, outside of any.
"""

import hashlib
from dataclasses import dataclass
from typing import IO, Any

from core import clock, files, loop, pictures
from core.brakes import Brake
from core.database import reading, transaction
from core.disk import disk
from core.errors import Refused, Unavailable
from core.languages import lazy_gettext as _
from core.load import load
from core.peers import network
from core.pictures import Picture
from core.settings import settings
from core.sizes import MEGABYTE, file_size
from core.statements import Sql
from core.text import clean_file_name
from core.writer import writer
from tickets.attachments import Payload, as_payload, find, new_attachment_id

QUOTA_MB = 100
PER_PERSON = 10
# An office shares one address.
PER_ADDRESS = 60
TEN_MINUTES = 600
# A file comes before the row that names it: one without may be on its way, for so long at most.
ORPHANED_FOR_SECONDS = 24 * 3600

_SMALL = "-small"
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}

_SAME_FILE = Sql(
    "SELECT file FROM attachments WHERE owner_key = :owner AND sha256 = :sha256 LIMIT 1"
)
_USED = Sql(
    "SELECT COALESCE(SUM(size), 0) FROM"
    " (SELECT DISTINCT file, size FROM attachments WHERE owner_key = :owner) AS kept"
)
_ADD = Sql(
    "INSERT INTO attachments (id, owner_key, file, chat_id, message_id, ticket_id, entry_id,"
    " position, name, media_type, size, width, height, sha256, created_at)"
    " VALUES (:id, :owner, :file, :chat_id, NULL, NULL, NULL, 0, :name, :media_type, :size,"
    " :width, :height, :sha256, :now)"
)


class NoRoomLeft(Refused):
    """All that one person may keep here is used."""

    status = 413


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as somebody has sent it. A picture for one chat can be used in no other place."""

    content: IO[bytes]
    name: str
    owner: str
    address: str
    chat_id: str | None = None


def store(upload: Upload) -> Payload:
    """Keep the picture, not attached to anything yet; returns it as clients get it.

    Raises TooLarge, NotAPicture, Invalid, RateLimited, NoRoomLeft, Unavailable.
    """
    disk().require_room_for_files()
    load.require_calm_for_files()
    with transaction():
        _BY_PERSON.count(upload.owner)
        _BY_ADDRESS.count(network(upload.address))
    picture = pictures.redraw(upload.content, limit_mb=settings().upload_limit_mb)
    sha256 = loop.in_thread(_sha256, picture.full)
    with reading():
        known: str | None = _SAME_FILE.value(owner=upload.owner, sha256=sha256)
        if known is None:
            _require_room(upload.owner, len(picture.full))
    file = known or _put(picture)
    added = writer().run(_add, upload, picture, file=file, sha256=sha256, is_known=bool(known))
    return as_payload(added)


def _too_often() -> str:
    return str(_("Those were many files in a short time. Please wait a few minutes."))


_BY_PERSON = Brake(name="uploads", most=PER_PERSON, seconds=TEN_MINUTES, sentence=_too_often)
_BY_ADDRESS = Brake(name="uploads-from", most=PER_ADDRESS, seconds=TEN_MINUTES, sentence=_too_often)


def thumbnail_of(file: str) -> str:
    """The name under which the thumbnail of a file lies beside it."""
    return file + _SMALL


def file_of(name: str) -> str:
    """The name that rows have for what lies under this one, thumbnail or not."""
    return name.removesuffix(_SMALL)


def _require_room(owner: str, size: int) -> None:
    """The team keeps as much as its work needs."""
    if not owner.startswith("staff:") and _USED.value(owner=owner) + size > QUOTA_MB * MEGABYTE:
        raise NoRoomLeft(
            _("All your space for files is used (%(quota)s).", quota=file_size(QUOTA_MB * MEGABYTE))
        )


def _put(picture: Picture) -> str:
    file: str = files.new_name()
    files.store().put(thumbnail_of(file), picture.thumbnail)
    files.store().put(file, picture.full)
    return file


def _add(upload: Upload, picture: Picture, *, file: str, sha256: str, is_known: bool) -> Any:
    if is_known and _SAME_FILE.value(owner=upload.owner, sha256=sha256) != file:
        raise Unavailable  # The other use of this file went away in this very moment.
    attachment_id = new_attachment_id()
    _ADD.run(
        id=attachment_id,
        owner=upload.owner,
        file=file,
        chat_id=upload.chat_id,
        name=clean_file_name(upload.name, _EXTENSIONS[picture.media_type]),
        media_type=picture.media_type,
        size=len(picture.full),
        width=picture.width,
        height=picture.height,
        sha256=sha256,
        now=clock.now_millis(),
    )
    return find(attachment_id)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
