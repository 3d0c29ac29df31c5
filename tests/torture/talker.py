"""One side of one chat. Keeps talking through every fault, and repeats what was not answered."""

import random
import threading
import time
from contextlib import suppress

from tests.live.people import new_id
from tests.torture.line import Broken, Key, Line, Payload

PAUSE_SECONDS = 0.02
COMES_BACK_AFTER_SECONDS = 0.05
ENDS_WITHIN_SECONDS = 60


class Talker:
    """Sends up to `window` messages before it waits for their answers; browsers send one."""

    def __init__(self, url: str, chat_id: str, key: Key, *, seed: int, window: int) -> None:
        self.url, self.chat_id, self.key = url, chat_id, key
        self.sent: list[Payload] = []
        self.acknowledged: dict[str, Payload] = {}
        self.contradictions: list[str] = []
        self.last_answer_at = 0.0
        self._window = window
        self._random = random.Random(seed)
        self._dies = threading.Event()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def die(self) -> None:
        """The browser is gone in the middle of whatever it did, and comes back."""
        self._dies.set()

    def end(self) -> None:
        """Say nothing new; go when everything has been answered."""
        self._ends.set()

    def has_ended(self) -> bool:
        self._thread.join(ENDS_WITHIN_SECONDS)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not (self._ends.is_set() and not self._unanswered()):
            with suppress(Broken), Line(self.url, self.key) as line:
                self._talk(line)
            time.sleep(self._random.uniform(0, COMES_BACK_AFTER_SECONDS))

    def _talk(self, line: Line) -> None:
        self._dies.clear()
        while not self._dies.is_set():
            waiting = self._unanswered()
            if not waiting and self._ends.is_set():
                return
            self._say(line, waiting or self._new_words())
            time.sleep(self._random.uniform(0, PAUSE_SECONDS))

    def _say(self, line: Line, messages: list[Payload]) -> None:
        for start in range(0, len(messages), self._window):
            together = messages[start : start + self._window]
            numbers = [line.send("send_message", message) for message in together]
            if self._dies.is_set():
                return
            for number in numbers:
                if not self._hear(line.answer(number)):
                    return

    def _hear(self, answer: Payload) -> bool:
        if not answer["ok"]:
            if answer["error"]["code"] != "unavailable":
                self.contradictions.append(f"refused: {answer['error']}")
            return False
        message = answer["message"]
        known = self.acknowledged.setdefault(message["client_id"], message)
        if known != message:
            self.contradictions.append("a second acknowledgement says something else")
        self.last_answer_at = time.monotonic()
        return True

    def _unanswered(self) -> list[Payload]:
        return [one for one in self.sent if one["client_id"] not in self.acknowledged]

    def _new_words(self) -> list[Payload]:
        to = {"chat_id": self.chat_id} if self.key.namespace == "/agent" else {}
        count = self._random.randint(1, self._window)
        new = [
            {"client_id": new_id(), "body": f"{len(self.sent) + one}: {'é' * one * 40}!", **to}
            for one in range(count)
        ]
        self.sent += new
        return new
