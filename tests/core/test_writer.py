"""The writer: many commits for the price of one, and to every caller the own answer."""

import sqlite3
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from core import loop
from core.counters import next_number
from core.database import Transaction, current, reading, transaction
from core.errors import Conflict, NotFound, Unavailable
from core.statements import Sql
from core.text import new_id
from core.writer import writer
from tests.factories import committed

_ADD = Sql("INSERT INTO counters (name, value) VALUES (:name, 1)")
_NAMES = Sql("SELECT name FROM counters ORDER BY name")
_BROKEN = Sql("UPDATE counters SET no_such_column = 1")


def add(name: str) -> str:
    _ADD.run(name=name)
    return name


def names() -> list[str]:
    with reading():
        return [row.name for row in _NAMES.all()]


@pytest.fixture
def commits(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with every commit of the writer."""
    seen: list[str] = []
    commit = Transaction.commit

    def seen_commit(self: Transaction) -> None:
        seen.append("COMMIT")
        commit(self)

    monkeypatch.setattr(Transaction, "commit", seen_commit)
    return seen


@pytest.fixture
def in_one_batch(desk: Flask) -> Callable[..., list]:
    """Let these use cases wait together; returns what each caller got."""

    def run(*use_cases: Callable[[], object]) -> list:
        answers: list = [None] * len(use_cases)
        busy, go = threading.Event(), threading.Event()

        def hold() -> None:
            busy.set()
            go.wait(10)

        def ask(number: int) -> None:
            with desk.app_context():
                answers[number] = answer(use_cases[number])

        first = threading.Thread(target=_within, args=(desk, hold))
        first.start()
        assert busy.wait(10)
        callers = [threading.Thread(target=ask, args=(number,)) for number in range(len(answers))]
        for number, caller in enumerate(callers, 1):
            caller.start()
            _until(lambda number=number: len(writer()._waiting) == number)
        go.set()
        for thread in (first, *callers):
            thread.join(10)
            assert not thread.is_alive(), "a caller waits for ever"
        return answers

    return run


def _within(app: Flask, use_case: Callable[[], object]) -> None:
    with app.app_context():
        writer().run(use_case)


def _until(true: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if true():
            return
        threading.Event().wait(0.001)
    raise AssertionError("it did not come true")


def answer(use_case: Callable[[], object]) -> object:
    try:
        return writer().run(use_case)
    except Exception as error:  # noqa: BLE001 - what was raised is the answer here
        return error


def test_the_answer_comes_after_the_commit(desk: Flask):
    assert writer().run(add, "a") == "a"
    assert names() == ["a"]


def test_all_that_waits_is_committed_at_once_and_in_order(commits: list, in_one_batch: Callable):
    answers = in_one_batch(*[lambda: next_number("test")] * 20)
    assert answers == list(range(1, 21))
    assert len(commits) == 2  # The one that held the writer, and the twenty together.


def test_a_refusal_is_a_value_and_the_others_are_stored_with_one_commit(
    commits: list, in_one_batch: Callable
):
    def refuse() -> None:
        raise NotFound

    answers = in_one_batch(lambda: add("a"), refuse, lambda: add("b"))
    assert [answers[0], answers[2]] == ["a", "b"]
    assert isinstance(answers[1], NotFound)
    assert len(commits) == 2
    assert names() == ["a", "b"]


def test_who_wrote_and_then_refused_is_rolled_back_alone(desk: Flask, in_one_batch: Callable):
    told: list[str] = []

    def write_and_refuse() -> None:
        add("half")
        current().then(lambda: told.append("half"))
        raise Conflict

    def write_and_tell() -> str:
        current().then(lambda: told.append("b"))
        return add("b")

    answers = in_one_batch(lambda: add("a"), write_and_refuse, write_and_tell)
    assert isinstance(answers[1], Conflict)
    assert [answers[0], answers[2]] == ["a", "b"]
    assert names() == ["a", "b"]
    _until(lambda: bool(told))
    assert told == ["b"]


def test_who_waits_is_answered_before_anybody_is_told(desk: Flask):
    happened: list[str] = []
    done = threading.Event()

    def write_and_tell() -> None:
        add("a")
        current().then(lambda: (happened.append("told"), done.set()))

    sleep = loop.sleep

    def hop(seconds: float) -> None:
        happened.append("hop")
        sleep(seconds)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loop, "sleep", hop)
        writer().run(write_and_tell)
        assert done.wait(10)
    assert happened[:3] == ["hop", "hop", "told"], "the answered get a turn between"


def test_a_refusal_tells_nobody(desk: Flask):
    told: list[str] = []

    def refuse() -> None:
        current().then(lambda: told.append("never"))
        raise NotFound

    with pytest.raises(NotFound):
        writer().run(refuse)
    writer().run(lambda: None)  # Before its commit everything is told that is to be told.
    assert told == []


def test_a_database_error_is_unavailable_and_the_others_are_stored(
    desk: Flask, in_one_batch: Callable
):
    answers = in_one_batch(lambda: add("a"), _BROKEN.run, lambda: add("b"))
    assert isinstance(answers[1], Unavailable)
    assert [answers[0], answers[2]] == ["a", "b"]
    assert names() == ["a", "b"]


def test_a_broken_rule_of_the_database_and_a_programmers_fault_stay_alone(
    desk: Flask, in_one_batch: Callable
):
    answers = in_one_batch(lambda: add("a"), lambda: add("a"), lambda: 1 / 0, lambda: add("b"))
    assert [answers[0], answers[3]] == ["a", "b"]
    assert isinstance(answers[1], IntegrityError)
    assert isinstance(answers[2], ZeroDivisionError)
    assert names() == ["a", "b"]


def test_a_failed_commit_is_unavailable_and_nothing_is_stored(
    desk: Flask,
):
    class Failing:
        def __init__(self, driver) -> None:
            self.driver = driver

        def commit(self) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        def __getattr__(self, name: str):
            return getattr(self.driver, name)

    def add_and_fail() -> None:
        add("a")
        current().driver = Failing(current().driver)

    with pytest.raises(Unavailable):
        writer().run(add_and_fail)
    assert names() == []
    assert writer().run(add, "b") == "b"
    assert names() == ["b"]


def test_a_full_disk_is_unavailable_until_there_is_room_again(desk: Flask):
    def limit(pages: int) -> None:
        current().cursor.execute(f"PRAGMA max_page_count={pages}")

    def fill() -> None:
        for _ in range(2000):
            add(new_id() * 2)

    writer().run(limit, 1)  # SQLite takes the present size instead: no page more.
    with pytest.raises(Unavailable):
        writer().run(fill)
    assert names() == []
    assert writer().run(add, "room again") == "room again"


def test_a_storage_error_holds_nothing_of_what_was_to_be_stored(desk: Flask):
    committed(add, "a secret")
    with pytest.raises(IntegrityError) as error:
        committed(add, "a secret")
    assert "a secret" not in str(error.value)


def test_telling_that_fails_runs_nothing_twice(desk: Flask, in_one_batch: Callable):
    def count_and_fail_to_tell() -> int:
        current().then(lambda: 1 / 0)
        return next_number("test")

    assert in_one_batch(*[count_and_fail_to_tell] * 5) == [1, 2, 3, 4, 5]
    assert writer().run(next_number, "test") == 6


def test_a_use_case_that_asks_the_writer_is_told_and_nobody_waits_for_ever(desk: Flask):
    def ask_again() -> None:
        writer().run(add, "a")

    with pytest.raises(RuntimeError, match="open already"):
        writer().run(ask_again)
    with transaction(), pytest.raises(RuntimeError, match="open already"):
        writer().run(add, "a")
    assert writer().run(add, "b") == "b"
