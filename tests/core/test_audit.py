"""The audit trail: one line for each act, and no byte of it can change unseen."""

import pytest
from flask import Flask

from core import audit, chain
from core.database import reading
from core.statements import Sql
from tests.factories import committed


@pytest.fixture
def trail(desk: Flask) -> Flask:
    for act in ("first", "second", "third"):
        committed(audit.record, act, actor="desk", object="setting:ranks", before=1, after=2)
    return desk


def broken() -> int | None:
    with reading():
        return audit.first_broken_line()


def test_an_untouched_trail_is_whole(trail: Flask) -> None:
    assert broken() is None
    assert trail.test_cli_runner().invoke(args=["verify-audit"]).output == "no violation\n"


def test_an_empty_trail_is_whole(desk: Flask) -> None:
    assert broken() is None


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("UPDATE audit_entries SET act = 'Second' WHERE number = 2", 2),
        ("UPDATE audit_entries SET at = at + 1 WHERE number = 1", 1),
        ("UPDATE audit_entries SET detail = '{}' WHERE number = 3", 3),
        ("UPDATE audit_entries SET address = '127.0.0.1' WHERE number = 1", 1),
        ("DELETE FROM audit_entries WHERE number = 2", 2),
        ("DELETE FROM audit_entries WHERE number = 3", 3),
        ("DELETE FROM audit_entries", 1),
    ],
)
def test_whatever_is_changed_is_found(trail: Flask, change: str, line: int) -> None:
    committed(Sql(change).run)
    assert broken() == line
    told = trail.test_cli_runner().invoke(args=["verify-audit"])
    assert told.exit_code == 1
    assert f"Line {line} of the audit trail" in told.output
    assert (
        f"line {line} of the audit trail" in trail.test_cli_runner().invoke(args=["check"]).output
    )


def test_a_line_with_a_hash_of_its_own_breaks_the_next(trail: Flask) -> None:
    forged = chain.digest(2, 0, "desk", "forged", "", "{}", None, chain.START)
    committed(
        Sql(
            "UPDATE audit_entries SET at = 0, act = 'forged', object = '', detail = '{}',"
            " previous_hash = :start, hash = :forged WHERE number = 2"
        ).run,
        start=chain.START,
        forged=forged,
    )
    assert broken() == 2


def test_what_is_rolled_back_was_not_done(trail: Flask) -> None:
    def fail() -> None:
        audit.record("fourth", actor="desk")
        raise LookupError("changed my mind")

    with pytest.raises(LookupError, match="my mind"):
        committed(fail)
    assert broken() is None
    committed(audit.record, "fourth", actor="desk")
    assert broken() is None
