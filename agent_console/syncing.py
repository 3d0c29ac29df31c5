"""The agent's `sync`: everything that is theirs, and what they have named, as it is now."""

from collections.abc import Iterable
from typing import Any

from chat import access, neglect, queries, rules
from chat.actors import Agent
from chat.schemas import AgentSync
from core.database import reading
from core.settings import settings
from live import rooms
from live.gate import Connection, Gate


def synced(gate: Gate, connection: Connection, asked: AgentSync) -> dict[str, Any]:
    """Watch the named chats (and no others), then look: nothing falls between the two (R5)."""
    agent: Agent = connection.principal
    named = asked.after or asked.before or {}
    with reading():
        readable = [row for row in map(queries.chat_row, named) if row and _may(agent, row)]
    watched = {row.id for row in readable}
    _watch(gate, connection, watched)
    with reading():
        snapshot = _snapshot(agent, asked, [row.id for row in readable])
        held_by = _held_by_others(agent, named)
        snapshot |= {"held_by": held_by} if held_by else {}
    # What was lost between the two looks is not to be heard of either.
    _watch(gate, connection, watched & {chat["id"] for chat in snapshot["chats"]})
    return snapshot


def _may(agent: Agent, row: Any) -> bool:
    return access.may_read(agent, row)


def _held_by_others(agent: Agent, named: Iterable[str]) -> dict[str, dict[str, str]]:
    """Who has each of the named chats that this agent may not read (any more)."""
    rows = [row for row in map(queries.chat_row, named) if row and row.state == "active"]
    return {
        row.id: {"id": row.agent_id, "name": row.agent_name} for row in rows if not _may(agent, row)
    }


def _watch(gate: Gate, connection: Connection, chat_ids: set[str]) -> None:
    for chat_id in connection.watched - chat_ids:
        gate.leave(connection, rooms.watchers_of(chat_id))
    # Also those that are watched already: `live.end_watching` may have ended it meanwhile.
    for chat_id in chat_ids:
        gate.enter(connection, rooms.watchers_of(chat_id))
    connection.watched = chat_ids


def _snapshot(agent: Agent, asked: AgentSync, named: list[str]) -> dict[str, Any]:
    held = queries.held_by(agent.id)
    others = [one for one in named if one not in {row.id for row in held}]
    rows = [*held, *(row for row in map(queries.chat_row, others) if row and _may(agent, row))]
    messages, more = _messages(rows, asked)
    return {
        "agent": queries.agent(agent.id, settings().agent_capacity),
        "queue": queries.queue_board(),
        "chats": [queries.chat_for_agent(row) for row in rows],
        "messages": messages,
        "agents": queries.agents(settings().agent_capacity),
        "has_more": more,
        **({"neglected": neglect.neglected()} if agent.supervises else {}),
    }


def _messages(rows: list[Any], asked: AgentSync) -> tuple[list[dict[str, Any]], list[str]]:
    """One list by chat, then seq; of a chat that is not named, the last 50.

    What no longer fits into one answer is left out, and `has_more` says so.
    """
    after, before = asked.after or {}, asked.before or {}
    tail = rules.messages_of_unnamed(len([row for row in rows if row.id not in after | before]))
    messages: list[dict[str, Any]] = []
    more: list[str] = []
    left = rules.ANSWER_BYTES
    for row in rows:
        if left <= 0:
            more.append(row.id)
            continue
        if row.id in after:
            page, has_more = queries.messages_for_agent(row.id, after=after[row.id])
        elif row.id in before:
            page, has_more = queries.messages_for_agent(row.id, before=before[row.id])
        else:
            page, has_more = queries.messages_for_agent(row.id, before=queries.NEVER, most=tail)
        left -= sum(rules.weight_of(one["body"]) for one in page)
        messages += page
        more += [row.id] if has_more else []
    return messages, more
