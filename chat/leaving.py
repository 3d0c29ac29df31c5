"""Leaving a chat for a ticket: all that the visitor wrote comes along, and nothing is given up yet.

The place in the queue is lost only when the ticket is sent (`converting`), so whoever thinks better
of it goes back to where they were.
"""

from typing import Any

from chat import redirects
from chat.access import chat_of_visitor
from chat.actors import Visitor
from chat.attachments import visitor_key
from core.sealing import unseal
from core.statements import Sql
from core.text import DESCRIPTION_LIMIT

_WRITTEN = Sql(
    "SELECT body FROM messages WHERE chat_id = :chat_id AND author_kind = 'visitor'"
    " AND kind = 'text' AND body <> '' ORDER BY seq"
)


def leave_for_ticket(visitor: Visitor, *, way_back: str) -> str:
    """Where to go: to the filled-in form, or to the ticket that this chat has already.

    `way_back` is the chat's own address, token and all.
    """
    row = chat_of_visitor(visitor)
    if row.ticket_number is not None:
        return unseal(row.sealed_ticket_url)
    if row.sealed_redirect_url is not None:
        return unseal(row.sealed_redirect_url)
    token = redirects.keep_for_leaver(
        row, visitor_key(row.id), written=written_in(row), way_back=way_back
    )
    return f"/chat/redirect/{token}"


def written_in(row: Any, *, most: int = DESCRIPTION_LIMIT) -> str:
    """All that the visitor has written, or the question alone when that is too long for a form."""
    together = "\n\n".join(message.body for message in _WRITTEN.all(chat_id=row.id))
    return together if 0 < len(together) <= most else str(row.question)
