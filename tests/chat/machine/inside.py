"""The first driver: the desk in this process, without sockets, under a clock that the play moves.

A driver is a stage with what is asked of it here; `outside.py` has the other one.
"""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree, rmtree
from sqlite3 import Row
from types import CodeType
from typing import Any

import pytest
from jinja2.bccache import Bucket, BytecodeCache

from chat import checking, personal, remembering
from chat.jobs import Eraser
from chat.rules import LEASE_SECONDS
from core import clock, erasing, loop
from core.database import db, reading, transaction
from tests.chat.machine.beside import Beside
from tests.chat.machine.web import Web, WebInside
from tests.chat.stage import Agent, Stage
from tests.chat.views import View
from tests.clocks import StoppedClock
from tickets.personal import squeeze_index


class _Compiled(BytecodeCache):
    """Templates as code, for all desks of this process; each would compile them anew."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.code


TEMPLATES = _Compiled()


class Inside(Stage):
    """`in_order`: what was acknowledged has been heard."""

    in_order = True

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, **settings: Any) -> None:
        self._clock = StoppedClock()
        clock.use(self._clock)
        self._patch = patch
        # However the clock is set.
        self.awake_seconds = self._raised_at = 0
        self._webs: dict[str, Web] = {}
        self._beside = Beside(folder / "livedesk.sqlite3")
        super().__init__(folder, **settings)
        patch.setattr(loop, "spawn", self.spawn)

    @classmethod
    def on_a_copy(
        cls, cast: Path, folder: Path, patch: pytest.MonkeyPatch, **settings: Any
    ) -> "Inside":
        copytree(cast, folder)
        return cls(folder, patch, **settings)

    def _raise_curtain(self) -> None:
        super()._raise_curtain()
        self.app.jinja_env.bytecode_cache = TEMPLATES

    def close(self) -> None:
        self._beside.close()
        super().close()

    def rows(self, sql: str, *values: Any) -> list[Row]:
        return self._beside.rows(sql, *values)

    def console(self, cookie: str, account_id: str) -> Agent:
        """A console that has tried to connect; see its `refusal`."""
        agent = Agent(self.loopback, "/agent", cookie)
        agent.id = account_id
        agent.connect()
        return agent

    def at_once(self, *acts: Callable[[], Any]) -> list[Any]:
        """One after another here."""
        return [act() for act in acts]

    def web(self, cookie: str) -> Web:
        return self._webs.setdefault(cookie, WebInside(self.app, cookie))

    def restart(self) -> None:
        self._raised_at = self.awake_seconds
        self._webs.clear()
        super().restart()

    def closes_for(self, hours: int) -> None:
        self.close()
        self._clock.advance(hours=hours)
        self.awake_seconds += 10 * LEASE_SECONDS
        self.restart()

    def time_passes(self, seconds: int) -> None:
        while seconds > 0:
            step = min(seconds, 20)
            self._clock.advance(seconds=step)
            self.awake_seconds += step
            seconds -= step
            self.sweep()

    def settle(self) -> None:
        """Until everybody has heard everything."""
        self.loopback.settle()
        self.sweep()
        if self.loopback.board.stirred:
            self.loopback.publish()

    def compared(self, view: View) -> View:
        """The view, when what it shows is what is true."""
        view.compare()
        return view

    def erase(self, email: str) -> None:
        """As the command does it."""
        with self.app.app_context():
            with transaction():
                personal.erase(email)
            with transaction():
                squeeze_index()
                remembering.squeeze_index()
            db.session.remove()

    def erase_overdue(self) -> None:
        """What happens by itself every ten minutes."""
        Eraser(self.app).erase()

    def everything(self) -> bytes:
        """Every byte that the desk keeps, and every row as it is read."""
        self._beside.close()
        with self.app.app_context():
            assert erasing.empty_log()
        files = (path.read_bytes() for path in self.folder.rglob("*") if path.is_file())
        return b"".join(files) + str(self.dump()).encode()

    def findings(self) -> list[str]:
        """What the checker says; letters lie, because nobody sends them here."""
        with self.app.app_context(), reading():
            served = self.awake_seconds - self._raised_at
            found = [
                one
                for one in checking.findings(served_seconds=served)
                if not one.startswith("letters:")
            ]
            db.session.remove()
            return found

    def strike(self) -> None:
        """After the play nothing of it is left."""
        self.close()
        self._patch.undo()
        rmtree(self.folder)
