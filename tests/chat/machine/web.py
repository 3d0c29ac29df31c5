"""What a signed-in browser sends besides its live connection: forms, and the console's script."""

import json
import re
from abc import ABC, abstractmethod
from typing import Any, NamedTuple

from flask import Flask


class Answer(NamedTuple):
    status: int
    location: str
    text: str


class Web(ABC):
    """The browser that holds one session's cookie."""

    _token = ""

    @abstractmethod
    def ask(self, method: str, path: str, **sent: Any) -> Answer:
        """`sent`: `data` is a form, `body` is text, `headers`. Follows no redirect."""

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def send(self, path: str, **fields: Any) -> Answer:
        """A form, as it would stand on a page of this session."""
        return self.ask("POST", path, data={"csrf_token": self._csrf_token(), **fields})

    def api(self, method: str, path: str, sent: Any = None) -> Answer:
        headers = {"X-CSRFToken": self._csrf_token(), "Content-Type": "application/json"}
        return self.ask(method, f"/console/api{path}", body=json.dumps(sent), headers=headers)

    def _csrf_token(self) -> str:
        """Whose session has ended meanwhile is led to the sign-in page, which has one, too."""
        for path in ("/contact", "/login") if not self._token else ():
            if not self._token:
                found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path).text)
                self._token = found[1] if found else ""
        assert self._token
        return self._token


class WebInside(Web):
    """Speaks to the app in this process."""

    def __init__(self, app: Flask, cookie: str) -> None:
        self._client = app.test_client()
        self._client.set_cookie(*cookie.split("=", 1))

    def ask(self, method: str, path: str, **sent: Any) -> Answer:
        sent |= {"data": sent.pop("body")} if "body" in sent else {}
        answer = self._client.open(path, method=method, **sent)
        return Answer(
            answer.status_code, answer.headers.get("Location", ""), answer.get_data(as_text=True)
        )
