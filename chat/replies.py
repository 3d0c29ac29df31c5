"""Saved replies: texts that agents send often, shared by the team or one's own."""

import re
from dataclasses import dataclass
from typing import Any

from chat.actors import Agent
from chat.language.names import find_language
from core import audit, clock
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.rows import plain
from core.statements import Sql
from core.text import BODY_LIMIT, TITLE_LIMIT, clean_body, clean_line, new_id

# What the console fills in: the visitor's first name, the number of the chat's ticket, the agent's
# first name.
VARIABLES = ("name", "number", "agent")
MOST_OF_ONE_OWNER = 500

_VARIABLE = re.compile(r"\{([A-Za-z_]+)\}")
_SHORTCUT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

_FOR = Sql(
    "SELECT r.id, r.shortcut, r.title, r.text, r.language,"
    " CASE WHEN r.owner_id IS NULL THEN 1 ELSE 0 END AS is_shared,"
    " a.name AS changed_by, r.updated_at FROM saved_replies r"
    " JOIN accounts a ON a.id = r.changed_by_id"
    " WHERE r.owner_id IS NULL OR r.owner_id = :account_id ORDER BY r.shortcut, r.id"
)
_ONE = Sql("SELECT owner_id, updated_at FROM saved_replies WHERE id = :id")
_SAME = Sql(
    "SELECT id FROM saved_replies WHERE shortcut = :shortcut AND id <> :id"
    " AND COALESCE(owner_id, '') = :owner"
)
_COUNT = Sql("SELECT COUNT(*) FROM saved_replies WHERE COALESCE(owner_id, '') = :owner")
_ADD = Sql(
    "INSERT INTO saved_replies"
    " (id, owner_id, shortcut, title, text, language, changed_by_id, updated_at)"
    " VALUES (:id, :owner_id, :shortcut, :title, :text, :language, :changed_by_id, :now)"
)
_CHANGE = Sql(
    "UPDATE saved_replies SET owner_id = :owner_id, shortcut = :shortcut, title = :title,"
    " text = :text, language = :language, changed_by_id = :changed_by_id, updated_at = :now"
    " WHERE id = :id"
)
_DELETE = Sql("DELETE FROM saved_replies WHERE id = :id")


class ChangedMeanwhile(Conflict):
    message = (
        "Somebody else has changed this reply meanwhile. Their text stands below yours;"
        " save again if yours is to hold."
    )


@dataclass(frozen=True, kw_only=True)
class ReplyDraft:
    """What somebody has typed; `is_shared` ones are the whole team's."""

    shortcut: str
    title: str
    text: str
    language: str | None = None
    is_shared: bool = False


def replies_for(account_id: str) -> list[dict[str, Any]]:
    """Those of the team and this person's own, by shortcut. Needs an open transaction."""
    return [plain(row) for row in _FOR.all(account_id=account_id)]


def create(author: Agent, draft: ReplyDraft) -> dict[str, Any]:
    """Raises Forbidden for a shared one by an agent; Invalid and TooLong with fields."""
    owner_id = _owner(author, draft)
    if _COUNT.value(owner=owner_id or "") >= MOST_OF_ONE_OWNER:
        raise Invalid(f"There are {MOST_OF_ONE_OWNER} already. Delete one first.")
    reply_id = new_id()
    _ADD.run(id=reply_id, **_stored(author, reply_id, draft))
    _note("reply_added", author, reply_id, owner_id, draft.shortcut)
    return _answer(author, reply_id)


def change(
    author: Agent, reply_id: str, draft: ReplyDraft, *, seen: str | None = None
) -> dict[str, Any]:
    """The same refusals as for a new one, and NotFound.

    `seen`: the `updated_at` of the state that was read; when it is not the last any more,
    ChangedMeanwhile is raised.
    """
    owner_id = _changeable(author, reply_id, seen)
    stored = _stored(author, reply_id, draft)
    _CHANGE.run(id=reply_id, **stored)
    if None in (owner_id, stored["owner_id"]):
        _note("reply_changed", author, reply_id, None, stored["shortcut"])
    return _answer(author, reply_id)


def delete(author: Agent, reply_id: str) -> None:
    owner_id = _changeable(author, reply_id)
    _DELETE.run(id=reply_id)
    _note("reply_deleted", author, reply_id, owner_id)


def variables_in(text: str) -> list[str]:
    """The names between braces, in their order: `Hi {name}` holds `name`."""
    return _VARIABLE.findall(text)


def _changeable(author: Agent, reply_id: str, seen: str | None = None) -> str | None:
    """Somebody else's own reply is not there at all; a shared one only supervisors change.

    Returns whose it is, None for the team's.
    """
    row = _ONE.one(id=reply_id)
    if row is None or row.owner_id not in (None, author.id):
        raise NotFound
    if row.owner_id is None:
        _require_supervisor(author)
    if seen is not None and seen != clock.iso_millis(row.updated_at):
        raise ChangedMeanwhile
    owner_id: str | None = row.owner_id
    return owner_id


def _note(act: str, author: Agent, reply_id: str, owner_id: str | None, shortcut: str = "") -> None:
    """What belongs to the team is in the audit trail; one's own is one's own."""
    if owner_id is None:
        audit.record(act, actor=author.id, object=f"reply:{reply_id}", shortcut=shortcut)


def _owner(author: Agent, draft: ReplyDraft) -> str | None:
    if draft.is_shared:
        _require_supervisor(author)
    return None if draft.is_shared else author.id


def _require_supervisor(author: Agent) -> None:
    if not author.supervises:
        raise Forbidden("Supervisors and admins write the team's replies.")


def _stored(author: Agent, reply_id: str, draft: ReplyDraft) -> dict[str, Any]:
    owner_id = _owner(author, draft)
    shortcut = draft.shortcut.strip().removeprefix("/").lower()
    if not _SHORTCUT.fullmatch(shortcut):
        raise _wrong("shortcut", "Use letters, digits and hyphens, at most 40.")
    if _SAME.one(shortcut=shortcut, id=reply_id, owner=owner_id or ""):
        raise _wrong("shortcut", f"There is a reply /{shortcut} already.")
    text = clean_body(draft.text, limit=BODY_LIMIT, field="text")
    for name in variables_in(text):
        if name not in VARIABLES:
            known = ", ".join(f"{{{one}}}" for one in VARIABLES)
            raise _wrong("text", f"Nothing is known about {{{name}}}. Use {known}.")
    if draft.language is not None and find_language(draft.language) is None:
        raise _wrong("language", "This language is not known.")
    return {
        "owner_id": owner_id,
        "shortcut": shortcut,
        "title": clean_line(draft.title, limit=TITLE_LIMIT, field="title"),
        "text": text,
        "language": draft.language,
        "changed_by_id": author.id,
        "now": clock.now_millis(),
    }


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})


def _answer(author: Agent, reply_id: str) -> dict[str, Any]:
    return next(one for one in replies_for(author.id) if one["id"] == reply_id)
