"""Finding tickets by words: in title, number, description and thread.

One row per ticket holds its words, each once; FTS5 on SQLite and a GIN index on PostgreSQL look
them up. Both see words that are cut and folded already (`tickets.words`), so they agree. What only
the team may read is kept apart and is not asked when a member looks (S32).

The index is written in the transaction that writes the text, with `Sql` only.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    DDL,
    ColumnElement,
    Integer,
    String,
    Text,
    column,
    event,
    false,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.database import db
from core.statements import Sql
from tickets.models import Ticket
from tickets.words import words_looked_for, words_of

# Of what is looked for; and of what is kept of one ticket, so that no thread grows without end.
MOST_WORDS_ASKED = 8
MOST_WORDS_KEPT = 20_000


class TicketWords(db.Model):  # type: ignore[name-defined]
    """What is found: `words` for whoever may read the ticket, `notes` for the team.

    `scope` is one more word, that of the requester: looking for it finds only that person's.
    """

    __tablename__ = "ticket_words"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    ticket_id: Mapped[str] = mapped_column(String(32), unique=True)
    words: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(80), default="")


# The index reads `ticket_words` itself; what it is to forget, it has to be told word by word.
_FORGET = (
    "INSERT INTO ticket_index (ticket_index, rowid, words, notes, scope)"
    " VALUES ('delete', old.number, old.words, old.notes, old.scope);"
)
_LEARN = (
    "INSERT INTO ticket_index (rowid, words, notes, scope)"
    " VALUES (new.number, new.words, new.notes, new.scope);"
)
ON_SQLITE = (
    "CREATE VIRTUAL TABLE ticket_index USING fts5(words, notes, scope, content='ticket_words',"
    " content_rowid='number', tokenize='ascii', prefix='2 3', detail='column')",
    f"CREATE TRIGGER ticket_words_added AFTER INSERT ON ticket_words BEGIN {_LEARN} END",
    f"CREATE TRIGGER ticket_words_removed AFTER DELETE ON ticket_words BEGIN {_FORGET} END",
    "CREATE TRIGGER ticket_words_changed AFTER UPDATE ON ticket_words"
    f" BEGIN {_FORGET} {_LEARN} END",
)
_OF_REQUESTER = "array_to_tsvector(string_to_array(trim(words || ' ' || scope), ' '))"
_OF_TEAM = "array_to_tsvector(string_to_array(trim(words || ' ' || notes), ' '))"
ON_POSTGRESQL = (
    f"CREATE INDEX ticket_index_of_requester ON ticket_words USING gin ({_OF_REQUESTER})",
    f"CREATE INDEX ticket_index_of_team ON ticket_words USING gin ({_OF_TEAM})",
)
for _dialect, _statements in (("sqlite", ON_SQLITE), ("postgresql", ON_POSTGRESQL)):
    for _statement in _statements:
        event.listen(
            TicketWords.__table__,
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )

_ADD = Sql(
    "INSERT INTO ticket_words (number, ticket_id, words, notes, scope)"
    " VALUES (:number, :ticket_id, :words, :notes, :scope)"
)
_KEPT = Sql("SELECT words, notes FROM ticket_words WHERE ticket_id = :ticket_id")
_KEEP = Sql("UPDATE ticket_words SET words = :words, notes = :notes WHERE ticket_id = :ticket_id")


def add_ticket(
    ticket_id: str, number: int, *, requester_id: str | None, texts: list[str], person: list[str]
) -> None:
    """A new ticket can be found by its number and these texts, by the team also by the person."""
    words = _joined(words_of(f"IT-{number}").union(*map(words_of, texts)))
    notes = _joined(set[str]().union(*map(words_of, person)))
    scope = _scope(requester_id) if requester_id else ""
    _ADD.run(number=number, ticket_id=ticket_id, words=words, notes=notes, scope=scope)


def add_texts(ticket_id: str, texts: list[str]) -> None:
    """The ticket can be found by these as well, by whoever may read it."""
    _grow(ticket_id, words=texts)


def add_note(ticket_id: str, note: str) -> None:
    """The team finds the ticket by this as well, nobody else does."""
    _grow(ticket_id, notes=[note])


def found_by_requester(account_id: str, typed: str) -> ColumnElement[bool]:
    """The condition for `Ticket`: this person's own tickets that hold all that was typed."""
    return _condition(typed, columns=("words",), scope=_scope(account_id))


def found_by_team(typed: str, *, most: int | None = None) -> ColumnElement[bool]:
    """The condition for `Ticket`: all tickets that hold it, internal notes too, or the newest."""
    return _condition(typed, columns=("words", "notes"), most=most)


def are_more_than(most: int, typed: str) -> bool:
    """Whether the team finds more tickets than this."""
    newest = _numbers(typed, columns=("words", "notes"), most=most + 1)
    return newest is not None and _count_of(newest) > most


def _grow(
    ticket_id: str, *, words: list[str] | None = None, notes: list[str] | None = None
) -> None:
    kept = _KEPT.one(ticket_id=ticket_id)
    if kept is not None:
        _KEEP.run(
            ticket_id=ticket_id,
            words=_with(kept.words, words or []),
            notes=_with(kept.notes, notes or []),
        )


def _with(kept: str, texts: list[str]) -> str:
    return _joined(set(kept.split()).union(*map(words_of, texts))) if texts else kept


def _joined(words: set[str]) -> str:
    return " ".join(sorted(words)[:MOST_WORDS_KEPT])


def _scope(account_id: str) -> str:
    """One word whatever letters the id is made of; no text holds it, for texts are folded."""
    return "R" + account_id.encode().hex()


def _condition(
    typed: str, *, columns: tuple[str, ...], scope: str | None = None, most: int | None = None
) -> ColumnElement[bool]:
    found = _numbers(typed, columns=columns, scope=scope, most=most)
    return false() if found is None else Ticket.number.in_(select(found.c.number))


def _count_of(numbers: CTE) -> int:
    return db.session.scalar(select(func.count()).select_from(numbers)) or 0


def _numbers(
    typed: str, *, columns: tuple[str, ...], scope: str | None = None, most: int | None = None
) -> CTE | None:
    """The numbers of the tickets that hold all that was typed; None when nothing was."""
    asked = words_looked_for(typed)[:MOST_WORDS_ASKED]
    if not asked:
        return None
    if db.engine.dialect.name == "sqlite":
        every = " AND ".join(f'"{word}"*' for word in asked)
        match = f"{{{' '.join(columns)}}} : ({every})" + (
            f' AND scope : "{scope}"' if scope else ""
        )
        numbers = "SELECT rowid AS number FROM ticket_index WHERE ticket_index MATCH :asked"
        newest = " ORDER BY rowid DESC LIMIT :most"
    else:
        match = " & ".join([*(f"'{word}':*" for word in asked), *([f"'{scope}'"] if scope else [])])
        index = _OF_REQUESTER if scope else _OF_TEAM
        numbers = f"SELECT number FROM ticket_words WHERE {index} @@ CAST(:asked AS tsquery)"  # noqa: S608 - a constant
        newest = " ORDER BY number DESC LIMIT :most"
    values: dict[str, Any] = {"asked": match} | ({"most": most} if most else {})
    statement = text(numbers + (newest if most else "")).bindparams(**values)
    # A statement with several parts that ask for it looks it up once.
    return statement.columns(column("number", Integer)).cte("found")
