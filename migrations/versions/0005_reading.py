"""What a member has read, and finding issues."""

import sqlalchemy as sa
from alembic import op

from tickets.words import words_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FORGET = (
    "INSERT INTO ticket_index (ticket_index, rowid, words, notes, scope)"
    " VALUES ('delete', old.number, old.words, old.notes, old.scope);"
)
_LEARN = (
    "INSERT INTO ticket_index (rowid, words, notes, scope)"
    " VALUES (new.number, new.words, new.notes, new.scope);"
)
_ON_SQLITE = (
    "CREATE VIRTUAL TABLE ticket_index USING fts5(words, notes, scope, content='ticket_words',"
    " content_rowid='number', tokenize='ascii', prefix='2 3', detail='column')",
    f"CREATE TRIGGER ticket_words_added AFTER INSERT ON ticket_words BEGIN {_LEARN} END",
    f"CREATE TRIGGER ticket_words_removed AFTER DELETE ON ticket_words BEGIN {_FORGET} END",
    "CREATE TRIGGER ticket_words_changed AFTER UPDATE ON ticket_words"
    f" BEGIN {_FORGET} {_LEARN} END",
)
_ON_POSTGRESQL = (
    "CREATE INDEX ticket_index_of_requester ON ticket_words USING gin"
    " (array_to_tsvector(string_to_array(trim(words || ' ' || scope), ' ')))",
    "CREATE INDEX ticket_index_of_team ON ticket_words USING gin"
    " (array_to_tsvector(string_to_array(trim(words || ' ' || notes), ' ')))",
)


def upgrade() -> None:
    op.add_column("redirects", sa.Column("sealed_ticket_url", sa.Text(), nullable=True))
    op.add_column("ticket_entries", sa.Column("act", sa.String(length=16), nullable=True))
    op.add_column("tickets", sa.Column("follows", sa.Integer(), nullable=True))
    op.create_index("ix_tickets_follows", "tickets", ["follows"], unique=False)
    op.drop_index("ix_tickets_requester_updated", table_name="tickets")
    op.create_index(
        "ix_tickets_requester_list",
        "tickets",
        ["requester_id", "status", "updated_at", "number"],
        unique=False,
    )
    op.create_table(
        "ticket_readings",
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "reader"),
    )
    op.create_table(
        "ticket_words",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("ticket_id"),
    )
    for statement in _of_this_database():
        op.execute(statement)
    _find_what_is_there()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE ticket_index")
    op.drop_table("ticket_words")
    op.drop_table("ticket_readings")
    op.drop_index("ix_tickets_requester_list", table_name="tickets")
    op.create_index(
        "ix_tickets_requester_updated", "tickets", ["requester_id", "updated_at"], unique=False
    )
    op.drop_index("ix_tickets_follows", table_name="tickets")
    op.drop_column("tickets", "follows")
    op.drop_column("ticket_entries", "act")
    op.drop_column("redirects", "sealed_ticket_url")


def _of_this_database() -> tuple[str, ...]:
    return _ON_SQLITE if op.get_bind().dialect.name == "sqlite" else _ON_POSTGRESQL


def _find_what_is_there() -> None:
    """Let the tickets that there are be found as well; one at a time, for threads may be long."""
    connection = op.get_bind()
    tickets = connection.execute(
        sa.text("SELECT id, number, title, description, requester_id FROM tickets ORDER BY number")
    ).all()
    for ticket in tickets:
        entries = connection.execute(
            sa.text("SELECT kind, body FROM ticket_entries WHERE ticket_id = :id"),
            {"id": ticket.id},
        ).all()
        texts = [one.body for one in entries if one.kind in ("reply", "transcript")]
        notes = [one.body for one in entries if one.kind == "note"]
        connection.execute(
            sa.text(
                "INSERT INTO ticket_words (number, ticket_id, words, notes, scope)"
                " VALUES (:number, :id, :words, :notes, :scope)"
            ),
            {
                "number": ticket.number,
                "id": ticket.id,
                "words": _joined([f"IT-{ticket.number}", ticket.title, ticket.description, *texts]),
                "notes": _joined(notes),
                "scope": "R" + ticket.requester_id.encode().hex() if ticket.requester_id else "",
            },
        )


def _joined(texts: list[str]) -> str:
    return " ".join(sorted(set().union(*map(words_of, texts))))
