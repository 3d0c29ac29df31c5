"""A browser or program that sends pictures to chats."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.chat.stage import Stage, Visitor, new_id
from tests.pictures import picture
from tests.sending import SHAPE, Payload, as_file, post


class Sender:
    """A browser or program that sends pictures to chats, and gets them."""

    def __init__(self, stage: Stage, cookie: str = "") -> None:
        self.client: FlaskClient = stage.app.test_client()
        if cookie:
            name, _, value = cookie.partition("=")
            self.client.set_cookie(name, value)

    def upload(self, visitor: Visitor, name: str = "one.png", width: int = 40) -> TestResponse:
        file = as_file(picture(width, 30), name)
        return post(self.client, f"/api/v1/chats/{visitor.token}/attachments", file=file)

    def upload_as_agent(self, chat_id: str, name: str = "one.png") -> TestResponse:
        file, token = as_file(picture(50, 30), name), self.csrf_token()
        path = f"/console/chats/{chat_id}/attachments"
        return post(self.client, path, csrf_token=token, file=file)

    def sends(self, visitor: Visitor, **how: Any) -> Payload:
        return arrived(self.upload(visitor, **how))

    def csrf_token(self) -> str:
        page = self.client.get("/login").text
        return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


def arrived(answer: TestResponse) -> Payload:
    assert answer.status_code == 201, answer.text
    attachment: Payload = answer.get_json()["attachment"]
    assert set(attachment) == SHAPE
    return attachment


def says(visitor: Visitor, *ids: str, body: str = "", client_id: str | None = None) -> Payload:
    said = {"client_id": client_id or new_id(), "body": body, "attachments": list(ids)}
    return visitor.ask("send_message", said)
