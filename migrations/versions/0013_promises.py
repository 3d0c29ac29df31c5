"""The wait that each visitor was told on joining the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


_ADDED = ("promised_from_seconds", "promised_seconds")


def upgrade() -> None:
    for name in _ADDED:
        op.add_column("chats", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in _ADDED:
        op.drop_column("chats", name)
