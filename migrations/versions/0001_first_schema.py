"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("username", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("rank", sa.String(length=100), nullable=True),
        sa.Column("locale", sa.String(length=35), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.String(length=16), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(role = 'member') = (username IS NOT NULL)", name="account_username"),
        sa.CheckConstraint("presence IN ('online', 'away', 'offline')", name="account_presence"),
        sa.CheckConstraint(
            "role IN ('member', 'agent', 'supervisor', 'admin')", name="account_role"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("member_id"),
        sa.UniqueConstraint("username"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempts_since"), ["since"], unique=False)

    op.create_table(
        "chats",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_reason", sa.String(length=12), nullable=True),
        sa.Column("visitor_key", sa.String(length=80), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("rank", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("returned_at", sa.BigInteger(), nullable=True),
        sa.Column("last_message_at", sa.BigInteger(), nullable=False),
        sa.Column("visitor_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=True),
        sa.Column("last_agent_id", sa.String(length=32), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_visible_seq", sa.Integer(), nullable=False),
        sa.Column("previous_visible_seq", sa.Integer(), nullable=False),
        sa.Column("visitor_read_seq", sa.Integer(), nullable=False),
        sa.Column("agent_read_seq", sa.Integer(), nullable=False),
        sa.Column("visitor_delivered_seq", sa.Integer(), nullable=False),
        sa.Column("agent_delivered_seq", sa.Integer(), nullable=False),
        sa.Column("sealed_redirect_url", sa.Text(), nullable=True),
        sa.Column("ticket_number", sa.String(length=20), nullable=True),
        sa.Column("sealed_ticket_url", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("rating_comment", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'active') = (agent_id IS NOT NULL)", name="active_has_agent"),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)"
            " AND (state = 'closed') = (closed_reason IS NOT NULL)",
            name="closed_has_reason",
        ),
        sa.CheckConstraint(
            "closed_reason IN ('agent', 'visitor', 'abandoned', 'idle', 'redirected', 'converted')",
            name="reason_known",
        ),
        sa.CheckConstraint("state IN ('queued', 'active', 'closed')", name="state_known"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="rating_in_range"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["accounts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["last_agent_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("place"),
    )
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.create_index(
            "chats_by_agent",
            ["agent_id"],
            unique=False,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )
        batch_op.create_index("chats_by_claim", ["claimed_at"], unique=False)
        batch_op.create_index(
            "chats_by_visitor_and_client_id", ["visitor_key", "client_id"], unique=True
        )
        batch_op.create_index(
            "one_open_chat_per_visitor",
            ["visitor_key"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'active')"),
            postgresql_where=sa.text("state IN ('queued', 'active')"),
        )
        batch_op.create_index(
            "queue_in_order",
            ["place"],
            unique=True,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )

    op.create_table(
        "redirects",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("visitor_key", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("language_is_sure", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.String(length=24), nullable=True),
        sa.Column("chat_id", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_account_id"), ["account_id"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("requester_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("assignee_id", sa.String(length=32), nullable=True),
        sa.Column("chat_id", sa.String(length=32), nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("last_entry", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name="ticket_closed_at"
        ),
        sa.CheckConstraint(
            "priority IN ('low', 'normal', 'high', 'urgent')", name="ticket_priority"
        ),
        sa.CheckConstraint("source IN ('portal', 'chat', 'redirect')", name="ticket_source"),
        sa.CheckConstraint(
            "status IN ('open', 'awaiting_feedback', 'closed')", name="ticket_status"
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["accounts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id"),
        sa.UniqueConstraint("client_id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tickets_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(
            "ix_tickets_requester_updated", ["requester_id", "updated_at"], unique=False
        )
        batch_op.create_index("ix_tickets_status_updated", ["status", "updated_at"], unique=False)

    op.create_table(
        "chat_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("chat_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_tokens_chat_id"), ["chat_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("author_kind", sa.String(length=7), nullable=False),
        sa.Column("author_id", sa.String(length=24), nullable=True),
        sa.Column("author_name", sa.String(length=100), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("author_kind IN ('visitor', 'agent', 'system')", name="author_known"),
        sa.CheckConstraint("kind <> 'note' OR author_kind = 'agent'", name="notes_are_by_agents"),
        sa.CheckConstraint("kind IN ('text', 'note', 'system')", name="kind_known"),
        sa.CheckConstraint("seq > 0", name="seq_from_one"),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id", "client_id"),
        sa.UniqueConstraint("chat_id", "seq"),
    )
    op.create_table(
        "queue_entries",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.String(length=24), nullable=False),
        sa.Column("event", sa.String(length=12), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("queue_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_queue_entries_chat_id"), ["chat_id"], unique=False)

    op.create_table(
        "ticket_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("author_kind", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("author_name", sa.String(length=100), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("chat_seq", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(kind = 'transcript') = (chat_seq IS NOT NULL)", name="entry_chat_seq"),
        sa.CheckConstraint(
            "author_kind IN ('member', 'agent', 'system')", name="entry_author_kind"
        ),
        sa.CheckConstraint("kind IN ('reply', 'note', 'event', 'transcript')", name="entry_kind"),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["accounts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_id", "chat_seq", name="uq_entry_chat_seq"),
        sa.UniqueConstraint("ticket_id", "client_id", name="uq_entry_client_id"),
        sa.UniqueConstraint("ticket_id", "number", name="uq_entry_number"),
    )
    op.create_table(
        "ticket_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("ticket_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_tokens_ticket_id"), ["ticket_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("ticket_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_tokens_ticket_id"))

    op.drop_table("ticket_tokens")
    op.drop_table("ticket_entries")
    with op.batch_alter_table("queue_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_queue_entries_chat_id"))

    op.drop_table("queue_entries")
    op.drop_table("messages")
    with op.batch_alter_table("chat_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_tokens_chat_id"))

    op.drop_table("chat_tokens")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index("ix_tickets_status_updated")
        batch_op.drop_index("ix_tickets_requester_updated")
        batch_op.drop_index(batch_op.f("ix_tickets_assignee_id"))

    op.drop_table("tickets")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_account_id"))

    op.drop_table("sessions")
    op.drop_table("redirects")
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_index(
            "queue_in_order",
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.drop_index(
            "one_open_chat_per_visitor",
            sqlite_where=sa.text("state IN ('queued', 'active')"),
            postgresql_where=sa.text("state IN ('queued', 'active')"),
        )
        batch_op.drop_index("chats_by_visitor_and_client_id")
        batch_op.drop_index("chats_by_claim")
        batch_op.drop_index(
            "chats_by_agent",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.drop_table("chats")
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_since"))

    op.drop_table("sign_in_attempts")
    op.drop_table("counters")
    op.drop_table("accounts")
