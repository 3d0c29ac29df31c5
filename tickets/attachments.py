"""Pictures on messages and tickets: attaching them, and looking them up.

Written with `Sql` only, so that a chat may call it in whatever transaction is open. How a picture
comes in is told in `tickets.uploading`.
"""

# ruff: noqa: S608 - the statements are put together from constants of this file

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core import clock
from core.errors import Invalid, NotFound
from core.languages import lazy_gettext as _
from core.statements import Sql
from tickets import rules

_COLUMNS = (
    "id, owner_key, file, chat_id, message_id, ticket_id, entry_id, name, media_type, size,"
    " width, height"
)
_FIND = Sql(f"SELECT {_COLUMNS} FROM attachments WHERE id = :id")
_FREE = "message_id IS NULL AND ticket_id IS NULL"
_OF_TICKET = Sql(
    f"SELECT {_COLUMNS} FROM attachments WHERE ticket_id = :ticket_id ORDER BY position"
)
_OF_CHAT = Sql(
    f"SELECT {_COLUMNS} FROM attachments WHERE chat_id = :chat_id AND message_id IS NOT NULL"
    " ORDER BY position"
)
# In case somebody else was faster since it was looked at.
_ATTACH = Sql(
    "UPDATE attachments SET chat_id = :chat_id, message_id = :message_id, ticket_id = :ticket_id,"
    f" entry_id = :entry_id, position = :position WHERE id = :id AND {_FREE}"
)
_COPY = Sql(
    "INSERT INTO attachments (id, owner_key, file, chat_id, message_id, ticket_id, entry_id,"
    " position, name, media_type, size, width, height, sha256, created_at)"
    " SELECT :id, owner_key, file, NULL, NULL, :ticket_id, :entry_id, position, name, media_type,"
    " size, width, height, sha256, :now FROM attachments WHERE id = :from_id"
)
Payload = dict[str, Any]


@dataclass(frozen=True)
class Uploads:
    """Pictures that somebody wants to attach: their ids in order, and the keys of their owner."""

    ids: tuple[str, ...]
    keys: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.ids)


NO_FILES = Uploads((), frozenset())


@dataclass(frozen=True)
class Place:
    """What a picture is attached to: a message of a chat, a ticket, or an entry of a ticket."""

    chat_id: str | None = None
    message_id: str | None = None
    ticket_id: str | None = None
    entry_id: str | None = None


def staff_key(account_id: str) -> str:
    """The owner key of somebody of the team; members and guests have that of their chats."""
    return f"staff:{account_id}"


def new_attachment_id() -> str:
    """128 random bits: to know it is not enough, but nobody finds it by trying (S51)."""
    return secrets.token_urlsafe(16)


def require_free(uploads: Uploads, *, chat_id: str | None = None) -> list[Payload]:
    """The pictures as clients get them, if all may still be attached.

    Raises Invalid alike for one that never was, is somebody else's, or hangs elsewhere (S51).
    """
    if len(uploads.ids) > rules.FILES_IN_ONE_GO:
        raise too_many()
    rows = [_FIND.one(id=one) for one in uploads.ids]
    if not all(row and _is_free(row, uploads.keys, chat_id) for row in rows):
        raise _not_here()
    return [as_payload(row) for row in rows]


def attach(uploads: Uploads, place: Place) -> list[Payload]:
    """Attach them in this order; returns them as clients get them. Raises like `require_free`."""
    if not uploads:
        return []
    found = require_free(uploads, chat_id=place.chat_id)
    for position, one in enumerate(uploads.ids):
        attached = _ATTACH.run(
            id=one,
            position=position,
            chat_id=place.chat_id,
            message_id=place.message_id,
            ticket_id=place.ticket_id,
            entry_id=place.entry_id,
        )
        if not attached:
            raise _not_here()
    return found


def copy_to_ticket(attachment_ids: Iterable[str], ticket_id: str, entry_id: str | None) -> None:
    """Let a ticket use the same pictures: the files stay the very same ones."""
    for one in attachment_ids:
        _copy(one, ticket_id=ticket_id, entry_id=entry_id)


def copy_to_draft(attachment_ids: Iterable[str]) -> list[str]:
    """The same pictures once more, for their owner to attach; returns the new ids."""
    return [_copy(one) for one in attachment_ids]


def still_free(uploads: Uploads) -> list[Payload]:
    """Those that may still be attached, for a form that is shown again."""
    rows = [_FIND.one(id=one) for one in uploads.ids[: rules.FILES_IN_ONE_GO]]
    return [as_payload(row) for row in rows if row and _is_free(row, uploads.keys, None)]


def of_messages(chat_id: str) -> dict[str, list[Payload]]:
    """The pictures of a whole chat, by message, in one look."""
    return _grouped(_OF_CHAT.all(chat_id=chat_id), "message_id")


def of_ticket(ticket_id: str) -> dict[str | None, list[Payload]]:
    """The pictures of a whole ticket by entry; those of its description under None."""
    return _grouped(_OF_TICKET.all(ticket_id=ticket_id), "entry_id")


def find(attachment_id: str) -> Any:
    """The row, for whoever goes on to ask who may see it. Raises NotFound."""
    row = _FIND.one(id=attachment_id)
    if row is None:
        raise NotFound
    return row


def as_payload(row: Any) -> Payload:
    """What every client gets of an attachment."""
    return {
        "id": row.id,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "width": row.width,
        "height": row.height,
        "url": f"/attachments/{row.id}",
        "thumbnail_url": f"/attachments/{row.id}/thumbnail",
    }


def too_many() -> Invalid:
    return _refusal(_("Choose at most %(most)s files at once.", most=rules.FILES_IN_ONE_GO))


def _copy(attachment_id: str, *, ticket_id: str | None = None, entry_id: str | None = None) -> str:
    new_id = new_attachment_id()
    _COPY.run(
        id=new_id,
        from_id=attachment_id,
        ticket_id=ticket_id,
        entry_id=entry_id,
        now=clock.now_millis(),
    )
    return new_id


def _not_here() -> Invalid:
    return _refusal(_("A picture is not here any more. Please remove it and add it again."))


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"attachments": [sentence]})


def _is_free(row: Any, keys: frozenset[str], chat_id: str | None) -> bool:
    """One of theirs that hangs nowhere; what was sent for one chat stays in it (S51)."""
    return (
        row.owner_key in keys
        and row.message_id is None
        and row.ticket_id is None
        and row.chat_id in (None, chat_id)
    )


def _grouped(rows: list[Any], key: str) -> dict[Any, list[Payload]]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(as_payload(row))
    return found
