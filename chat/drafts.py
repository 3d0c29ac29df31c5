"""What an agent has typed and not sent, kept for every browser of theirs while the chat is open."""

from typing import Any

from chat.access import chat_for_agent
from chat.actors import Agent
from chat.refusals import NotActive
from core import clock
from core.statements import Sql
from core.text import clean_body

# More than may be sent, for who writes too much shortens it later.
LONGEST = 20_000

_OF = Sql(
    "SELECT chat_id, kind, text FROM agent_drafts WHERE account_id = :account_id"
    " ORDER BY chat_id, kind"
)
_KEEP = Sql(
    "INSERT INTO agent_drafts (account_id, chat_id, kind, text, updated_at)"
    " VALUES (:account_id, :chat_id, :kind, :text, :now)"
    " ON CONFLICT (account_id, chat_id, kind)"
    " DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at"
)
_FORGET = Sql(
    "DELETE FROM agent_drafts"
    " WHERE account_id = :account_id AND chat_id = :chat_id AND kind = :kind"
)
_FORGET_CHAT = Sql("DELETE FROM agent_drafts WHERE chat_id = :chat_id")


def drafts_of(account_id: str) -> list[dict[str, Any]]:
    """`{chat_id, kind, text}` of every chat. Needs an open transaction."""
    return [row._asdict() for row in _OF.all(account_id=account_id)]


def keep(agent: Agent, chat_id: str, kind: str, text: str) -> None:
    """An empty text is forgotten. Raises NotFound, and NotActive when the chat has closed."""
    if chat_for_agent(agent, chat_id).state == "closed":
        raise NotActive
    text = clean_body(text, limit=LONGEST, field="text", least=0)
    if text:
        _KEEP.run(
            account_id=agent.id, chat_id=chat_id, kind=kind, text=text, now=clock.now_millis()
        )
    else:
        forget(agent.id, chat_id, kind)


def forget(account_id: str, chat_id: str, kind: str) -> None:
    """It was sent."""
    _FORGET.run(account_id=account_id, chat_id=chat_id, kind=kind)


def forget_chat(chat_id: str) -> None:
    """The chat has ended: nothing unsent about its visitor stays on the server."""
    _FORGET_CHAT.run(chat_id=chat_id)
