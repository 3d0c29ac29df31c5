"""Notes on people, blocks and the history of chats."""

import sqlalchemy as sa
from alembic import op

from tickets.words import words_of

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ADDED = (
    ("time_zone", sa.String(length=64)),
    ("browser", sa.String(length=60)),
    ("came_from", sa.String(length=200)),
    ("network", sa.String(length=64)),
)
_INDEXES = {
    "chats_by_account": ["account_id", "closed_at"],
    "chats_by_end": ["closed_at", "place", "last_agent_id", "closed_reason", "rating"],
}

_FORGET = (
    "INSERT INTO chat_index (chat_index, rowid, words) VALUES ('delete', old.place, old.words);"
)
_LEARN = "INSERT INTO chat_index (rowid, words) VALUES (new.place, new.words);"
_ON_SQLITE = (
    "CREATE VIRTUAL TABLE chat_index USING fts5(words, content='chat_words',"
    " content_rowid='place', tokenize='ascii', prefix='2 3', detail='none')",
    f"CREATE TRIGGER chat_words_added AFTER INSERT ON chat_words BEGIN {_LEARN} END",
    f"CREATE TRIGGER chat_words_removed AFTER DELETE ON chat_words BEGIN {_FORGET} END",
    f"CREATE TRIGGER chat_words_changed AFTER UPDATE ON chat_words BEGIN {_FORGET} {_LEARN} END",
)
_ON_POSTGRESQL = (
    "CREATE INDEX chat_index ON chat_words USING gin"
    " (array_to_tsvector(string_to_array(words, ' ')))",
)


def upgrade() -> None:
    for name, kind in _ADDED:
        op.add_column("chats", sa.Column(name, kind, nullable=True))
    for name, columns in _INDEXES.items():
        op.create_index(name, "chats", columns, unique=False)
    _create_notes()
    _create_blocks()
    op.create_table(
        "chat_words",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
        sa.UniqueConstraint("chat_id"),
    )
    op.create_index("chat_words_by_address", "chat_words", ["address"], unique=False)
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _ON_SQLITE if on_sqlite else _ON_POSTGRESQL:
        op.execute(statement)
    _find_what_is_there()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE chat_index")
    for table in ("chat_words", "blocks", "person_notes"):
        op.drop_table(table)
    for name in _INDEXES:
        op.drop_index(name, table_name="chats")
    for name, _ in _ADDED:
        op.drop_column("chats", name)


def _create_notes() -> None:
    op.create_table(
        "person_notes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("person_key", sa.String(length=270), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("author_id", "client_id", name="note_written_once"),
    )
    op.create_index(
        "person_notes_by_person", "person_notes", ["person_key", "created_at"], unique=False
    )


def _create_blocks() -> None:
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("visitor_key", sa.String(length=80), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.Column("network_until", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"]),
        sa.ForeignKeyConstraint(["lifted_by"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("blocks_by_visitor", "blocks", ["visitor_key"], unique=False)
    op.create_index("blocks_by_network", "blocks", ["network"], unique=False)
    op.create_index("blocks_by_time", "blocks", ["created_at"], unique=False)


def _find_what_is_there() -> None:
    """Let the chats that have ended be found as well; one at a time, for they may be long."""
    connection = op.get_bind()
    chats = connection.execute(
        sa.text(
            "SELECT id, place, account_id, name, email, member_id, ticket_number, rating_comment"
            " FROM chats WHERE state = 'closed' AND email <> '' ORDER BY place"
        )
    ).all()
    for chat in chats:
        said = connection.execute(
            sa.text("SELECT body FROM messages WHERE chat_id = :id AND kind <> 'system'"),
            {"id": chat.id},
        ).scalars()
        person = (chat.name, chat.email, chat.member_id or "", chat.ticket_number or "")
        texts = [str(chat.place), *person, chat.rating_comment or "", *said]
        connection.execute(
            sa.text(
                "INSERT INTO chat_words (place, chat_id, address, words)"
                " VALUES (:place, :id, :address, :words)"
            ),
            {
                "place": chat.place,
                "id": chat.id,
                "address": "" if chat.account_id else chat.email.casefold(),
                "words": " ".join(sorted(set().union(*map(words_of, texts)))),
            },
        )
