"""The judge of deliveries finds what it is there for."""

from typing import Any

from tests.torture.ear import Ear


def message(seq: int) -> dict[str, Any]:
    return {"seq": seq, "id": f"m{seq}", "chat_id": "c", "body": str(seq)}


def pushed(seq: int, previous: int | None = None) -> dict[str, Any]:
    return {"message": message(seq), "previous_seq": seq - 1 if previous is None else previous}


def listening(after: int) -> Ear:
    ear = Ear("c")
    ear.begin()
    ear.hear_page([message(seq) for seq in range(1, after + 1)], after=0)
    ear.has_caught_up()
    return ear


def wrong(ear: Ear) -> tuple[list[str], list[str], list[str]]:
    return ear.missed, ear.doubled, ear.disordered


def test_what_comes_once_and_in_order_is_fine_over_several_connections() -> None:
    ear = listening(2)
    ear.hear("message_posted", pushed(3))
    ear.hear_answer(message(4))
    ear.hear("message_posted", pushed(5))
    ear.begin()
    ear.hear("message_posted", pushed(7))  # Before the answer to `sync`, which holds it, too.
    ear.hear_page([message(6), message(7)], after=5)
    ear.has_caught_up()
    ear.hear("message_posted", pushed(8))
    assert wrong(ear) == ([], [], [])
    assert ear.top == 8


def test_a_message_that_never_came_is_missed() -> None:
    ear = listening(2)
    ear.hear("message_posted", pushed(4, previous=3))
    assert len(ear.missed) == 1


def test_a_resume_that_is_off_by_one_is_noticed_either_way() -> None:
    late, early = listening(2), listening(2)
    late.begin()
    late.hear_page([message(4)], after=2)
    early.begin()
    early.hear_page([message(2), message(3)], after=2)
    assert late.missed
    assert early.doubled


def test_a_message_that_is_pushed_twice_or_too_late_is_noticed() -> None:
    ear = listening(2)
    for seq in (3, 3):
        ear.hear("message_posted", pushed(seq))
    assert len(ear.doubled) == 1
    ear.hear("message_posted", pushed(2))
    assert len(ear.disordered) == 1
