"""Who is in a chat, the team's notes on them, and keeping them out: JSON for the console."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from accounts.models import Account
from agent_console.acting import as_agent
from agent_console.doors import json_door
from chat import blocking, notes, person
from chat.schemas import ClientId, Payload
from core.database import reading, transaction
from core.writer import writer


class NewNote(Payload):
    client_id: ClientId
    body: str


class NewBlock(Payload):
    reason: str
    ends_at: Annotated[datetime, Meta(tz=True)]


@json_door()
def who_is_this(account: Account, chat_id: str) -> dict[str, Any]:
    with reading():
        return {"person": person.who_is_this(as_agent(account), chat_id)}


@json_door(body=NewNote)
def note_on_person(account: Account, sent: NewNote, chat_id: str) -> tuple[dict[str, Any], int]:
    agent = as_agent(account)
    note = writer().run(notes.add_note, agent, chat_id, body=sent.body, client_id=sent.client_id)
    return {"note": person.note_for(agent, note)}, 201


@json_door()
def take_back_note(account: Account, note_id: str) -> dict[str, Any]:
    writer().run(notes.delete_note, as_agent(account), note_id)
    return {}


@json_door(body=NewBlock)
def block_visitor(account: Account, sent: NewBlock, chat_id: str) -> tuple[dict[str, Any], int]:
    agent = as_agent(account)
    with transaction():
        made = blocking.block(agent, chat_id, reason=sent.reason, ends_at=sent.ends_at)
    return {"block": person.block_for(agent, made)}, 201


@json_door(role="supervisor")
def lift_block(account: Account, block_id: str) -> dict[str, Any]:
    with transaction():
        blocking.lift(account.id, block_id)
    return {}
