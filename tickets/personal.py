"""What tickets and pictures hold on a person, and how they forget them."""

from typing import Any

from accounts.personal import ERASED
from core import clock
from core.database import current
from core.rows import plain
from core.statements import Sql
from tickets import rules

# Without `requester_id` the address is only what somebody has typed; it is theirs to have erased.
_TICKETS = Sql(
    "SELECT * FROM tickets WHERE requester_id = :account_id OR LOWER(email) = :email"
    " ORDER BY number"
)
_THREAD = Sql(
    "SELECT number, kind, author_kind, author_name, body, created_at"
    " FROM ticket_entries WHERE ticket_id = :ticket_id ORDER BY number"
)
_PICTURES = Sql(
    "SELECT id, file, name, media_type, size, width, height, created_at FROM attachments"
    " WHERE owner_key = :owner OR ticket_id = :ticket_id OR chat_id = :chat_id"
)
_FORGET_PICTURES = Sql(
    "DELETE FROM attachments"
    " WHERE owner_key = :owner OR ticket_id = :ticket_id OR chat_id = :chat_id"
)
_EMPTY = Sql(
    "UPDATE tickets SET title = :erased, description = :erased, name = :erased, email = '',"
    " member_id = NULL, client_id = NULL, status = 'closed',"
    " closed_at = COALESCE(closed_at, :now), waiting_since = :never, updated_at = :now"
    " WHERE id = :ticket_id"
)
# What the team did (`event`) names none but the team.
_EMPTY_THREAD = Sql(
    "UPDATE ticket_entries SET body = :erased WHERE ticket_id = :ticket_id"
    " AND (kind <> 'event' OR author_id IS NULL OR author_id = :account_id)"
)
_EMPTY_AUTHORS = Sql(
    "UPDATE ticket_entries SET author_name = :erased WHERE ticket_id = :ticket_id"
    " AND author_name IS NOT NULL AND (author_kind = 'member' OR author_id = :account_id)"
)
_FORGET = tuple(
    Sql(f"DELETE FROM {table} WHERE ticket_id = :ticket_id")  # noqa: S608 - names of ours
    for table in ("ticket_tokens", "ticket_reply_tokens", "ticket_readings")
)
_EMPTY_WORDS = Sql(
    "UPDATE ticket_words SET words = '', notes = '', scope = '' WHERE ticket_id = :ticket_id"
)
_SQUEEZE_INDEX = Sql("INSERT INTO ticket_index (ticket_index) VALUES ('optimize')")
NOBODY = ""


def tickets_of(account_id: str | None, email: str) -> list[Any]:
    return _TICKETS.all(account_id=account_id or NOBODY, email=email)


def held(ticket: Any) -> dict[str, Any]:
    """The ticket and its thread, internal notes too: they are about the person as well."""
    thread = [plain(one) for one in _THREAD.all(ticket_id=ticket.id)]
    return plain(ticket, thread=thread)


def pictures_of(
    *, owner: str = NOBODY, ticket_id: str = NOBODY, chat_id: str = NOBODY
) -> list[Any]:
    """What somebody has sent, or what hangs on a ticket or in a chat, whoever has sent it."""
    return _PICTURES.all(owner=owner, ticket_id=ticket_id, chat_id=chat_id)


def forget_pictures(
    *, owner: str = NOBODY, ticket_id: str = NOBODY, chat_id: str = NOBODY
) -> list[str]:
    """Forget the rows; returns the files that they named, to be deleted after the commit."""
    which = {"owner": owner, "ticket_id": ticket_id, "chat_id": chat_id}
    named = [row.file for row in _PICTURES.all(**which)]
    _FORGET_PICTURES.run(**which)
    return named


def squeeze_index() -> None:
    """On SQLite the index keeps removed words until its parts are merged."""
    if current().dialect == "sqlite":
        _SQUEEZE_INDEX.run()


def erase(ticket: Any) -> list[str]:
    """Keep what statistics count, and no word of anybody; returns the files to delete."""
    which = {"ticket_id": ticket.id, "account_id": ticket.requester_id or NOBODY}
    named = forget_pictures(ticket_id=ticket.id)
    _EMPTY_THREAD.run(**which, erased=ERASED)
    _EMPTY_AUTHORS.run(**which, erased=ERASED)
    for forget in _FORGET:
        forget.run(ticket_id=ticket.id)
    _EMPTY_WORDS.run(ticket_id=ticket.id)
    never = clock.to_millis(rules.NOBODY_WAITS)
    _EMPTY.run(ticket_id=ticket.id, erased=ERASED, now=clock.now_millis(), never=never)
    return named
