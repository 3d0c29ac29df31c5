"""The inbox of tickets: views, merges and finding."""

import sqlalchemy as sa
from alembic import op

from tickets.words import words_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NEVER = "253370764800000"
_FILTERS = ["assignee_id", "language", "source", "created_at"]
_INDEXES = {
    "ix_tickets_inbox_opened": ["status", "number", *_FILTERS, "urgency", "waiting_since"],
    "ix_tickets_inbox_updated": [
        *("status", "updated_at", "number"),
        *(*_FILTERS, "urgency", "waiting_since"),
    ],
    "ix_tickets_inbox_waiting": ["status", "waiting_since", "number", *_FILTERS, "urgency"],
    "ix_tickets_inbox_urgency": ["status", "urgency", "number", *_FILTERS, "waiting_since"],
    "ix_tickets_merged_into": ["merged_into"],
    "ix_tickets_email": ["email"],
}

_URGENCY = (
    "UPDATE tickets SET urgency = CASE priority"
    " WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"
)
# Since the first words of the requester that the team has not answered; else since the opening.
_WAITING = f"""
UPDATE tickets SET waiting_since = COALESCE(
  (SELECT MIN(e.created_at) FROM ticket_entries e
   WHERE e.ticket_id = tickets.id AND e.kind = 'reply' AND e.author_kind = 'member'
   AND e.number > (SELECT MAX(a.number) FROM ticket_entries a
     WHERE a.ticket_id = tickets.id AND a.kind = 'reply' AND a.author_kind = 'agent')),
  CASE WHEN EXISTS (SELECT 1 FROM ticket_entries a
     WHERE a.ticket_id = tickets.id AND a.kind = 'reply' AND a.author_kind = 'agent')
  THEN {_NEVER} ELSE created_at END)
WHERE status = 'open'
"""  # noqa: S608 - a constant


def upgrade() -> None:
    op.add_column(
        "tickets", sa.Column("urgency", sa.SmallInteger(), server_default="2", nullable=False)
    )
    op.add_column("tickets", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column(
        "tickets",
        sa.Column("waiting_since", sa.BigInteger(), server_default=_NEVER, nullable=False),
    )
    op.execute(_URGENCY)
    op.execute(_WAITING)
    op.drop_index("ix_tickets_status_updated", table_name="tickets")
    op.drop_index("ix_tickets_assignee_id", table_name="tickets")
    for name, columns in _INDEXES.items():
        op.create_index(name, "tickets", columns, unique=False)
    _create_tables()
    _find_persons()


def downgrade() -> None:
    op.drop_table("ticket_lookers")
    op.drop_table("saved_views")
    for name in _INDEXES:
        op.drop_index(name, table_name="tickets")
    op.create_index("ix_tickets_assignee_id", "tickets", ["assignee_id"], unique=False)
    op.create_index("ix_tickets_status_updated", "tickets", ["status", "updated_at"], unique=False)
    for column in ("waiting_since", "merged_into", "urgency"):
        op.drop_column("tickets", column)


def _create_tables() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_saved_views_owner_id", "saved_views", ["owner_id"], unique=False)
    op.create_table(
        "ticket_lookers",
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("looks_until", sa.BigInteger(), nullable=False),
        sa.Column("writes_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "account_id"),
    )


def _find_persons() -> None:
    """Let the team find the tickets that there are by their person as well."""
    connection = op.get_bind()
    tickets = connection.execute(
        sa.text(
            "SELECT w.number, w.notes, t.name, t.email, t.member_id"
            " FROM ticket_words w JOIN tickets t ON t.number = w.number WHERE t.email <> ''"
        )
    ).all()
    for ticket in tickets:
        person = (ticket.name, ticket.email, ticket.member_id or "")
        notes = set(ticket.notes.split()).union(*map(words_of, person))
        connection.execute(
            sa.text("UPDATE ticket_words SET notes = :notes WHERE number = :number"),
            {"number": ticket.number, "notes": " ".join(sorted(notes))},
        )
