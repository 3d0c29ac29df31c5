"""Somebody's browser on the team's side, without script, on the stage of the chat tests."""

from typing import Any

from werkzeug.test import TestResponse

from tests.browsing import Browser
from tests.chat.stage import Stage


class Console(Browser):
    """Signed in as one of the cast."""

    def __init__(self, stage: Stage, first_name: str) -> None:
        super().__init__(stage.app)
        name, _, value = stage.cookie(first_name).partition("=")
        self.client.set_cookie(name, value)
        self._token = ""

    def ask(self, method: str, path: str, body: Any = None) -> TestResponse:
        """A request of the console's script; `path` is what comes after /console/api."""
        self._token = self._token or self._of_a_form()
        return self.client.open(
            f"/console/api{path}",
            method=method,
            json=body,
            headers={"X-CSRFToken": self._token},
        )

    def _of_a_form(self) -> str:
        page = self.client.get("/contact").get_data(as_text=True)
        if 'name="csrf_token"' not in page:
            page = self.client.get("/login").get_data(as_text=True)
        return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
