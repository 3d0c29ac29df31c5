"""New visitors come, are served and go, all the time; each step is repeated until answered."""

import random
from contextlib import suppress
from typing import Any

import requests

from tests.live.people import QUESTION, new_id
from tests.torture.line import PATIENCE_SECONDS, Broken, Key, Line
from tests.torture.person import COMES_BACK_AFTER_SECONDS, Person

LEAVES, GOES_BACK = 0.15, 0.1


class Turnover(Person):
    """An agent, and as many visitors as she serves. `joined`: name -> chat, `closed`: chats."""

    def __init__(self, url: str, name: str, key: Key, *, seed: int) -> None:
        super().__init__()
        self.url = url
        self.joined: dict[str, str] = {}
        self.closed: set[str] = set()
        # No two plays on one desk know the same guest.
        self._name, self._key = f"{name} {new_id()[:8]}", key
        self._random = random.Random(seed)

    def _live(self) -> None:
        while not self._ends.is_set():
            token = self._join()
            if self._random.random() < LEAVES:
                self._post(f"/api/v1/chats/{token}/leave", {})
            else:
                self._serve()

    def _join(self) -> str:
        name = f"Guest {self._name} {len(self.joined)}"
        form = {"name": name, "email": "gus@example.com", "question": QUESTION}
        form["client_id"] = new_id()
        while "chat" not in (answer := self._post("/api/v1/chats", form)):
            self._pause()  # A desk that cannot keep up takes nobody for a moment.
        self.joined[name] = answer["chat"]["id"]
        token: str = answer["chat"]["token"]
        return token

    def _post(self, path: str, form: dict[str, Any]) -> dict[str, Any]:
        """Again and again, until the server has said yes or no."""
        while True:
            with suppress(requests.RequestException):
                answer = requests.post(self.url + path, json=form, timeout=PATIENCE_SECONDS)
                if answer.status_code < 500:
                    found: dict[str, Any] = answer.json()
                    return found
            self._pause()

    def _serve(self) -> None:
        """Claim the next (or find that the claim had been heard) and bring it to its end."""
        done = False
        while not done:
            with suppress(Broken), Line(self.url, self._key) as line:
                line.ask("set_presence", {"presence": "online"})
                line.ask("claim_next")
                done = self._finish(line)
            self._pause()

    def _finish(self, line: Line) -> bool:
        synced = line.ask("sync", {"after": {}})
        if not synced["ok"]:
            return False
        for chat in synced["chats"]:
            what = {"chat_id": chat["id"]}
            line.ask("send_message", {**what, "client_id": new_id(), "body": "Hello"})
            if self._random.random() < GOES_BACK:
                line.ask("transfer", {**what, "to": "queue", "note": "Somebody else's field"})
            elif line.ask("close_chat", what)["ok"]:
                self.closed.add(chat["id"])
        return True

    def _pause(self) -> None:
        self._ends.wait(self._random.uniform(0.01, COMES_BACK_AFTER_SECONDS))
