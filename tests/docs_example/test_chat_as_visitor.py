"""A program written from docs/protocol.md alone holds a chat as a visitor, also over an outage."""

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.desk import Desk
from tests.live.people import QUESTION, AgentAtWork

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "chat_as_visitor.py"
SAYS_WITHIN_SECONDS = 60


class Terminal:
    """The example as a person at a terminal has it before them."""

    def __init__(self, url: str, question: str) -> None:
        words = ["--url", url, "--name", "Gus", "--email", "gus@example.com", question]
        self.lines: list[str] = []
        self._news: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, str(EXAMPLE), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def types(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def shows(self, words: str) -> str:
        """Wait for the next line with these words in it."""
        while True:
            try:
                line = self._news.get(timeout=SAYS_WITHIN_SECONDS)
            except queue.Empty:
                raise AssertionError(f"'{words}' was not shown; shown {self.lines}") from None
            if words in line:
                return line

    def ends(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(timeout=SAYS_WITHIN_SECONDS)

    def kill(self) -> None:
        self._process.kill()
        self._reader.join()
        with self._process:  # Closes the pipes.
            pass

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip("\n"))
            self._news.put(self.lines[-1])


OpenTerminal = Callable[[str], Terminal]


@pytest.fixture
def terminal(server: Desk) -> Iterator[OpenTerminal]:
    opened: list[Terminal] = []

    def open_terminal(question: str = QUESTION) -> Terminal:
        opened.append(Terminal(server.url, question))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.kill()


def test_a_visitor_waits_talks_rates_and_goes(server: Desk, terminal: OpenTerminal) -> None:
    gus = terminal()
    gus.shows("You are number 1 in the queue.")
    ana = AgentAtWork(server.url)
    chat_id = ana.ask("claim_next")["chat"]["id"]
    gus.shows("* Ana joined the chat.")
    ana.ask("typing", {"chat_id": chat_id, "is_typing": True})
    gus.shows("Ana is typing")
    ana.says(chat_id, "Which browser do you use?")
    gus.shows("Ana: Which browser do you use?")
    gus.types("Safari on my iPad")
    gus.shows("You: Safari on my iPad")
    ana.hears("message_posted", such=lambda told: told["message"]["body"] == "Safari on my iPad")
    ana.hears("message_read", such=lambda told: told["by"] == "visitor")
    gus.types("/leave")
    gus.shows("The chat is closed (visitor).")
    gus.types("/rate 5")
    gus.shows("Thank you.")
    assert gus.ends() == 0
    assert not [line for line in gus.lines if "Connection lost" in line]
    ana.leave()


def test_what_is_typed_while_the_server_is_away_arrives_once(
    server: Desk, terminal: OpenTerminal
) -> None:
    gus = terminal()
    gus.shows(QUESTION)
    server.kill()
    gus.shows("Connection lost")
    gus.types("Are you there?")
    server.start()
    gus.shows("You: Are you there?")
    ana = AgentAtWork(server.url)
    told = ana.ask("claim_next")["messages"]
    assert [one["body"] for one in told if one["kind"] == "text"] == [QUESTION, "Are you there?"]
    ana.leave()


def test_a_question_in_norwegian_leads_to_the_ticket(terminal: OpenTerminal) -> None:
    nora = terminal("Jeg får ikke behandlet bestillingen min, kan dere hjelpe meg?")
    assert "/chat/redirect/" in nora.shows("http")
    assert nora.ends() == 1
