"""Everything held on one person: written out whole, and erased to the last byte (S74, S75)."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from accounts import signing_in
from accounts.models import Account
from chat import blocking, notes
from chat.actors import Agent as Actor
from core import clock
from core.database import db, reading, transaction
from core.mail.jobs import Postman
from tests.chat.stage import Stage
from tests.factories import PASSWORD, committed
from tests.pictures import picture
from tickets import handling, uploading
from tickets.models import Ticket
from tickets.opening import TicketDraft, open_ticket
from tickets.uploading import Upload

EMAIL = "canary.maya@example.com"
# Written by or about Maya in as many places; each has to be exported, and none may stay.
CANARIES = (
    "Canarymaya Lind",
    "canary-member-id",
    "canary question",
    "canary message",
    "canary answer of the agent",
    "canary note of the agent",
    "canary comment",
    "canary note on the person",
    "canary note on the address",
    "canary reason of a block",
    "canary in Norwegian",
    "canary title",
    "canary description",
    "canary reply",
    "canary ticket answer",
    "canary ticket note",
    "canary guest question",
    "canary.png",
)


@pytest.fixture
def desk(stage: Stage) -> Stage:
    """Maya has left something everywhere, and Otto has asked something as well."""
    stage.write(
        "UPDATE accounts SET name = 'Canarymaya Lind', email = ?, member_id = 'canary-member-id'"
        " WHERE username = 'maya'",
        EMAIL,
    )
    ana = stage.agent("ana")
    _chat_with(stage, ana)
    stage.start_chat(
        cookie=stage.cookie("Canarymaya Lind"),
        question="Jeg får ikke logget inn i butikken, kan dere hjelpe meg? canary in Norwegian",
    )
    guest = stage.guest("Canarymaya", email=EMAIL.upper(), question="My canary guest question here")
    agent = Actor(id=ana.id, name="Ana", role="agent", session_id="")
    note = {"body": "canary note on the address", "client_id": "two"}
    with stage.app.app_context():
        committed(notes.add_note, agent, guest.chat_id, **note)
    guest.ask("leave")
    stage.start_chat("Otto", email="otto@example.com", question="A bystander has a question too")
    with stage.app.app_context():
        _tickets_of(_maya())
        _picture_of(_maya())
    Postman(stage.app).deliver()
    return stage


def _chat_with(stage: Stage, ana: Any) -> None:
    chat = stage.start_chat(
        cookie=stage.cookie("Canarymaya Lind"), question="I have a canary question for you"
    )["chat"]
    maya = stage.visitor(chat["id"], chat["token"])
    ana.ask("claim_next")
    maya.says("canary message")
    ana.says(maya.chat_id, "canary answer of the agent")
    ana.note(maya.chat_id, "canary note of the agent")
    _judged(stage, ana, maya.chat_id)
    assert ana.ask("convert_to_ticket", {"chat_id": maya.chat_id})["ok"]
    assert maya.ask("rate", {"score": 4, "comment": "canary comment"})["ok"]


def _judged(stage: Stage, ana: Any, chat_id: str) -> None:
    agent = Actor(id=ana.id, name="Ana", role="agent", session_id="")
    ends_at = clock.now() + timedelta(hours=1)
    with stage.app.app_context():
        committed(notes.add_note, agent, chat_id, body="canary note on the person", client_id="one")
        committed(
            blocking.block, agent, chat_id, reason="canary reason of a block", ends_at=ends_at
        )
        [made] = stage.rows("SELECT id FROM blocks")
        committed(blocking.lift, ana.id, made["id"])


def _tickets_of(maya: Account) -> None:
    draft = TicketDraft(
        title="English - canary title",
        description="canary description",
        name=maya.name,
        email=maya.email,
        requester_id=maya.id,
        member_id=maya.member_id,
        source="portal",
    )
    ticket_id = committed(open_ticket, draft).id
    ana = db.session.query(Account).filter_by(name="Ana").one()
    with transaction():
        ticket = db.session.get_one(Ticket, ticket_id)
        handling.reply_as_requester(ticket, maya, body="canary reply", client_id=None)
        handling.reply_as_agent(ticket, ana, body="canary ticket answer", client_id=None)
        handling.add_note(ticket, ana, body="canary ticket note", client_id=None)


def _picture_of(maya: Account) -> None:
    content = io.BytesIO(picture())
    uploading.store(
        Upload(content=content, name="canary.png", owner=f"member:{maya.id}", address="192.0.2.1")
    )


def _maya() -> Account:
    return db.session.query(Account).filter_by(username="maya").one()


def run(desk: Stage, *args: str) -> Result:
    return desk.app.test_cli_runner().invoke(args=args)


def kept_on_disk(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())


def test_the_export_is_whole_and_holds_no_secret_and_nobody_else(
    desk: Stage, tmp_path: Path
) -> None:
    done = run(desk, "export-person", EMAIL.title(), "--files", str(tmp_path / "pictures"))
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    text = json.dumps(found, ensure_ascii=False)
    assert [canary for canary in CANARIES if canary not in text] == []
    for secret in ("password", "argon2", "token", "sealed", "hash", "bystander", "Otto"):
        assert secret not in text
    assert (len(found["chats"]), len(found["tickets"]), len(found["questions"])) == (2, 2, 1)
    assert found["account"]["wants_mail"] is True
    assert found["account"]["created_at"].endswith("Z")
    assert {"ticket_received", "ticket_answered"} <= {one["kind"] for one in found["letters"]}
    [copied] = (tmp_path / "pictures").iterdir()
    assert copied.name.endswith("canary.png")


def test_nothing_of_an_erased_person_is_left_on_the_disk(desk: Stage) -> None:
    assert any(b"canary" in path.read_bytes().lower() for path in kept_on_disk(desk.folder))
    done = run(desk, "erase-person", EMAIL, "--yes")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Erased: 2 chats, 2 tech issues, 1 pictures,")
    assert done.stderr == ""
    left = [
        path.name for path in kept_on_disk(desk.folder) if b"canary" in path.read_bytes().lower()
    ]
    assert left == []
    assert list((desk.folder / "files").glob("*/*")) == []
    assert run(desk, "export-person", EMAIL).exit_code == 1


def test_what_statistics_count_is_kept_and_the_desk_is_still_whole(desk: Stage) -> None:
    before = desk.rows("SELECT state, closed_reason, rating, place, last_seq FROM chats")
    run(desk, "erase-person", EMAIL, "--yes")
    after = desk.rows("SELECT state, closed_reason, rating, place, last_seq FROM chats")
    assert [tuple(row) for row in after] == [tuple(row) for row in before]
    assert {row["status"] for row in desk.rows("SELECT status FROM tickets")} == {"closed"}
    for command in ("check", "verify-queue"):
        done = run(desk, command)
        assert done.exit_code == 0, done.output


def test_an_erased_member_cannot_sign_in_and_others_can(desk: Stage) -> None:
    run(desk, "erase-person", EMAIL, "--yes")
    with desk.app.app_context():
        with reading():
            assert signing_in.account_named("maya") is None
            assert signing_in.account_named(EMAIL) is None
        signing_in.check_password("otto", PASSWORD)
    assert (
        desk.rows(
            "SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account_id"
            " WHERE a.role = 'member' AND a.username <> 'otto'"
        )
        == []
    )
    assert desk.rows("SELECT 1 FROM chats WHERE question LIKE '%bystander%'") != []


def test_without_a_yes_it_only_says_what_would_be_erased(desk: Stage) -> None:
    before = desk.dump()
    done = run(desk, "erase-person", EMAIL)
    assert done.exit_code == 1
    assert done.stdout == f"Held under {EMAIL}: an account, 2 chats, 2 tech issues, 1 pictures.\n"
    assert done.stderr == "Error: Nothing was erased; say --yes to do it.\n"
    assert desk.dump() == before


def test_a_guest_is_found_by_what_they_have_typed(stage: Stage) -> None:
    gus = stage.guest("Gus", email="gus.canary@example.com")
    gus.ask("leave")
    found = json.loads(run(stage, "export-person", "gus.canary@example.com").stdout)
    assert (found["account"], len(found["chats"])) == (None, 1)
    assert run(stage, "erase-person", "gus.canary@example.com", "--yes").exit_code == 0
    assert stage.rows("SELECT 1 FROM chats WHERE name = 'Gus' OR email <> ''") == []


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("nobody@example.com", "Nothing is held under this email."),
        ("ana@desk.example", "This is one of the team; only members and guests can be erased."),
        ("gus@example.com", "A chat of this person is still open. Let it end first."),
    ],
)
def test_what_cannot_be_erased_is_refused_in_one_line(
    stage: Stage, email: str, sentence: str
) -> None:
    stage.start_chat("Gus", email="gus@example.com")
    before = stage.dump()
    done = run(stage, "erase-person", email, "--yes")
    assert (done.exit_code, done.output) == (1, f"Error: {sentence}\n")
    assert stage.dump() == before
