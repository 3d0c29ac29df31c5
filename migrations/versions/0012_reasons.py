"""Reasons in the queue ledger that can be erased while the line is still proven."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


_ADDED = ("reason_salt", "reason_digest")


def upgrade() -> None:
    for name in _ADDED:
        op.add_column("queue_entries", sa.Column(name, sa.String(64), nullable=True))


def downgrade() -> None:
    for name in _ADDED:
        op.drop_column("queue_entries", name)
