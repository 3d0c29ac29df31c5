"""Who is typing: told at once to the other side, stored nowhere."""

from typing import Any

from chat import queries, rules, typing_times
from chat.access import chat_for_agent
from chat.actors import Agent, Visitor
from core.database import reading
from core.errors import NotFound
from live.catalog import AgentTyping, VisitorTyping
from live.delivery import whisper


def type_as_visitor(visitor: Visitor, *, is_typing: bool) -> None:
    """The agents of the chat see it, and the visitor's other tabs do not."""
    with reading():
        row = queries.chat_row(visitor.chat_id)
    if row is None:
        raise NotFound
    _to_agents(row, {"kind": "visitor", "name": row.name}, is_typing, visitor.connection)
    typing_times.note(row.id)


def type_as_agent(agent: Agent, chat_id: str, *, is_typing: bool) -> None:
    """The visitor sees it of the agent who holds the chat, colleagues see it of anyone."""
    with reading():
        row = chat_for_agent(agent, chat_id)
    if row.agent_id == agent.id:
        author = {"kind": "agent", "name": rules.first_name(agent.name)}
        whisper(VisitorTyping(chat_id=chat_id, author=author, is_typing=is_typing))
        typing_times.note(chat_id)
    _to_agents(row, {"kind": "agent", "name": agent.name}, is_typing, agent.connection)


def _to_agents(row: Any, author: dict[str, Any], is_typing: bool, origin: str | None) -> None:
    whisper(
        AgentTyping(
            chat_id=row.id,
            agent_id=row.agent_id,
            author=author,
            is_typing=is_typing,
            origin=origin,
        )
    )
