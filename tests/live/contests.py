"""Sixteen agents on one desk who all want the same, again and again, as fast as they can ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app import create_app
from core.database import db
from core.settings import Settings
from tests.factories import make_agent
from tests.live.desk import AGENTS, Desk
from tests.live.people import cookie_of, sign_in, start_chat
from tests.torture.line import Key, Line, Payload

CROWD = (*AGENTS, *(f"more{number}" for number in range(8)))


def invite_more(desk: Desk) -> None:
    """Eight colleagues more, before the desk is started."""
    with create_app(Settings(data_dir=desk.data_dir)).app_context():
        for name in CROWD[len(AGENTS) :]:
            make_agent(name)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def consoles(desk: Desk, *names: str) -> Iterator[list[Line]]:
    """One console for each, open and online."""
    lines: list[Line] = []
    try:
        for name in names:
            cookie = cookie_of(sign_in(desk.url, f"{name}@desk.example"))
            lines.append(Line(desk.url, Key("/agent", cookie=cookie)))
            assert lines[-1].ask("set_presence", {"presence": "online"})["ok"]
        yield lines
    finally:
        for line in lines:
            line.hang_up()


@contextmanager
def guest(desk: Desk, name: str = "Gus") -> Iterator[tuple[str, Line]]:
    """The id of a chat that waits, and who asked."""
    chat = start_chat(desk.url, name=name)["chat"]
    with Line(desk.url, Key("/visitor", auth={"token": chat["token"]})) as line:
        yield chat["id"], line


def all_ask(lines: list[Line], event: str, payload: Payload) -> list[Payload]:
    """All of them have asked before the first one reads an answer."""
    numbers = [line.send(event, payload) for line in lines]
    return [line.answer(number) for line, number in zip(lines, numbers, strict=True)]


def rows(desk: Desk, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in desk.rows(sql, *values)]
