"""Support hours, reminders and what the visitor sees."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ADDED = {
    "chats": (
        ("typed_at", sa.BigInteger()),
        ("reminded_at", sa.BigInteger()),
        ("transcript_sent_at", sa.BigInteger()),
        ("continued_from", sa.String(length=24)),
    ),
    "redirects": (
        ("from_chat_id", sa.String(length=24)),
        ("sealed_chat_url", sa.Text()),
    ),
}


def upgrade() -> None:
    for table, columns in _ADDED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for table, columns in _ADDED.items():
        for name, _ in columns:
            op.drop_column(table, name)
