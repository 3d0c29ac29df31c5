"""Agents whose pages are touched, and since when they are not."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


_ADDED = ("active_at", "idle_since")


def upgrade() -> None:
    for name in _ADDED:
        op.add_column("accounts", sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in _ADDED:
        op.drop_column("accounts", name)
