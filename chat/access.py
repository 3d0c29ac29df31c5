"""Who may see and do what in a chat. Unknown and foreign look the same (S30)."""

from collections.abc import Collection
from typing import Any

from accounts import sessions
from chat import queries, rules
from chat.actors import Agent, Visitor
from chat.refusals import NotActive, NotClaimed, NotYourChat
from core import clock
from core.errors import Forbidden, NotFound
from core.statements import Sql
from core.text import fingerprint

_BY_TOKEN = Sql(
    "SELECT t.chat_id, c.closed_at FROM chat_tokens t JOIN chats c ON c.id = t.chat_id"
    " WHERE t.token_hash = :token_hash"
)

_GOES_ON = Sql(
    "SELECT id FROM chats WHERE continued_from = :chat_id AND agent_id = :agent_id"
    " AND state = 'active'"
)
_OF_VISITOR = Sql("SELECT visitor_key, closed_at FROM chats WHERE id = :chat_id")


def visitor_with(token: str, *, connection: str | None = None) -> Visitor:
    """The visitor of the chat that this token opens. Raises NotFound."""
    token_hash = fingerprint(token)
    row = _live_token(token_hash)
    return Visitor(chat_id=row.chat_id, token_hash=token_hash, connection=connection)


def may_return(chat_id: str, visitor_keys: Collection[str]) -> bool:
    """Whether somebody with these keys was the visitor, and the chat can still be opened."""
    row = _OF_VISITOR.one(chat_id=chat_id)
    if row is None or row.visitor_key not in visitor_keys:
        return False
    return not is_over_for_visitor(row.closed_at)


def require_visitor(visitor: Visitor) -> None:
    """Raises NotFound when the token has ended since the connection was made."""
    _live_token(visitor.token_hash)


def require_agent(agent: Agent) -> None:
    """Raises Forbidden when the session has ended or the role is not what it was (S3, S7)."""
    role = sessions.role_in(agent.session_id)
    if role != agent.role or role == "member":
        raise Forbidden("Your session has ended. Sign in again.")


def chat_of_visitor(visitor: Visitor) -> Any:
    row = queries.chat_row(visitor.chat_id)
    if row is None:
        raise NotFound
    return row


def chat_for_agent(agent: Agent, chat_id: str) -> Any:
    """A chat that this agent may read: the own ones, those in the queue; supervisors all."""
    row = queries.chat_row(chat_id)
    if row is None or not may_read(agent, row):
        raise NotFound
    return row


def may_read(agent: Agent, row: Any) -> bool:
    """Also a closed chat that goes on in one which this agent holds."""
    return (
        row.state == "queued"
        or agent.supervises
        or is_or_was_of(agent, row)
        or _goes_on_with(agent, row)
    )


def is_or_was_of(agent: Agent, row: Any) -> bool:
    """Held by this agent, or closed while this agent was the last to hold it."""
    if row.state == "active":
        return bool(row.agent_id == agent.id)
    return bool(row.state == "closed" and row.last_agent_id == agent.id)


def _goes_on_with(agent: Agent, row: Any) -> bool:
    return row.state == "closed" and bool(_GOES_ON.one(chat_id=row.id, agent_id=agent.id))


def held_chat(agent: Agent, chat_id: str) -> Any:
    """The chat this agent holds. Raises what the contract says when it is somebody else's."""
    row = queries.chat_row(chat_id)
    if row is None:
        raise NotFound
    if row.state == "closed":
        raise NotActive
    if row.state == "queued":
        raise NotClaimed
    if row.agent_id != agent.id:
        raise NotYourChat(row)
    return row


def is_over_for_visitor(closed_at: int | None) -> bool:
    """A day after its chat has closed, nothing of it opens to the visitor any more (S29)."""
    stays_open = rules.TOKEN_HOURS_AFTER_CLOSE * 3_600_000
    return closed_at is not None and clock.now_millis() - closed_at > stays_open


def _live_token(token_hash: str) -> Any:
    row = _BY_TOKEN.one(token_hash=token_hash)
    if row is None or is_over_for_visitor(row.closed_at):
        raise NotFound
    return row
