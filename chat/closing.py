"""How a chat ends: closed once, for one reason, and what the visitor thinks of it."""

from typing import Any

from chat import drafts, ledger, queries
from chat.access import chat_of_visitor, held_chat
from chat.actors import Agent, Visitor
from chat.messaging import post_system
from chat.refusals import NotActive
from chat.remembering import remember
from chat.telling import agent_changed, chat_changed
from chat.transcript import copy_transcript
from core import clock
from core.errors import Forbidden, NotFound
from core.statements import Sql
from core.text import clean_body

# Whoever finds the chat in the state it was read in closes it; a second one changes nothing (R29).
_CLOSE = Sql(
    "UPDATE chats SET state = 'closed', agent_id = NULL, closed_reason = :reason, closed_at = :now"
    " WHERE id = :chat_id AND state = :state RETURNING place"
)
_RATE = Sql(
    "UPDATE chats SET rating = :score, rating_comment = :comment"
    " WHERE id = :chat_id AND state = 'closed'"
)

_SENTENCES = {
    "agent": "{name} ended the chat.",
    "visitor": "The visitor ended the chat.",
    "abandoned": "The visitor has left.",
    "idle": "The chat was closed because nobody had written for a while.",
    "redirected": "The chat was closed in favour of a tech issue.",
    "converted": "The chat has become a tech issue.",
}
_LEDGER_EVENTS = {
    "visitor": ledger.LEFT,
    "abandoned": ledger.ABANDONED,
    "converted": ledger.CONVERTED,
    "redirected": ledger.REDIRECTED,
}


def close_as_agent(agent: Agent, chat_id: str) -> Any:
    """End a held chat; ending one that this agent has ended already changes nothing."""
    row = queries.chat_row(chat_id)
    if row is not None and row.state == "closed" and row.last_agent_id == agent.id:
        return row
    held_chat(agent, chat_id)
    return close(chat_id, "agent", actor=f"agent:{agent.id}", name=agent.name)


def leave(visitor: Visitor) -> Any:
    """The visitor leaves the queue or ends the chat; leaving twice changes nothing."""
    row = chat_of_visitor(visitor)
    if row.state == "closed":
        return row
    return close(visitor.chat_id, "visitor", actor="visitor")


def close(chat_id: str, reason: str, *, actor: str, name: str | None = None) -> Any:
    """Close an open chat. Returns its row. Raises NotActive when it is closed."""
    row = queries.chat_row(chat_id)
    if row is None:
        raise NotFound
    if row.state == "closed":
        raise NotActive
    # The last words are written while the chat is still open, so the transcript is complete.
    post_system(chat_id, _SENTENCES[reason].format(name=(name or "").split(" ")[0]))
    closed = _CLOSE.one(chat_id=chat_id, state=row.state, reason=reason, now=clock.now_millis())
    if closed is None:
        raise NotActive
    if row.state == "queued":
        ledger.append(chat_id, _LEDGER_EVENTS[reason], closed.place, actor=actor)
    drafts.forget_chat(chat_id)
    copy_transcript(chat_id)
    remember(chat_id)
    agent_changed(row.agent_id)
    return chat_changed(chat_id, row.agent_id)


def rate(visitor: Visitor, score: int, comment: str | None) -> None:
    """Keep what the visitor thinks, once the chat has closed; a later rating replaces it."""
    said = clean_body(comment, field="comment", least=0) if comment else None
    if not _RATE.run(chat_id=visitor.chat_id, score=score, comment=said or None):
        raise Forbidden("The chat is still open.")
    remember(visitor.chat_id)
