"""The tables about people: notes, blocks, and the words by which ended chats are found."""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, Integer, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from core.database import UtcTime, db


class PersonNote(db.Model):  # type: ignore[name-defined]
    """What the team knows of a person and never shows them (S32).

    `person_key` is `member:<account id>`, or `address:<email>` for whoever typed that address.
    """

    __tablename__ = "person_notes"
    __table_args__ = (
        Index("person_notes_by_person", "person_key", "created_at"),
        UniqueConstraint("author_id", "client_id", name="note_written_once"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    person_key: Mapped[str] = mapped_column(String(270))
    author_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    client_id: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Block(db.Model):  # type: ignore[name-defined]
    """Somebody who may start no chat until a date (S66). `chat_id` says in which chat and who.

    `network` is the sealed-off fingerprint of the address that the chat came from; guests from
    there are held back too, but only until `network_until`.
    """

    __tablename__ = "blocks"
    __table_args__ = (
        Index("blocks_by_visitor", "visitor_key"),
        Index("blocks_by_network", "network"),
        Index("blocks_by_time", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    visitor_key: Mapped[str] = mapped_column(String(80))
    network: Mapped[str | None] = mapped_column(String(64))
    network_until: Mapped[datetime] = mapped_column(UtcTime)
    chat_id: Mapped[str] = mapped_column(ForeignKey("chats.id"))
    reason: Mapped[str] = mapped_column(Text)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    author_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))


class ChatWords(db.Model):  # type: ignore[name-defined]
    """The words of an ended chat, each once; for the team only, so notes are among them.

    `address` is the folded email that an unverified visitor has typed, empty for a member.
    """

    __tablename__ = "chat_words"
    __table_args__ = (Index("chat_words_by_address", "address"),)

    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    chat_id: Mapped[str] = mapped_column(String(24), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    words: Mapped[str] = mapped_column(Text)


# The index reads `chat_words` itself; what it is to forget, it has to be told word by word.
_FORGET = (
    "INSERT INTO chat_index (chat_index, rowid, words) VALUES ('delete', old.place, old.words);"
)
_LEARN = "INSERT INTO chat_index (rowid, words) VALUES (new.place, new.words);"
ON_SQLITE = (
    "CREATE VIRTUAL TABLE chat_index USING fts5(words, content='chat_words',"
    " content_rowid='place', tokenize='ascii', prefix='2 3', detail='none')",
    f"CREATE TRIGGER chat_words_added AFTER INSERT ON chat_words BEGIN {_LEARN} END",
    f"CREATE TRIGGER chat_words_removed AFTER DELETE ON chat_words BEGIN {_FORGET} END",
    f"CREATE TRIGGER chat_words_changed AFTER UPDATE ON chat_words BEGIN {_FORGET} {_LEARN} END",
)
WORDS_AS_VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
ON_POSTGRESQL = (f"CREATE INDEX chat_index ON chat_words USING gin ({WORDS_AS_VECTOR})",)
for _dialect, _statements in (("sqlite", ON_SQLITE), ("postgresql", ON_POSTGRESQL)):
    for _statement in _statements:
        event.listen(
            ChatWords.__table__,
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
