"""Whoever can wait is served in turn, few at a time: running chats never stand in line (R59).

A loop that serves everybody at once makes everybody late. Requests that may wait get one of a few
turns, in the order of coming; for whom none comes free in time, a short answer is at hand that
costs next to nothing.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest

from core import figures, loop
from core.load import load
from core.loop_interface import Flag

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AT_ONCE = 4
PATIENCE_SECONDS = 0.5
HELD_SECONDS = 2.0
# What is longer brings files, and is put off by other rules.
BODY_BYTES = 128 * 1024


class Line:
    """So many turns; who gets none at once waits in line, but not for long."""

    def __init__(self, turns: int) -> None:
        self._turns = turns
        self._held: dict[Flag, float] = {}
        self._waiting: deque[Flag] = deque()
        self._lock = loop.Lock()

    def take(self, patience_seconds: float) -> Flag | None:
        """A turn, to be given back, or None when none came in time."""
        turn = loop.Event()
        with self._lock:
            self._waiting.append(turn)
            self._go_on()
        if turn.wait(patience_seconds):
            return turn
        with self._lock:
            if turn.is_set():
                return turn
            self._waiting.remove(turn)
            return None

    def give_back(self, turn: Flag) -> None:
        with self._lock:
            self._held.pop(turn, None)
            self._go_on()

    def _go_on(self) -> None:
        """The first in line, as long as there are turns; whose request hangs has lost the own."""
        now = time.monotonic()
        for turn, since in list(self._held.items()):
            if now - since > HELD_SECONDS:
                del self._held[turn]
        while self._waiting and len(self._held) < self._turns:
            turn = self._waiting.popleft()
            self._held[turn] = now
            turn.set()


class Turns:
    """A WSGI layer. `may_wait(environ)` tells who stands in line, `busy` answers for whom there was
    no turn.
    """

    def __init__(
        self,
        wsgi_app: "WSGIApplication",
        *,
        may_wait: Callable[["WSGIEnvironment"], bool],
        busy: "WSGIApplication",
    ) -> None:
        self._wsgi_app, self._may_wait, self._busy = wsgi_app, may_wait, busy
        self._line = Line(AT_ONCE)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if not (self._may_wait(environ) and _is_short(environ)):
            return self._wsgi_app(environ, start_response)
        if not _has_arrived(environ):
            return BadRequest("The request ended too early.")(environ, start_response)
        came = time.monotonic()
        turn = self._line.take(PATIENCE_SECONDS)
        if turn is None:
            figures.turned_away.inc()
            return self._busy(environ, start_response)
        load.note_wait(time.monotonic() - came)
        try:
            return self._wsgi_app(environ, start_response)
        finally:
            self._line.give_back(turn)


def _is_short(environ: "WSGIEnvironment") -> bool:
    given = environ.get("CONTENT_LENGTH") or "0"
    is_told = given.isdecimal() and "HTTP_TRANSFER_ENCODING" not in environ
    return is_told and int(given) <= BODY_BYTES


def _has_arrived(environ: "WSGIEnvironment") -> bool:
    """Takes in the body: nobody may hold a turn by sending slowly. False: it did not all come."""
    length = int(environ.get("CONTENT_LENGTH") or "0")
    if length:
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = BytesIO(body)
        return len(body) == length
    return True
