"""Saved replies, for the console's script."""

from typing import Any

from accounts.models import Account
from agent_console.acting import as_agent
from agent_console.doors import json_door
from chat import replies, schemas
from core.database import reading
from core.writer import writer


@json_door()
def saved_replies(account: Account) -> dict[str, Any]:
    with reading():
        return {"replies": replies.replies_for(account.id)}


@json_door(body=schemas.SavedReply)
def create_reply(account: Account, sent: schemas.SavedReply) -> tuple[dict[str, Any], int]:
    draft = replies.ReplyDraft(**schemas.as_dict(sent))
    return {"reply": writer().run(replies.create, as_agent(account), draft)}, 201


@json_door(body=schemas.SavedReply)
def change_reply(account: Account, sent: schemas.SavedReply, reply_id: str) -> dict[str, Any]:
    draft = replies.ReplyDraft(**schemas.as_dict(sent))
    return {"reply": writer().run(replies.change, as_agent(account), reply_id, draft)}


@json_door()
def delete_reply(account: Account, reply_id: str) -> dict[str, Any]:
    writer().run(replies.delete, as_agent(account), reply_id)
    return {}
