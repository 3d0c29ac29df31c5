"""What the team does at the doors leaves one line in the audit trail; what members do, none."""

import pytest
from flask import Flask

from accounts import signing_in
from core.database import reading
from core.statements import Sql
from tests.accounts.steps import sign_in
from tests.factories import committed, make_agent, make_member

_LINES = Sql("SELECT act, actor, object FROM audit_entries ORDER BY number")

pytestmark = pytest.mark.usefixtures("desk")


def lines() -> list[tuple[str, str, str]]:
    with reading():
        return [tuple(row) for row in _LINES.all()]


def test_coming_in_going_and_being_refused_leave_one_line_each(desk: Flask) -> None:
    ana = f"account:{make_agent('ana').id}"
    actor = ana.removeprefix("account:")
    token = sign_in("ana@desk.example")
    assert lines() == [("signed_in", actor, ana)]
    committed(signing_in.note_refusal, "ana@desk.example")
    assert lines()[1:] == [("sign_in_refused", "nobody", ana)]
    committed(signing_in.sign_out, token)
    committed(signing_in.sign_out, token)
    assert lines()[2:] == [("signed_out", actor, ana)]


def test_members_come_and_go_unwatched(desk: Flask) -> None:
    make_member("maya")
    token = sign_in("maya")
    committed(signing_in.note_refusal, "maya")
    committed(signing_in.note_refusal, "nobody")
    committed(signing_in.sign_out, token)
    assert lines() == []
