"""Everything held on one person, by their email: written out, or made nobody's (S74, S75)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accounts import personal as accounts
from accounts import rules
from accounts.personal import ERASED
from chat import ledger, remembering
from chat.notes import address_key
from core import clock, files, letters
from core.errors import Conflict, NotFound
from core.rows import plain
from core.statements import Sql
from tickets import personal as tickets
from tickets.uploading import thumbnail_of

_CHATS = Sql(
    "SELECT * FROM chats WHERE account_id = :account_id OR LOWER(email) = :email ORDER BY place"
)
_MESSAGES = Sql(
    "SELECT seq, kind, author_kind, author_name, body, created_at FROM messages"
    " WHERE chat_id = :chat_id ORDER BY seq"
)
_QUESTIONS = Sql(
    "SELECT outcome, language, name, email, member_id, question, created_at FROM redirects"
    " WHERE account_id = :account_id OR LOWER(email) = :email ORDER BY created_at"
)
_FORGET_QUESTIONS = Sql(
    "DELETE FROM redirects WHERE account_id = :account_id OR LOWER(email) = :email"
)
# `visitor_key` named the account or the browser; the chat's own id keeps it unique.
_EMPTY = Sql(
    "UPDATE chats SET visitor_key = :nobody, client_id = NULL, account_id = NULL, name = :erased,"
    " email = '', member_id = NULL, rank = NULL, question = :erased, sealed_redirect_url = NULL,"
    " sealed_ticket_url = NULL, time_zone = NULL, browser = NULL, came_from = NULL,"
    " network = NULL,"
    " rating_comment = CASE WHEN rating_comment IS NULL THEN NULL ELSE :erased END"
    " WHERE id = :chat_id"
)
_EMPTY_MESSAGES = Sql(
    "UPDATE messages SET body = :erased, client_id = NULL,"
    " author_id = CASE WHEN author_kind = 'visitor' THEN NULL ELSE author_id END,"
    " author_name = CASE WHEN author_kind = 'visitor' THEN :erased ELSE author_name END"
    " WHERE chat_id = :chat_id AND kind <> 'system'"
)
_NOTES = Sql(
    "SELECT body, created_at FROM person_notes WHERE person_key = :member OR person_key = :address"
    " ORDER BY created_at"
)
_FORGET_NOTES = Sql("DELETE FROM person_notes WHERE person_key = :member OR person_key = :address")
_BLOCKS = Sql(
    "SELECT reason, created_at, ends_at, lifted_at FROM blocks WHERE chat_id = :chat_id"
    " ORDER BY created_at"
)
_FORGET_BLOCKS = Sql(
    "DELETE FROM blocks WHERE chat_id = :chat_id AND (lifted_at IS NOT NULL OR ends_at <= :now)"
)
# A block that stands goes on without a word: nobody gets rid of it by asking to be forgotten.
_EMPTY_BLOCKS = Sql("UPDATE blocks SET reason = :erased, network = NULL WHERE chat_id = :chat_id")
_FORGET_TOKENS = Sql("DELETE FROM chat_tokens WHERE chat_id = :chat_id")

# Keys that mean nothing outside, and what says something about the team only.
_LEFT_OUT = frozenset(
    {"visitor_key", "client_id", "account_id", "requester_id", "epoch", "network"}
    | {"agent_id", "last_agent_id", "assignee_id"}
)
_SEALED = "sealed_"


class NothingHeld(NotFound):
    message = "Nothing is held under this email."


class StillOpen(Conflict):
    message = "A chat of this person is still open. Let it end first."


@dataclass
class Erased:
    """What was made nobody's, and the files to delete now that nothing names them."""

    chats: int = 0
    tickets: int = 0
    letters: int = 0
    files: list[str] = field(default_factory=list)


def export(email: str) -> dict[str, Any]:
    """Raises NothingHeld. Needs an open transaction."""
    person = _Person.named(email)
    about = accounts.held(person.account) if person.account else {"account": None, "sessions": []}
    return {
        "email": person.email,
        "exported_at": clock.iso(clock.now()),
        **about,
        "chats": [_held(chat) for chat in person.chats],
        "questions": [plain(one) for one in person.questions],
        "notes": [plain(one) for one in _NOTES.all(**person.keys)],
        "tickets": [_without_ours(tickets.held(one)) for one in person.tickets],
        "pictures": [plain(one) for one in person.pictures()],
        "letters": [plain(one) for one in letters.sent_to(person.email)],
    }


