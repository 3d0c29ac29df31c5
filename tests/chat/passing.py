"""Time that passes on a served desk, and what it does to a chat."""

from collections.abc import Callable
from functools import partial

import pytest

from chat import jobs
from tests.chat.stage import Stage, Visitor
from tests.clocks import StoppedClock


def pass_by(stage: Stage, time: StoppedClock, seconds: int, *, step: int = 5) -> None:
    """Time passes as it does on a served desk: with a sweep every five seconds."""
    for _ in range(seconds // step):
        time.advance(seconds=step)
        stage.sweep()


def state_of(stage: Stage, visitor: Visitor) -> tuple[str, str | None]:
    (row,) = stage.rows("SELECT state, closed_reason FROM chats WHERE id = ?", visitor.chat_id)
    return row["state"], row["closed_reason"]


def last_words(stage: Stage, visitor: Visitor) -> str:
    (row,) = stage.rows(
        "SELECT body FROM messages WHERE chat_id = ? ORDER BY seq DESC LIMIT 1", visitor.chat_id
    )
    found: str = row["body"]
    return found


def before_it_acts(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` happen once, between the sweeper's look and what it does about it."""
    done: list[object] = []

    def act_first(go_on: Callable[..., None], *what: object) -> None:
        if not done:
            done.append(act())
        go_on(*what)

    monkeypatch.setattr(jobs, "_try", partial(act_first, jobs._try))
