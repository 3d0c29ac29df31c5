"""What an agent has typed and not sent, for the console's script."""

from typing import Any

from accounts.models import Account
from agent_console.acting import as_agent
from agent_console.doors import json_door
from chat import drafts, schemas
from core.database import reading
from core.writer import writer


@json_door()
def own_drafts(account: Account) -> dict[str, Any]:
    with reading():
        return {"drafts": drafts.drafts_of(account.id)}


@json_door(body=schemas.KeepDraft)
def keep_draft(account: Account, sent: schemas.KeepDraft, chat_id: str) -> dict[str, Any]:
    writer().run(drafts.keep, as_agent(account), chat_id, sent.kind, sent.text)
    return {}
