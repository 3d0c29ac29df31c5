"""The way of visitors whose network blocks WebSockets: the same events as plain requests (R14)."""

import requests

from tests.torture.line import PATIENCE_SECONDS, Broken, Key, Payload

# A page tries the live connection again and again; so does whoever has used this so often.
GOOD_FOR_REQUESTS = 12
_AS_REQUESTS = {"sync": ("GET", ""), "send_message": ("POST", "/messages")}


class PlainRequests:
    """Looks like a Line. Every failure is Broken."""

    pushes = False

    def __init__(self, url: str, key: Key) -> None:
        assert key.auth is not None
        self._address = f"{url}/api/v1/chats/{key.auth['token']}"
        self._answers: list[Payload] = []
        self._browser = requests.Session()

    def __enter__(self) -> "PlainRequests":
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()

    def send(self, event: str, payload: Payload) -> int:
        """Send an event; the number is that of its answer."""
        if event not in _AS_REQUESTS or len(self._answers) == GOOD_FOR_REQUESTS:
            raise Broken("time for the live connection again")
        method, path = _AS_REQUESTS[event]
        self._answers.append(self._ask(method, path, payload))
        return len(self._answers) - 1

    def answer(self, number: int) -> Payload:
        return self._answers[number]

    def ask(self, event: str, payload: Payload) -> Payload:
        return self.answer(self.send(event, payload))

    def _ask(self, method: str, path: str, payload: Payload) -> Payload:
        said = {"params": payload} if method == "GET" else {"json": payload}
        try:
            answer = self._browser.request(
                method, self._address + path, timeout=PATIENCE_SECONDS, **said
            )
            found: Payload = answer.json()
        except requests.RequestException as error:
            raise Broken from error
        return {"ok": answer.ok, **found}
