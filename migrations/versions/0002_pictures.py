"""Pictures that people upload."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brakes",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
    with op.batch_alter_table("brakes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brakes_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_key", sa.String(length=80), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=True),
        sa.Column("message_id", sa.String(length=24), nullable=True),
        sa.Column("ticket_id", sa.String(length=32), nullable=True),
        sa.Column("entry_id", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "message_id IS NULL OR (chat_id IS NOT NULL AND ticket_id IS NULL)",
            name="attachment_to_message",
        ),
        sa.CheckConstraint(
            "ticket_id IS NULL OR (chat_id IS NULL AND message_id IS NULL)",
            name="attachment_to_ticket",
        ),
        sa.CheckConstraint(
            "entry_id IS NULL OR ticket_id IS NOT NULL", name="attachment_entry_of_ticket"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["ticket_entries.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index("ix_attachments_created", ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_file"), ["file"], unique=False)
        batch_op.create_index("ix_attachments_owner_sha256", ["owner_key", "sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_ticket_id"), ["ticket_id"], unique=False)

    with op.batch_alter_table("redirects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attachments", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("redirects", schema=None) as batch_op:
        batch_op.drop_column("attachments")
    op.drop_table("attachments")
    op.drop_table("brakes")
