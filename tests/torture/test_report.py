"""The report of the torture: every figure for every fault, and an exit code that says it all."""

import pytest

from tests.torture import __main__ as command
from tests.torture.programme import Act, programme
from tests.torture.report import COLUMNS, Row, exit_code, table
from tests.torture.tally import Tally

FIGURES = {"cycles", "acknowledged", "lost", "doubled", "out of order"}


def test_each_fault_has_its_row_with_all_figures() -> None:
    row = Row("kill", 3, Tally(acknowledged=40, joined=2, heard=80), seconds=[0.5, 2.0, 1.0])
    head, line = table([row]).splitlines()
    assert set(COLUMNS) >= FIGURES
    assert line.split() == ["kill", "3", "40", "2", "80", *["0"] * 7, "1.00", "2.00"]
    assert all(column in head for column in COLUMNS)


@pytest.mark.parametrize("count", list(Tally().counts)[3:])
def test_a_single_count_that_is_not_zero_is_an_exit_code_of_1(count: str) -> None:
    clean = Row("cut", 3, Tally(acknowledged=40, joined=2, heard=80))
    assert exit_code([clean]) == 0
    assert exit_code([clean, Row("kill", 3, Tally(**{count: 1}))]) == 1


def test_a_finding_is_1_and_what_could_not_be_done_is_2_and_proves_nothing() -> None:
    found, skipped = Row("kill", 3, findings=["a gap"]), Row("slow_disk", skipped="no strace")
    assert not skipped.is_clean
    assert exit_code([skipped]) == 2
    assert exit_code([found, skipped]) == 1
    assert "not done: no strace" in table([Row("kill"), skipped])


def test_a_fault_that_comes_to_no_end_is_a_finding_and_the_next_is_played(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never_back(_cycles: int, _seed: int) -> Row:
        raise AssertionError("somebody never had an answer again")

    acts = {"kill": Act(1, never_back), "cut": Act(1, lambda cycles, _: Row("cut", cycles))}
    monkeypatch.setattr(command, "programme", lambda: acts)
    monkeypatch.setattr("sys.argv", ["torture"])
    assert command.main() == 1
    told = capsys.readouterr().out
    assert "somebody never had an answer again" in told
    assert told.splitlines()[-1].startswith("cut")


def test_every_fault_is_in_the_programme() -> None:
    assert {
        "kill", "stop", "cut", "delay", "black_hole", "no_websockets", "freeze", "visitor_dies",
        "agent_dies", "anything", "full_disk", "failing_disk", "slow_disk", "clock_step",
        "power_cut",
    } <= programme().keys()  # fmt: skip


def test_what_a_machine_lacks_is_said_in_its_rows_and_by_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.torture.strace.why_not", lambda: "strace is not installed")
    monkeypatch.setattr("tests.torture.clocks.library", lambda: None)
    needing = ["full_disk", "failing_disk", "slow_disk", "power_cut", "clock_step"]
    monkeypatch.setattr("sys.argv", ["torture", "--only", *needing])
    assert command.main() == 2
    told = capsys.readouterr().out
    assert told.count("not done: strace is not installed") == 4
    assert told.count("not done: libfaketime is not installed") == 1
