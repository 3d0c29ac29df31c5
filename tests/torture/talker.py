"""One side of one chat. Keeps talking through every fault, and repeats what was not answered."""

import random
import threading
import time
from contextlib import suppress

from tests.live.people import new_id
from tests.torture.fallback import PlainRequests
from tests.torture.line import Broken, Key, Line, Payload
from tests.torture.person import COMES_BACK_AFTER_SECONDS, Person
from tests.torture.side import Side

PAUSE_SECONDS = 0.02
HEARS_OUT_WITHIN_SECONDS = 60
# As the visitor's page does it: then plain requests carry the chat.
FAILURES_BEFORE_PLAIN_REQUESTS = 3


class Talker(Person):
    """Sends up to `window` messages before it waits for their answers; browsers send one."""

    def __init__(self, url: str, chat_id: str, key: Key, *, seed: int, window: int) -> None:
        super().__init__()
        self.url, self.chat_id, self.key = url, chat_id, key
        self.side = Side(chat_id, f"{key.namespace} of {chat_id}")
        self.last_answer_at = 0.0
        self.changes_of_way = 0
        self._window = window
        self._random = random.Random(seed)
        self._dies = threading.Event()
        self._failures = 0
        self._said_all = threading.Event()
        self._last_to_hear: int | None = None
        self._hears_until = 0.0
        self._is_agent = key.namespace == "/agent"

    def die(self) -> None:
        """The browser is gone in the middle of whatever it did, and comes back."""
        self._dies.set()

    def has_said_all(self) -> bool:
        """After `end`: whether everything has been answered."""
        return self._said_all.wait(HEARS_OUT_WITHIN_SECONDS)

    def hear_out(self, last_seq: int) -> None:
        """Everybody has said all: listen until this message, and go."""
        self._hears_until = time.monotonic() + HEARS_OUT_WITHIN_SECONDS
        self._last_to_hear = last_seq

    def _live(self) -> None:
        while not self._said_all.is_set() or not self._has_heard_all():
            with suppress(Broken), self._way() as line:
                self.side.ear.begin()
                self._catch_up(line)
                self._talk(line)
                self._listen(line)
            time.sleep(self._random.uniform(0, COMES_BACK_AFTER_SECONDS))

    def _way(self) -> Line | PlainRequests:
        if self._failures >= FAILURES_BEFORE_PLAIN_REQUESTS and not self._is_agent:
            self._failures = 0
            self.changes_of_way += 1
            return PlainRequests(self.url, self.key)
        self._failures += 1
        line = Line(self.url, self.key, self.side.ear.hear)
        self._failures = 0
        return line

    def _catch_up(self, line: Line | PlainRequests) -> None:
        more = True
        while more:
            after = self.side.ear.top
            asked = {"after": {self.chat_id: after}} if self._is_agent else {"after_seq": after}
            answer = line.ask("sync", asked)
            if not answer["ok"]:
                raise Broken(str(answer["error"]))
            messages = [one for one in answer["messages"] if one["chat_id"] == self.chat_id]
            self.side.ear.hear_page(messages, after=after)
            more = self.chat_id in answer["has_more"] if self._is_agent else answer["has_more"]
        self.side.ear.has_caught_up()

    def _talk(self, line: Line | PlainRequests) -> None:
        self._dies.clear()
        while (waiting := self.side.unanswered()) or not self._ends.is_set():
            self._say(line, waiting or self._new_words())
            if self._dies.is_set():
                raise Broken("dead")
            if not line.pushes:
                self._catch_up(line)
            time.sleep(self._random.uniform(0, PAUSE_SECONDS))
        self._said_all.set()

    def _say(self, line: Line | PlainRequests, messages: list[Payload]) -> None:
        for start in range(0, len(messages), self._window):
            together = messages[start : start + self._window]
            numbers = [line.send("send_message", message) for message in together]
            if self._dies.is_set():
                return
            for number in numbers:
                if not self._hear(line.answer(number)):
                    return

    def _hear(self, answer: Payload) -> bool:
        is_stored = self.side.hear_answer(answer)
        if is_stored:
            self.last_answer_at = time.monotonic()
        return is_stored

    def _listen(self, line: Line | PlainRequests) -> None:
        """What is pushed comes before the answers to these marks."""
        while not self._has_heard_all():
            if self._last_to_hear is not None and time.monotonic() > self._hears_until:
                self.side.ear.missed.append(
                    f"nothing after {self.side.ear.top} of {self._last_to_hear}"
                )
                self._last_to_hear = self.side.ear.top
            time.sleep(PAUSE_SECONDS)
            line.ask("mark_delivered", {"seq": self.side.ear.top, **self._to()})

    def _has_heard_all(self) -> bool:
        return self._last_to_hear is not None and self.side.ear.top >= self._last_to_hear

    def _to(self) -> Payload:
        return {"chat_id": self.chat_id} if self._is_agent else {}

    def _new_words(self) -> list[Payload]:
        count = self._random.randint(1, self._window)
        said = len(self.side.sent)
        new = [
            {"client_id": new_id(), "body": f"{said + one}: {'é' * one * 40}!", **self._to()}
            for one in range(count)
        ]
        self.side.sent += new
        return new
