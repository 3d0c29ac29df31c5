"""The queue board: one for all agents, the place for who waits, at most twice a second."""

from collections.abc import Callable

import pytest

from chat import board
from core import loop
from tests.chat.loopback import Line
from tests.chat.stage import Stage, Visitor


def places(line: Line) -> list[int | None]:
    return [one["chat"]["position"] for one in line.all_heard("chat_changed")]


@pytest.fixture
def waiting(stage: Stage) -> list[Visitor]:
    """Three guests, who have been told their places."""
    guests = [stage.guest(name) for name in ("Gus", "Gil", "Guy")]
    stage.loopback.publish()
    for one in guests:
        one.heard.clear()
    return guests


def test_a_place_is_told_when_it_changes_and_not_again(stage: Stage, waiting: list[Visitor]):
    waiting[0].ask("leave")
    stage.loopback.publish()
    stage.loopback.publish()
    assert [places(one) for one in waiting[1:]] == [[1], [2]]


def test_who_joins_moves_nobody(stage: Stage, waiting: list[Visitor]):
    stage.guest("Gary")
    stage.loopback.publish()
    assert [one.heard for one in waiting] == [[], [], []]


def test_who_looked_while_somebody_was_away_is_told_again(stage: Stage, waiting: list[Visitor]):
    ana = stage.agent("ana")
    ana.ask("claim_next")
    tab = stage.visitor(waiting[1].chat_id, waiting[1].token)
    assert places(tab) == [1]
    ana.ask("transfer", {"chat_id": waiting[0].chat_id, "to": "queue"})
    stage.loopback.publish()
    assert places(tab) == [1, 2]


def test_the_board_shows_the_first_50_and_counts_all(stage: Stage):
    ana = stage.agent("ana")
    chats = [stage.start_chat(f"Guest {number}")["chat"]["id"] for number in range(53)]
    stage.loopback.publish()
    queue = ana.all_heard("queue_changed")[-1]["queue"]
    assert queue["length"] == 53
    assert [chat["id"] for chat in queue["chats"]] == chats[:50]
    assert [chat["position"] for chat in queue["chats"]] == [*range(1, 51)]


def test_the_revision_only_grows_also_over_a_restart(stage: Stage):
    revisions = []
    for name in ("Gus", "Gil", "Guy"):
        stage.guest(name).ask("leave")
        bea = stage.agent("bea")
        revisions.append(bea.ask("sync")["queue"]["revision"])
        stage.restart()
    assert revisions == sorted(set(revisions))


def test_the_oldest_wait_is_of_who_waits(stage: Stage, time):
    ana = stage.agent("ana")
    assert ana.ask("sync")["queue"]["oldest_wait_seconds"] is None
    stage.guest("Gus")
    time.advance(seconds=90)
    stage.guest("Gil")
    assert ana.ask("sync")["queue"]["oldest_wait_seconds"] == 90
    ana.ask("claim_next")
    assert ana.ask("sync")["queue"]["oldest_wait_seconds"] == 0


def test_many_changes_of_a_moment_are_told_once(
    set_up: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
):
    stage = set_up()
    real = board.Board(stage.app)
    stage.app.extensions["livedesk_board"] = real
    naps: list[float] = []
    monkeypatch.setattr(loop, "sleep", naps.append)
    published: list[int] = []
    monkeypatch.setattr(real, "_publish", lambda: published.append(1))
    waits: list[Callable[[], None]] = []
    monkeypatch.setattr(loop, "spawn", waits.append)
    for _ in range(2):
        for _ in range(100):
            real.stir()
        assert len(waits) == 1
        waits.pop()()
    assert len(published) == 2
    assert naps[0] == 0.0
    assert 0.3 < naps[1] <= 0.5, "at most twice a second"


def test_a_board_that_cannot_be_published_is_published_with_the_next_change(
    set_up: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
):
    stage = set_up()
    real = board.Board(stage.app)
    monkeypatch.setattr(loop, "sleep", lambda _: None)
    monkeypatch.setattr(loop, "spawn", lambda act: act())
    with monkeypatch.context() as broken:
        broken.setattr(real, "_publish", lambda: 1 / 0)
        real.stir()
    published: list[int] = []
    monkeypatch.setattr(real, "_publish", lambda: published.append(1))
    real.stir()
    assert published == [1]
