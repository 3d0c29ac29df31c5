"""What happens to accounts by itself: forgotten passwords are answered, old sessions forgotten."""

from flask import Flask

from accounts import forgotten, sessions
from core import loop
from core.database import reading
from core.writer import writer

LOOK_EVERY_SECONDS = 2
TIDY_EVERY_SECONDS = 3600


class Registrar:
    """The jobs of one process; several share the requests among them."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = False

    def start(self) -> None:
        loop.spawn_every(LOOK_EVERY_SECONDS, self.answer)
        loop.spawn_every(TIDY_EVERY_SECONDS, self.tidy)

    def stop(self) -> None:
        self._stopping = True

    def answer(self) -> None:
        """Answer all who asked for a new password, away from their requests (S19)."""
        with self._app.app_context():
            with reading():
                is_asked = forgotten.is_asked()
            while is_asked and not self._stopping:
                is_asked = writer().run(forgotten.answer_next)

    def tidy(self) -> None:
        with self._app.app_context():
            writer().run(sessions.forget_old)
