"""The queue ledger: every move of the queue has its line, and no byte can change unseen."""

from collections.abc import Callable

import pytest

from chat import ledger
from core import chain
from core.database import reading
from tests.chat.stage import Agent, Stage, Visitor
from tests.clocks import StoppedClock


def lines(stage: Stage) -> list[tuple[str, str, str | None]]:
    rows = stage.rows("SELECT event, actor, reason FROM queue_entries ORDER BY number")
    return [tuple(row) for row in rows]


def broken(stage: Stage) -> int | None:
    with stage.app.app_context(), reading():
        return ledger.first_broken_line()


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """The clock stands before the stage is set."""


@pytest.fixture
def story(time: StoppedClock, stage: Stage) -> dict[str, str]:
    """Everything that can happen to a queue, once. Returns the agents' ids by name."""
    ana, bea, sam = (stage.agent(name) for name in ("ana", "bea", "sam"))
    gus, gil = stage.guest("Gus"), stage.guest("Gil")
    ana.ask("claim_next")
    ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": bea.id, "note": "Knows Safari"})
    bea.ask("transfer", {"chat_id": gus.chat_id, "to": "queue", "note": "Needs Italian"})
    sam.ask("claim", {"chat_id": gil.chat_id, "reason": "Has called"})
    gus.ask("leave")
    guy = stage.guest("Guy")
    guy.cut()
    for _ in range(30):
        time.advance(seconds=5)
        stage.sweep()
    return {"ana": ana.id, "bea": bea.id, "sam": sam.id}


def test_every_move_of_the_queue_has_its_line_with_actor_and_reason(
    stage: Stage, story: dict[str, str]
):
    ana, bea, sam = (f"agent:{story[name]}" for name in ("ana", "bea", "sam"))
    assert lines(stage) == [
        ("joined", "visitor", None),
        ("joined", "visitor", None),
        ("claimed", ana, None),
        ("transferred", ana, story["bea"]),
        ("returned", bea, "handed back: Needs Italian"),
        ("claimed", sam, "Has called"),
        ("left", "visitor", None),
        ("joined", "visitor", None),
        ("abandoned", "system", None),
    ]


def test_every_line_names_its_chat_place_and_time(stage: Stage, story: dict[str, str]):
    rows = stage.rows(
        "SELECT e.*, c.place AS right_place FROM queue_entries e JOIN chats c ON c.id = e.chat_id"
        " ORDER BY number"
    )
    assert [row["number"] for row in rows] == [*range(1, 10)]
    assert all(row["place"] == row["right_place"] for row in rows)
    times = [row["at"] for row in rows]
    assert times == sorted(times)


def test_the_end_of_an_active_chat_is_no_move_of_the_queue(stage: Stage, gus: Visitor, ana: Agent):
    before = lines(stage)
    ana.ask("convert_to_ticket", {"chat_id": gus.chat_id})
    assert lines(stage) == before


def test_what_was_refused_leaves_no_line(stage: Stage, gus: Visitor, ana: Agent, bea: Agent):
    stage.guest("Gil")
    before = lines(stage)
    bea.ask("claim", {"chat_id": gus.chat_id})
    ana.ask("transfer", {"chat_id": gus.chat_id, "agent_id": "nobody"})
    bea.ask("set_presence", {"presence": "away"})
    bea.ask("claim_next")
    assert lines(stage) == before


def test_an_untouched_chain_is_whole(stage: Stage, story: dict[str, str]):
    assert broken(stage) is None


def test_an_empty_chain_is_whole(stage: Stage):
    assert broken(stage) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("chat_id", "(SELECT MAX(c.id) FROM chats c WHERE c.id <> chat_id)"),
        ("event", "'left'"),
        ("place", "place + 1"),
        ("actor", "'system'"),
        ("reason", "'another reason'"),
        ("at", "at + 1"),
        ("previous_hash", "'x' || substr(previous_hash, 2)"),
        ("hash", "'x' || substr(hash, 2)"),
    ],
)
def test_a_changed_byte_is_found(stage: Stage, story: dict[str, str], column: str, value: str):
    stage.write(f"UPDATE queue_entries SET {column} = {value} WHERE number = 5")  # noqa: S608
    assert broken(stage) == 5


@pytest.mark.parametrize("number", [1, 5, 8])
def test_a_line_that_was_taken_out_is_found(stage: Stage, story: dict[str, str], number: int):
    stage.write("DELETE FROM queue_entries WHERE number = ?", number)
    assert broken(stage) == number


def test_lines_that_were_exchanged_are_found(stage: Stage, story: dict[str, str]):
    for number, other in ((3, 100), (4, 3), (100, 4)):
        stage.write("UPDATE queue_entries SET number = ? WHERE number = ?", other, number)
    assert broken(stage) == 3


def test_a_line_that_was_put_in_with_a_hash_of_its_own_is_found(
    stage: Stage, story: dict[str, str]
):
    forged = chain.digest(5, "chat", "left", 1, "visitor", None, 0, "0" * 64)
    stage.write(
        "UPDATE queue_entries SET event = 'left', actor = 'visitor', reason = NULL, hash = ?"
        " WHERE number = 5",
        forged,
    )
    assert broken(stage) == 5


def test_a_line_written_anew_with_its_right_hash_is_found_at_the_next(
    stage: Stage, story: dict[str, str]
):
    (line,) = stage.rows("SELECT * FROM queue_entries WHERE number = 5")
    said = {**dict(line), "actor": "agent:mallory"}
    said["reason"] = chain.digest(line["reason_salt"], line["reason"])
    names = "number", "chat_id", "event", "place", "actor", "reason", "at", "previous_hash"
    forged = chain.digest(*(said[name] for name in names))
    stage.write(
        "UPDATE queue_entries SET actor = ?, hash = ? WHERE number = 5", said["actor"], forged
    )
    assert broken(stage) == 6


def test_the_chain_goes_on_over_a_restart(set_up: Callable[..., Stage]):
    stage = set_up()
    stage.guest("Gus")
    stage.restart()
    stage.guest("Gil")
    assert broken(stage) is None
    assert [row["number"] for row in stage.rows("SELECT number FROM queue_entries")] == [1, 2]
