"""Telling both sides that a chat has changed: recorded once, sent after the commit."""

from typing import Any

from chat import queries
from core.settings import settings
from live.catalog import AgentChanged, AgentChatChanged, VisitorChatChanged
from live.delivery import end_watching, record


def chat_changed(chat_id: str, *concerned: str | None) -> Any:
    """Tell the visitor, the agents concerned and the supervisors. Returns the chat's row.

    Agents who watched the chat and may no longer read it hear this, and then nothing more (S8).
    """
    row: Any = queries.chat_row(chat_id)
    holders = tuple(dict.fromkeys(one for one in (*concerned, row.agent_id) if one))
    record(VisitorChatChanged(chat_id=chat_id, chat=queries.chat_for_visitor(row)))
    record(AgentChatChanged(chat_id=chat_id, concerned=holders, chat=queries.chat_for_agent(row)))
    if row.state != "queued":
        end_watching(chat_id, holder_id=row.agent_id or row.last_agent_id)
    return row


def agent_changed(*agent_ids: str | None) -> None:
    """Tell every agent of the presence and load of these."""
    for agent_id in agent_ids:
        if agent_id is not None:
            agent = queries.agent(agent_id, settings().agent_capacity, or_gone=True)
            if agent is not None:
                record(AgentChanged(agent=agent))
