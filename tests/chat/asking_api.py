"""Questions to the JSON API, and how it refuses them."""

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.chat.stage import QUESTION

NORWEGIAN = "Hei, jeg får ikke logget inn på kontoen min. Kan dere hjelpe meg med passordet?"
FORM = {"name": "Gus", "email": "gus@example.com", "question": QUESTION}


def start(client: FlaskClient, **said: Any) -> TestResponse:
    # Python's own JSON writes a lone surrogate, too.
    sent = json.dumps({**FORM, **said})
    return client.post("/api/v1/chats", data=sent, content_type="application/json")


def error_of(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert set(answer.get_json()) == {"error"}
    error: dict[str, Any] = answer.get_json()["error"]
    assert error["message"]
    return error
