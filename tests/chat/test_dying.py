"""Whatever statement the server dies at: all of a change is there afterwards, or nothing (R29).

What lies on the disk at that moment is what a kill would leave; it is opened as a server would.
"""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from core.database import Transaction
from tests.chat.stage import Agent, Stage, Visitor, dump


@pytest.fixture
def deaths(
    stage: Stage, gus: Visitor, ana: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[Path]:
    """The data folder as it lies before each statement that the desk runs from now on."""
    left: list[Path] = []
    execute = Transaction.execute

    def die_and_go_on(self: Transaction, text: str, values: Any = ()) -> Any:
        left.append(copytree(stage.folder, tmp_path / f"death-{len(left)}"))
        return execute(self, text, values)

    monkeypatch.setattr(Transaction, "execute", die_and_go_on)
    return left


ENDS: dict[str, Callable[[Agent, dict[str, str]], Any]] = {
    "close": lambda ana, chat: ana.ask("close_chat", chat),
    "convert": lambda ana, chat: ana.ask("convert_to_ticket", chat),
    "convert and go on": lambda ana, chat: ana.ask("convert_to_ticket", {**chat, "close": False}),
    "redirect": lambda ana, chat: ana.ask("redirect_to_ticket", {**chat, "language": "nb"}),
    "hand back": lambda ana, chat: ana.ask("transfer", {**chat, "to": "queue", "note": "Sorry"}),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_an_end_is_whole_or_has_not_happened(
    stage: Stage, gus: Visitor, ana: Agent, deaths: list[Path], end: Callable[..., Any]
) -> None:
    before = stage.dump()
    assert end(ana, {"chat_id": gus.chat_id})["ok"]
    after, left = stage.dump(), [dump(folder / "livedesk.sqlite3") for folder in deaths]
    assert after != before
    assert len(left) > 5
    halves = [content for content in left if content not in (before, after)]
    assert not halves, halves[0]
