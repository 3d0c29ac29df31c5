"""The lines of the queue ledger in words."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.why import Line, told

START = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)


def line(number: int, event: str, place: int = 5, **more: str) -> Line:
    at = START + timedelta(seconds=90 * number)
    return Line(number=number, event=event, place=place, at=at, **more)


def sentences(own: list[Line], others: list[Line]) -> list[str]:
    return [one.sentence for one in told(own, others, visitor="Gus")]


def test_the_first_in_line_was_simply_next() -> None:
    own = [line(2, "joined"), line(4, "claimed", actor="Ana")]
    others = [line(1, "joined", 4), line(3, "claimed", 4)]
    assert sentences(own, others) == [
        "Gus joined the queue. 1 person had come earlier.",
        "Ana took the chat after 3 min 0 s. It was the first in line.",
    ]


def test_who_was_passed_is_counted_and_the_reason_told() -> None:
    own = [line(3, "joined"), line(4, "claimed", actor="Sam", reason="She has called twice")]
    others = [line(1, "joined", 3), line(2, "joined", 4), line(5, "claimed", 3)]
    joined, claimed = told(own, others, visitor="Gus")
    assert (joined.ahead, claimed.ahead) == (2, 2)
    assert claimed.sentence == (
        "Sam took the chat after 1 min 30 s, out of order: before 2 people who had waited longer."
    )
    assert claimed.reason == "She has called twice"


@pytest.mark.parametrize("leaving", ["left", "abandoned", "converted", "redirected", "claimed"])
def test_nobody_is_ahead_who_has_left_the_queue(leaving: str) -> None:
    own = [line(3, "joined")]
    assert told(own, [line(1, "joined", 4), line(2, leaving, 4)], visitor="Gus")[0].ahead == 0


def test_a_chat_that_came_back_waits_from_then_on() -> None:
    own = [
        line(1, "joined"),
        line(2, "claimed", actor="Ana"),
        line(3, "returned", reason="the agent's connection was lost"),
        line(5, "claimed", actor="Bea"),
        line(6, "transferred", actor="Bea", receiver="Cleo"),
    ]
    others = [line(4, "returned", 2)]
    assert sentences(own, others) == [
        "Gus joined the queue. Nobody else was waiting.",
        "Ana took the chat after 1 min 30 s. It was the first in line.",
        "The chat returned to the queue, at its old place. It was the first again.",
        "Bea took the chat after 3 min 0 s, out of order: before 1 person who had waited longer.",
        "Bea handed the chat to Cleo, without a new wait.",
    ]


def test_long_waits_are_told_in_hours() -> None:
    own = [line(1, "joined"), line(100, "claimed", actor="Ana")]
    assert "after 2 h 28 min" in sentences(own, [])[1]
