"""The settings of one's own console, for its script."""

from typing import Any

import msgspec

from accounts import agent_settings
from accounts.agent_settings import AgentSettings
from accounts.models import Account
from agent_console.doors import json_door
from core.database import reading
from core.writer import writer


@json_door()
def own_settings(account: Account) -> dict[str, Any]:
    with reading():
        return _answer(agent_settings.of(account.id))


@json_door(body=AgentSettings)
def save_own_settings(account: Account, sent: AgentSettings) -> dict[str, Any]:
    return _answer(writer().run(agent_settings.save, account.id, sent))


def _answer(settings: AgentSettings) -> dict[str, Any]:
    return {"settings": msgspec.to_builtins(settings)}
