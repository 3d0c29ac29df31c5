"""Notes of the team on a member, or on whoever typed one address. Never shown to them."""

from typing import Any

from accounts.rules import folded
from chat.access import chat_for_agent
from chat.actors import Agent
from core import clock
from core.errors import NotFound
from core.statements import Sql
from core.text import clean_body, new_id

NOTE_LIMIT = 2_000
MOST_SHOWN = 50

_ADD = Sql(
    "INSERT INTO person_notes (id, person_key, author_id, client_id, body, created_at)"
    " VALUES (:id, :person_key, :author_id, :client_id, :body, :now)"
    " ON CONFLICT (author_id, client_id) DO NOTHING"
)
_NOTE = """SELECT n.id, n.person_key, n.author_id, n.body, n.created_at, a.name AS author_name
 FROM person_notes n JOIN accounts a ON a.id = n.author_id """
_WRITTEN = Sql(_NOTE + "WHERE n.author_id = :author_id AND n.client_id = :client_id")
_ON_PERSON = Sql(
    _NOTE + "WHERE n.person_key = :person_key ORDER BY n.created_at DESC, n.id LIMIT :most"
)
_DELETE = Sql("DELETE FROM person_notes WHERE id = :note_id AND author_id = :author_id")


def person_key(row: Any) -> str:
    """Whom notes in a chat are about: the member, or only the address that was typed (S20)."""
    return f"member:{row.account_id}" if row.account_id else address_key(row.email)


def address_key(email: str) -> str:
    return f"address:{folded(email)}"


def add_note(agent: Agent, chat_id: str, *, body: str, client_id: str) -> Any:
    """Keep a note on the person of this chat; the same `client_id` again finds the first one.

    Raises NotFound, Invalid, TooLong.
    """
    row = chat_for_agent(agent, chat_id)
    _ADD.run(
        id=new_id(),
        person_key=person_key(row),
        author_id=agent.id,
        client_id=client_id,
        body=clean_body(body, limit=NOTE_LIMIT),
        now=clock.now_millis(),
    )
    return _WRITTEN.one(author_id=agent.id, client_id=client_id)


def delete_note(agent: Agent, note_id: str) -> None:
    """Take back a note of one's own. Raises NotFound for all others."""
    if not _DELETE.run(note_id=note_id, author_id=agent.id):
        raise NotFound


def notes_on(row: Any) -> list[Any]:
    """The notes on the person of a chat, the latest first."""
    return _ON_PERSON.all(person_key=person_key(row), most=MOST_SHOWN)
