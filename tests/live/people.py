"""People at the other end: visitors and agents who speak to a server over real sockets."""

import json
import re
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import engineio
import requests
import socketio

from tests.factories import PASSWORD

Payload = dict[str, Any]
# A starved machine takes its time; this only ends a hang.
WAITS_SECONDS = 60
QUESTION = "I cannot log in to my account, can you help me please?"


class _EngineInOrder(engineio.Client):
    """The library hands every message to a thread of its own, so that they overtake each other."""

    def _trigger_event(self, event: str, *args: Any, **kwargs: Any) -> Any:
        return super()._trigger_event(event, *args, **{**kwargs, "run_async": False})


class _ClientInOrder(socketio.Client):
    def __init__(self, answered: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._answered = answered

    def _handle_ack(self, *answer: Any) -> None:
        self._answered()
        super()._handle_ack(*answer)

    def _engineio_client_class(self) -> type[engineio.Client]:
        return _EngineInOrder


class _Utf8Json:
    """What browsers write: letters as they are, where Python's own JSON would escape them."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        return json.dumps(value, ensure_ascii=False, **options)


class Person:
    """One live connection that remembers what it has heard, in the order of hearing."""

    def __init__(self, url: str, namespace: str) -> None:
        self.url, self.namespace = url, namespace
        self.heard: list[tuple[str, Payload]] = []
        self._news = threading.Condition()
        self._listeners: list[Callable[[str, Payload], None]] = []
        # What had been heard when the last answer came: what is heard since knows more than it.
        self.heard_when_answered = 0
        self._client = _ClientInOrder(
            self._note_answer, reconnection=False, handle_sigint=False, json=_Utf8Json
        )
        self.refusal: Payload = {}
        self._client.on("*", self._hear, namespace=namespace)
        self._client.on("connect_error", self._learn, namespace=namespace)
        self._client.on("disconnect", self._end, namespace=namespace)
        self._wire: Any = None
        self.connected = False

    def connect(self, *, auth: Payload | None = None, cookie: str = "") -> None:
        self._client.connect(
            self.url,
            transports=["websocket"],
            namespaces=[self.namespace],
            auth=auth,
            headers={"Cookie": cookie} if cookie else {},
            wait_timeout=WAITS_SECONDS,
        )
        self.connected = True
        self._wire = self._client.eio.ws

    def ask(self, event: str, payload: Any = None) -> Payload:
        """Send an event and return its acknowledgement."""
        answer: Payload = self._client.call(
            event, {} if payload is None else payload, self.namespace, timeout=WAITS_SECONDS
        )
        return answer

    def send(self, event: str, payload: Payload, heard: Callable[..., None] | None = None) -> None:
        """Send an event without waiting; `heard` gets the acknowledgement."""
        self._client.emit(event, payload, self.namespace, callback=heard)

    def hears(self, event: str, *, such: Callable[[Payload], bool] = lambda _: True) -> Payload:
        """Wait for an event (or find it among those heard) and return its payload."""

        def found() -> Payload | None:
            return next((data for name, data in self.heard if name == event and such(data)), None)

        with self._news:
            assert self._news.wait_for(lambda: found() is not None, WAITS_SECONDS), (
                f"{event} was not heard; heard {self.heard}"
            )
            payload = found()
        assert payload is not None
        return payload

    def all_heard(self, event: str) -> list[Payload]:
        with self._news:
            return [data for name, data in self.heard if name == event]

    def also(self, listen: Callable[[str, Payload], None]) -> None:
        """Let somebody else hear every event, too, in the order of arrival."""
        self._listeners.append(listen)

    def hears_nothing_for(self, seconds: float) -> None:
        """Wait until it has been quiet for so long."""
        with self._news:
            while self._news.wait(seconds):
                pass

    def forget(self) -> None:
        with self._news:
            self.heard.clear()

    def is_disconnected(self) -> bool:
        """Wait until the server has closed the connection."""
        with self._news:
            return self._news.wait_for(lambda: not self.connected, WAITS_SECONDS)

    def leave(self) -> None:
        if self._client.connected:
            self._client.disconnect()
        if self._wire is not None:
            self._wire.shutdown()  # The library leaves it open when the server has gone.

    def die(self) -> None:
        """The connection is torn in the middle of whatever was on its way."""
        self._wire.shutdown()

    def is_turned_away(self, *, auth: Payload | None = None, cookie: str = "") -> str:
        """Try to come in, and return the code of the refusal."""
        try:
            self.connect(auth=auth, cookie=cookie)
        except socketio.exceptions.ConnectionError:
            code: str = self.refusal["data"]["code"]
            return code
        raise AssertionError("the connection was accepted")

    def _end(self, *_reason: Any) -> None:
        with self._news:
            self.connected = False
            self._news.notify_all()

    def _note_answer(self) -> None:
        with self._news:
            self.heard_when_answered = len(self.heard)

    def _learn(self, refusal: Payload) -> None:
        self.refusal = refusal

    def _hear(self, event: str, *data: Any) -> None:
        payload = data[0] if data else {}
        for listen in self._listeners:
            listen(event, payload)
        with self._news:
            self.heard.append((event, payload))
            self._news.notify_all()


class Guest(Person):
    """A visitor with a chat of their own."""

    def __init__(self, url: str, name: str = "Gus", question: str = QUESTION) -> None:
        super().__init__(url, "/visitor")
        answer = start_chat(url, name=name, question=question)
        assert answer["outcome"] == "queued", answer
        self.chat_id: str = answer["chat"]["id"]
        self.token: str = answer["chat"]["token"]
        self.connect(auth={"token": self.token})

    def says(self, body: str, client_id: str | None = None) -> Payload:
        return self.ask("send_message", {"client_id": client_id or new_id(), "body": body})

    def sync(self, after_seq: int = 0) -> Payload:
        return self.ask("sync", {"after_seq": after_seq})


class AgentAtWork(Person):
    """An agent who has signed in on the real page."""

    def __init__(self, url: str, first_name: str = "ana", *, online: bool = True) -> None:
        super().__init__(url, "/agent")
        self.browser = sign_in(url, f"{first_name}@desk.example")
        self.connect(cookie=cookie_of(self.browser))
        if online:
            answer = self.ask("set_presence", {"presence": "online"})
            assert answer["ok"], answer
            self.id: str = answer["agent"]["id"]

    def sync(self, **after: int) -> Payload:
        return self.ask("sync", {"after": after})

    def says(self, chat_id: str, body: str, **more: Any) -> Payload:
        return self.ask(
            "send_message", {"chat_id": chat_id, "client_id": new_id(), "body": body, **more}
        )


def start_chat(url: str, browser: requests.Session | None = None, **said: Any) -> Payload:
    """A desk that cannot keep up takes nobody for a moment; then one asks again."""
    form = {"name": "Gus", "email": "gus@example.com", "question": QUESTION, **said}
    until = time.monotonic() + WAITS_SECONDS
    while True:
        answer = (browser or requests).post(f"{url}/api/v1/chats", json=form, timeout=WAITS_SECONDS)
        if answer.status_code != 503 or time.monotonic() > until:
            found: Payload = answer.json()
            return found
        time.sleep(0.2)


def sign_in(url: str, username: str) -> requests.Session:
    """A browser in which this person has signed in."""
    browser = requests.Session()
    page = browser.get(f"{url}/login", timeout=WAITS_SECONDS).text
    form = {"csrf_token": csrf_token(page), "username": username, "password": PASSWORD}
    answer = browser.post(f"{url}/login", data=form, allow_redirects=False, timeout=WAITS_SECONDS)
    assert answer.status_code == 303, answer.text
    return browser


def sign_out(url: str, browser: requests.Session) -> None:
    page = browser.get(f"{url}/", timeout=10).text
    browser.post(f"{url}/logout", data={"csrf_token": csrf_token(page)}, timeout=10)


def csrf_token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def cookie_of(browser: requests.Session) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in browser.cookies)


def new_id() -> str:
    return str(uuid.uuid4())
