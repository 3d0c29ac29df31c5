"""The queue board: told to every agent, and their place to those who wait, at most twice a second.

Nothing here runs in an event handler: a change stirs the board, one task publishes for all (R22).
"""

import logging
import time

from flask import Flask, current_app

from chat import queries
from chat.desk import present_outlook
from chat.wire import visitor_chat
from core import figures, loop
from core.database import reading
from core.statements import Sql
from live.catalog import QueueChanged, VisitorChatChanged
from live.delivery import delivery

log = logging.getLogger("livedesk.queue")

_EXTENSION = "livedesk_board"
LEAST_SECONDS_BETWEEN = 0.5

_TOUCHED = Sql("SELECT MIN(place) FROM queue_entries WHERE number > :revision")


class Board:
    """One per process. `_told` is what each waiting visitor was last told, not the truth."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = loop.Lock()
        self._scheduled = False
        self._published_at = 0.0
        self._told: dict[str, tuple[int, bool]] = {}
        self._revision = 0

    def stir(self) -> None:
        with self._lock:
            if self._scheduled:
                return
            self._scheduled = True
        loop.spawn(self._publish_soon)

    def _publish_soon(self) -> None:
        rest = LEAST_SECONDS_BETWEEN - (time.monotonic() - self._published_at)
        loop.sleep(max(0.0, rest))
        with self._lock:
            self._scheduled = False
        self._published_at = time.monotonic()
        try:
            with self._app.app_context():
                self._publish()
        except Exception as error:  # noqa: BLE001 - nobody waits for it, the log hears of it
            # The board is asked for again by every sync; the next change publishes it anew.
            log.warning("the board could not be published: %s", type(error).__name__)

    def _publish(self) -> None:
        with reading():
            queue = queries.queue_board()
            moved = self._moved(queue["revision"])
        figures.queue_length.set(queue["length"])
        figures.oldest_wait.set(queue["oldest_wait_seconds"] or 0)
        delivery().send(QueueChanged(queue=queue))
        for event in moved:
            delivery().send(event)

    def _moved(self, revision: int) -> list[VisitorChatChanged]:
        """One event for each waiting visitor who was last told of another place, or team.

        Also for those behind somebody who has moved since, though all may be as it was: who looked
        in between has seen another place.
        """
        outlook = present_outlook()
        told, moved = self._told, []
        touched = _TOUCHED.value(revision=self._revision)
        self._told, self._revision = {}, revision
        for position, row in enumerate(queries.waiting(), start=1):
            self._told[row.id] = (position, outlook.team_online)
            is_behind = touched is not None and row.place > touched
            if is_behind or told.get(row.id) != self._told[row.id]:
                chat = visitor_chat(row, position=position, outlook=outlook)
                moved.append(VisitorChatChanged(chat_id=row.id, chat=chat))
        return moved


def install(app: Flask) -> None:
    app.extensions[_EXTENSION] = Board(app)


def stir() -> None:
    """The queue has changed: publish it soon, once for all changes of the moment."""
    board: Board = current_app.extensions[_EXTENSION]
    board.stir()
