"""Saved replies and the drafts of agents."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_IS_SHARED = sa.text("owner_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "saved_replies",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("shortcut", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("changed_by_id", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["changed_by_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "shared_replies_by_shortcut",
        "saved_replies",
        ["shortcut"],
        unique=True,
        sqlite_where=_IS_SHARED,
        postgresql_where=_IS_SHARED,
    )
    op.create_index(
        "own_replies_by_shortcut", "saved_replies", ["owner_id", "shortcut"], unique=True
    )
    op.create_table(
        "agent_drafts",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'note')", name="draft_kind"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"]),
        sa.PrimaryKeyConstraint("account_id", "chat_id", "kind"),
    )
    op.create_index("ix_agent_drafts_chat_id", "agent_drafts", ["chat_id"], unique=False)


def downgrade() -> None:
    op.drop_table("agent_drafts")
    op.drop_table("saved_replies")
