"""Pictures of a chat: who may send them, which hang on which message, and who may see them."""

from typing import Any

from accounts.models import Account
from chat import access, queries
from chat.actors import Agent, Visitor
from chat.refusals import NotActive
from core.errors import NotFound
from core.statements import Sql
from tickets import attachments, rules, viewing
from tickets.viewing import Viewer

_VISITOR_KEY = Sql("SELECT visitor_key FROM chats WHERE id = :chat_id")
_MESSAGE = Sql(
    "SELECT m.kind, c.visitor_key, c.closed_at FROM messages m JOIN chats c ON c.id = m.chat_id"
    " WHERE m.id = :message_id"
)
_BY_VISITOR = Sql(
    "SELECT a.id FROM attachments a JOIN messages m ON m.id = a.message_id"
    " WHERE a.chat_id = :chat_id AND m.author_kind = 'visitor' ORDER BY m.seq, a.position"
    " LIMIT :most"
)


def owner_for_visitor(visitor: Visitor) -> str:
    """Under whose key a visitor sends pictures to the own chat. Raises NotFound, NotActive."""
    if access.chat_of_visitor(visitor).state == "closed":
        raise NotActive
    return visitor_key(visitor.chat_id)


def owner_for_agent(agent: Agent, chat_id: str) -> str:
    """Likewise for an agent, to a chat that this agent may read. Raises NotFound."""
    access.chat_for_agent(agent, chat_id)
    return attachments.staff_key(agent.id)


def visitor_key(chat_id: str) -> str:
    return str(_VISITOR_KEY.value(chat_id=chat_id))


def first_of_visitor(chat_id: str) -> list[str]:
    """The ids of the pictures that the visitor has sent, as many as one ticket form takes."""
    return [row.id for row in _BY_VISITOR.all(chat_id=chat_id, most=rules.FILES_IN_ONE_GO)]


def attachment_for(viewer: Viewer, attachment_id: str) -> Any:
    """The row, if this person may see the picture now. Raises NotFound, alike for any reason."""
    row = attachments.find(attachment_id)
    if row.message_id is not None:
        may_see = _may_see_in_chat(viewer, row)
    elif row.ticket_id is not None:
        may_see = viewing.may_see_in_ticket(viewer, row)
    else:
        may_see = viewing.may_see_free(viewer, row) or _is_for_own_chat(viewer, row)
    if not may_see:
        raise NotFound
    return row


def _is_for_own_chat(viewer: Viewer, row: Any) -> bool:
    """Sent for a message to come, from a browser that has the chat's link and no more than that."""
    opened = row.chat_id is not None and f"chat:{row.chat_id}" in viewer.opened
    return opened and row.owner_key == visitor_key(row.chat_id)


def _may_see_in_chat(viewer: Viewer, row: Any) -> bool:
    message = _MESSAGE.one(message_id=row.message_id)
    if message is None:
        return False
    return _reads_as_agent(viewer.account, row.chat_id) or _reads_as_visitor(viewer, row, message)


def _reads_as_agent(account: Account | None, chat_id: str) -> bool:
    if account is None or not account.is_staff:
        return False
    agent = Agent(id=account.id, name=account.name, role=account.role, session_id="")
    chat = queries.chat_row(chat_id)
    return chat is not None and (chat.state == "closed" or access.may_read(agent, chat))


def _reads_as_visitor(viewer: Viewer, row: Any, message: Any) -> bool:
    """Whoever asked, or has opened the chat's link, for as long as the link opens; never notes."""
    is_theirs = message.visitor_key in viewer.keys or f"chat:{row.chat_id}" in viewer.opened
    return (
        is_theirs and message.kind != "note" and not access.is_over_for_visitor(message.closed_at)
    )
