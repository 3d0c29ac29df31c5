"""How the desk is, in words, for admins (R69). Figures are for programs: /metrics has them."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import Response

from agent_console.settings.pages import admin, drawn
from core.database import reading
from core.disk import Level, disk
from core.load import PUTS_OFF_FILES_SECONDS, PUTS_OFF_HISTORY_SECONDS, load
from core.mail import outbox
from core.readiness import readiness

_ROOM = {
    Level.AMPLE: "There is room on the disk.",
    Level.SCARCE: "There is little room left on the disk. Make some before files are refused.",
    Level.NO_FILES: "Files are refused: there is hardly any room left on the disk.",
    Level.READ_ONLY: "Files are refused: the disk is full.",
}


class Line(NamedTuple):
    """One thing that is as it should be, or is not."""

    sentence: str
    is_well: bool


def health() -> Response:
    return drawn("health", account=admin(), lines=list(_lines()))


def _lines() -> Iterator[Line]:
    trouble = readiness().trouble()
    yield Line(trouble or "Messages are stored.", trouble is None)
    level = disk().level
    yield Line(_ROOM[level], level == Level.AMPLE)
    yield _pace()
    with reading():
        stuck = outbox.stuck()
    if stuck:
        yield Line(f"Mail that no server has taken yet, and that is tried again: {stuck}.", False)
    else:
        yield Line("Mail goes out.", True)


def _pace() -> Line:
    if not load.puts_off_chats:
        return Line("The desk keeps up.", True)
    late = "The desk cannot keep up: new questions become tech issues"
    if load.lag >= PUTS_OFF_HISTORY_SECONDS:
        return Line(f"{late}, files are refused and history is not shown. Messages go on.", False)
    elif load.lag >= PUTS_OFF_FILES_SECONDS:
        return Line(f"{late} and files are refused. Messages go on.", False)
    else:
        return Line(f"{late}. Messages go on.", False)
