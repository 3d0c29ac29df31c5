"""Who was served before somebody who had joined earlier."""

from types import SimpleNamespace

from chat.overtaking import overtakings


def line(number: int, event: str, place: int, reason: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        number=number, event=event, place=place, chat_id=f"chat-{place}", actor="agent:a",
        reason=reason,
    )  # fmt: skip


def test_first_come_first_served_is_no_overtaking() -> None:
    told = [
        line(1, "joined", 1),
        line(2, "joined", 2),
        line(3, "claimed", 1),
        line(4, "claimed", 2),
    ]
    assert list(overtakings(told)) == []


def test_a_claim_out_of_order_is_found_with_its_reason() -> None:
    told = [line(1, "joined", 1), line(2, "joined", 2), line(3, "claimed", 2, "her order is lost")]
    (found,) = overtakings(told)
    assert (found.number, found.place, found.passed) == (3, 2, (1,))
    assert "her order is lost" in str(found)


def test_a_claim_out_of_order_without_a_reason_says_so() -> None:
    told = [line(1, "joined", 1), line(2, "joined", 2), line(3, "claimed", 2)]
    (found,) = overtakings(told)
    assert found.reason is None
    assert "NO REASON RECORDED" in str(found)


def test_nobody_overtakes_who_has_left_the_queue() -> None:
    for leaving in ("left", "abandoned", "converted", "redirected", "claimed"):
        told = [line(1, "joined", 1), line(2, "joined", 2), line(3, leaving, 1)]
        assert list(overtakings([*told, line(4, "claimed", 2)])) == []


def test_a_chat_that_returns_is_waiting_at_its_old_place() -> None:
    told = [
        line(1, "joined", 1), line(2, "claimed", 1), line(3, "joined", 2), line(4, "returned", 1),
        line(5, "claimed", 2),
    ]  # fmt: skip
    (found,) = overtakings(told)
    assert found.passed == (1,)


def test_a_hand_over_is_no_matter_of_the_queue() -> None:
    told = [
        line(1, "joined", 1), line(2, "joined", 2), line(3, "claimed", 1),
        line(4, "transferred", 1), line(5, "claimed", 2),
    ]  # fmt: skip
    assert list(overtakings(told)) == []
