"""What the palette of the console finds."""

from typing import Any

from flask import request

from accounts.models import Account
from agent_console.doors import json_door
from chat.looking_up import look_up

_WORDS_LIMIT = 200


@json_door()
def find(_account: Account) -> dict[str, Any]:
    return look_up(request.args.get("q", "")[:_WORDS_LIMIT])
