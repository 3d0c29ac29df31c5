"""Handing a chat on: to a colleague at once, or back to the queue, with a private reason."""

from dataclasses import replace
from typing import Any

from chat import ledger, queries, rules
from chat.access import held_chat
from chat.actors import Agent
from chat.messaging import Draft, post_as_agent, post_system
from chat.queue import require_room, return_to_queue
from chat.refusals import NotOnline, NotYourChat
from chat.telling import agent_changed, chat_changed
from core import clock
from core.errors import Invalid, NotFound
from core.settings import settings
from core.statements import Sql
from core.text import new_id

_HAND = Sql(
    "UPDATE chats SET agent_id = :receiver_id, last_agent_id = :receiver_id,"
    " last_message_at = :now, epoch = epoch + 1"
    " WHERE id = :chat_id AND state = 'active' AND agent_id = :giver_id RETURNING place"
)


def hand_to(agent: Agent, chat_id: str, receiver_id: str, *, note: str | None) -> Any:
    """Give a held chat to an agent who is online and below capacity. Returns the chat's row."""
    held_chat(agent, chat_id)
    receiver = queries.agent(receiver_id, settings().agent_capacity)
    if receiver is None:
        raise NotFound
    if receiver_id == agent.id:
        raise Invalid("You have this chat already.")
    if receiver["presence"] != "online":
        raise NotOnline(f"{receiver['name']} is not available.")
    require_room(receiver_id)
    _leave_note(agent, chat_id, note)
    handed = _HAND.one(
        chat_id=chat_id, giver_id=agent.id, receiver_id=receiver_id, now=clock.now_millis()
    )
    if handed is None:
        raise NotYourChat
    ledger.append(
        chat_id, ledger.TRANSFERRED, handed.place, actor=f"agent:{agent.id}", reason=receiver_id
    )
    giver, taker = rules.first_name(agent.name), rules.first_name(receiver["name"])
    post_system(chat_id, f"{giver} handed the chat to {taker}.")
    agent_changed(agent.id, receiver_id)
    return chat_changed(chat_id, agent.id)


def hand_back(agent: Agent, chat_id: str, *, note: str | None) -> Any:
    """Return a held chat to its place in the queue."""
    held_chat(agent, chat_id)
    _leave_note(agent, chat_id, note)
    reason = f"handed back: {note}" if note else "handed back"
    return return_to_queue(chat_id, agent.id, actor=f"agent:{agent.id}", reason=reason)


def _leave_note(agent: Agent, chat_id: str, note: str | None) -> None:
    if note and note.strip():
        draft = Draft(chat_id=chat_id, client_id=new_id(), body=note, kind="note")
        # The answer to a transfer carries no message: who wrote the note hears it like everybody.
        post_as_agent(replace(agent, connection=None), draft)