def erase(email: str) -> Erased:
    """Raises NothingHeld, OneOfTheTeam, StillOpen."""
    person, done = _Person.named(email), Erased()
    if any(chat.state != "closed" for chat in person.chats):
        raise StillOpen
    for chat in person.chats:
        done.files += tickets.forget_pictures(chat_id=chat.id)
        erase_chat(chat.id)
    for ticket in person.tickets:
        done.files += tickets.erase(ticket)
    if person.account:
        done.files += tickets.forget_pictures(owner=person.owner)
        accounts.erase(person.account)
    _FORGET_QUESTIONS.run(**person.which)
    _FORGET_NOTES.run(**person.keys)
    done.letters = letters.forget(person.email)
    done.chats, done.tickets = len(person.chats), len(person.tickets)
    done.files = sorted(set(done.files))
    return done


def summary(email: str) -> str:
    """What `erase` would make nobody's. Raises NothingHeld."""
    person = _Person.named(email)
    account = "an account, " if person.account else "no account, "
    return (
        f"Held under {person.email}: {account}{len(person.chats)} chats,"
        f" {len(person.tickets)} tech issues, {len(person.pictures())} pictures."
    )


def copy_pictures(exported: dict[str, Any], folder: Path) -> None:
    """Write the pictures of an export, each under its id and name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for picture in exported["pictures"]:
        path = folder / f"{picture['id']}-{picture['name']}"
        path.write_bytes(files.store().get(picture["file"]))


def delete_files(erased: Erased) -> None:
    """After the commit, when nothing names them any more."""
    for name in erased.files:
        files.store().delete(name)
        files.store().delete(thumbnail_of(name))


@dataclass(frozen=True)
class _Person:
    """All that belongs to an address: the account's, and what others have typed it under."""

    email: str
    account: Any | None
    chats: list[Any]
    questions: list[Any]
    tickets: list[Any]

    @classmethod
    def named(cls, email: str) -> "_Person":
        folded = rules.folded(email)
        account = accounts.account_with(folded)
        which = {"account_id": account.id if account else tickets.NOBODY, "email": folded}
        found = cls(
            email=folded,
            account=account,
            chats=_CHATS.all(**which),
            questions=_QUESTIONS.all(**which),
            tickets=tickets.tickets_of(**which),
        )
        if not (account or found.chats or found.questions or found.tickets):
            raise NothingHeld
        return found

    @property
    def which(self) -> dict[str, str]:
        return {
            "account_id": self.account.id if self.account else tickets.NOBODY,
            "email": self.email,
        }

    @property
    def keys(self) -> dict[str, str]:
        """Under what the team keeps notes on them."""
        return {"member": self.owner, "address": address_key(self.email)}

    @property
    def owner(self) -> str:
        return f"member:{self.account.id}" if self.account else tickets.NOBODY

    def pictures(self) -> list[Any]:
        found = tickets.pictures_of(owner=self.owner) if self.account else []
        for chat in self.chats:
            found += tickets.pictures_of(chat_id=chat.id)
        for ticket in self.tickets:
            found += tickets.pictures_of(ticket_id=ticket.id)
        return list({one.id: one for one in found}.values())


def _held(chat: Any) -> dict[str, Any]:
    messages = [plain(one) for one in _MESSAGES.all(chat_id=chat.id)]
    blocks = [plain(one) for one in _BLOCKS.all(chat_id=chat.id)]
    reasons = [
        {"reason": one.reason, "created_at": clock.iso_millis(one.at)}
        for one in ledger.words_about(chat.id)
    ]
    return _without_ours(plain(chat, messages=messages, blocks=blocks, reasons=reasons))


def _without_ours(held: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in held.items()
        if name not in _LEFT_OUT and not name.startswith(_SEALED)
    }


def erase_chat(chat_id: str) -> None:
    """Keep what statistics count, and no word of anybody."""
    _FORGET_TOKENS.run(chat_id=chat_id)
    _FORGET_BLOCKS.run(chat_id=chat_id, now=clock.now_millis())
    _EMPTY_BLOCKS.run(chat_id=chat_id, erased=ERASED)
    remembering.forget(chat_id)
    ledger.forget_words(chat_id)
    _EMPTY_MESSAGES.run(chat_id=chat_id, erased=ERASED)
    _EMPTY.run(chat_id=chat_id, nobody=f"erased:{chat_id}", erased=ERASED)
