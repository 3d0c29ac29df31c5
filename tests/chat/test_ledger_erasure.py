"""Reasons about an erased person go from the queue ledger, and its lines are still proven (S75)."""

import sqlite3

import pytest
from click.testing import Result

from core import chain
from tests.chat.stage import Agent, Stage, Visitor

REASON = "canary: her whole team waits"
EMAIL = "gil.canary@example.com"
OUT_OF_ORDER = "1 out of order, each with a reason"


@pytest.fixture
def gil(stage: Stage, gus: Visitor, sam: Agent) -> Visitor:
    """Sam has served Gil before Gus, who had come earlier, and has said why."""
    gil = stage.guest("Gil", email=EMAIL)
    assert sam.ask("claim", {"chat_id": gil.chat_id, "reason": REASON})["ok"]
    handed = {"chat_id": gil.chat_id, "to": "queue", "note": "canary: she calls back"}
    assert sam.ask("transfer", handed)["ok"]
    gil.ask("leave")
    return gil


def run(stage: Stage, *args: str) -> Result:
    return stage.app.test_cli_runner().invoke(args=args)


def reasons(stage: Stage) -> list[str]:
    rows = stage.rows("SELECT reason FROM queue_entries WHERE reason IS NOT NULL ORDER BY number")
    return [row["reason"] for row in rows]


def assert_broken(stage: Stage, line: int) -> None:
    assert run(stage, "verify-queue").output == (
        f"Error: Line {line} of the ledger was changed or is missing.\n"
    )


def test_an_erased_persons_reasons_are_gone_and_the_ledger_is_whole(
    stage: Stage, gil: Visitor
) -> None:
    assert OUT_OF_ORDER in run(stage, "verify-queue").output
    assert run(stage, "erase-person", EMAIL, "--yes").exit_code == 0
    assert not any(
        b"canary" in path.read_bytes() for path in stage.folder.rglob("*") if path.is_file()
    )
    assert reasons(stage) == ["[erased]", "[erased]"]
    proven = run(stage, "verify-queue")
    assert (proven.exit_code, "reason: [erased]" in proven.output) == (0, True)
    assert OUT_OF_ORDER in proven.output
    assert run(stage, "check").exit_code == 0


def test_the_reasons_are_in_the_export(stage: Stage, gil: Visitor) -> None:
    assert REASON in run(stage, "export-person", EMAIL).output


def test_what_the_desk_itself_gave_as_a_reason_is_nobodys_word(
    stage: Stage, gus: Visitor, ana: Agent, sam: Agent
) -> None:
    handed = {"chat_id": gus.chat_id, "agent_id": sam.id}
    assert ana.ask("transfer", handed)["ok"]
    assert sam.ask("close_chat", {"chat_id": gus.chat_id})["ok"]
    assert run(stage, "erase-person", "gus@example.com", "--yes").exit_code == 0
    assert reasons(stage) == [sam.id]
    assert run(stage, "verify-queue").exit_code == 0


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'a better one'",
        "reason_digest = '{digest}'",
        "reason_digest = NULL",
        "reason_salt = 'salt'",
    ],
)
def test_an_erased_line_is_still_proven(stage: Stage, gil: Visitor, change: str) -> None:
    run(stage, "erase-person", EMAIL, "--yes")
    [line] = stage.rows("SELECT number FROM queue_entries WHERE reason IS NOT NULL LIMIT 1")
    change = change.format(digest=chain.digest("salt", "a better one"))
    stage.write(f"UPDATE queue_entries SET {change} WHERE number = {line['number']}")  # noqa: S608
    assert_broken(stage, line["number"])


def test_nobody_passes_off_a_reason_as_erased(stage: Stage, gil: Visitor) -> None:
    """Whoever wants to get rid of a reason would have to erase the whole chat."""
    line = stage.rows("SELECT * FROM queue_entries WHERE reason IS NOT NULL")[0]
    stage.write(
        "UPDATE queue_entries SET reason = '[erased]', reason_salt = NULL, reason_digest = ?"
        " WHERE number = ?",
        chain.digest(line["reason_salt"], line["reason"]),
        line["number"],
    )
    assert_broken(stage, line["number"])


def test_lines_that_were_hashed_with_their_words_are_still_proven(
    stage: Stage, gil: Visitor
) -> None:
    rewrite_as_before(stage)
    assert run(stage, "verify-queue").exit_code == 0
    stage.write("UPDATE queue_entries SET reason = 'a better one' WHERE reason = ?", REASON)
    assert run(stage, "verify-queue").exit_code == 1


def rewrite_as_before(stage: Stage) -> None:
    """As the desk wrote its lines before migration 0012."""
    previous = chain.START
    with sqlite3.connect(stage.folder / "livedesk.sqlite3") as database:
        for row in stage.rows("SELECT * FROM queue_entries ORDER BY number"):
            told = (row[name] for name in ("chat_id", "event", "place", "actor", "reason", "at"))
            line = chain.digest(row["number"], *told, previous)
            database.execute(
                "UPDATE queue_entries SET reason_salt = NULL, previous_hash = ?, hash = ?"
                " WHERE number = ?",
                (previous, line, row["number"]),
            )
            previous = line
