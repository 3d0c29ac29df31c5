"""The tables of the live chat: chats, their tokens and messages, the queue ledger, redirects."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.database import UtcTime, db

OPEN_STATES = "state IN ('queued', 'active')"


class Chat(db.Model):  # type: ignore[name-defined]
    """One conversation. The CHECKs are the state machine of the contract (R28)."""

    __tablename__ = "chats"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'active', 'closed')", name="state_known"),
        CheckConstraint("(state = 'active') = (agent_id IS NOT NULL)", name="active_has_agent"),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)"
            " AND (state = 'closed') = (closed_reason IS NOT NULL)",
            name="closed_has_reason",
        ),
        CheckConstraint(
            "closed_reason IN ('agent', 'visitor', 'abandoned', 'idle', 'redirected', 'converted')",
            name="reason_known",
        ),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_in_range"),
        Index(
            "one_open_chat_per_visitor",
            "visitor_key",
            unique=True,
            sqlite_where=text(OPEN_STATES),
            postgresql_where=text(OPEN_STATES),
        ),
        Index("chats_by_visitor_and_client_id", "visitor_key", "client_id", unique=True),
        Index(
            "queue_in_order",
            "place",
            unique=True,
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "chats_by_agent",
            "agent_id",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index("chats_by_claim", "claimed_at"),
        Index("chats_by_account", "account_id", "closed_at"),
        # What the history filters by stands in it, so that it is answered without the chats.
        Index("chats_by_end", "closed_at", "place", "last_agent_id", "closed_reason", "rating"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    closed_reason: Mapped[str | None] = mapped_column(String(12))
    # `member:<account id>` or `guest:<fingerprint of the cookie>`.
    visitor_key: Mapped[str] = mapped_column(String(80))
    client_id: Mapped[str | None] = mapped_column(String(64))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    member_id: Mapped[str | None] = mapped_column(String(32))
    rank: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(20))
    question: Mapped[str] = mapped_column(Text)
    # The place in the queue, given once: a chat that returns keeps it (R21).
    place: Mapped[int] = mapped_column(BigInteger, unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The wait that was told on joining, to be held against what became of it.
    promised_from_seconds: Mapped[int | None] = mapped_column(Integer)
    promised_seconds: Mapped[int | None] = mapped_column(Integer)
    last_message_at: Mapped[datetime] = mapped_column(UtcTime)
    # When somebody was last seen typing, and when the visitor was last asked to go on.
    typed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The last time the visitor was here, judged by answered pings.
    visitor_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    last_agent_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    # Grows with every assignment; never falls.
    epoch: Mapped[int] = mapped_column(Integer, default=0)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    # The last seq that the visitor may see.
    last_visible_seq: Mapped[int] = mapped_column(Integer, default=0)
    # The visible seq before that one: what `previous_seq` of the newest visible message is.
    previous_visible_seq: Mapped[int] = mapped_column(Integer, default=0)
    visitor_read_seq: Mapped[int] = mapped_column(Integer, default=0)
    agent_read_seq: Mapped[int] = mapped_column(Integer, default=0)
    visitor_delivered_seq: Mapped[int] = mapped_column(Integer, default=0)
    agent_delivered_seq: Mapped[int] = mapped_column(Integer, default=0)
    # Links that hold a token are sealed: shown again to the visitor, unreadable in a stolen file.
    sealed_redirect_url: Mapped[str | None] = mapped_column(Text)
    ticket_number: Mapped[str | None] = mapped_column(String(20))
    sealed_ticket_url: Mapped[str | None] = mapped_column(Text)
    rating: Mapped[int | None] = mapped_column(Integer)
    rating_comment: Mapped[str | None] = mapped_column(Text)
    transcript_sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The id of the chat that the visitor goes on from.
    continued_from: Mapped[str | None] = mapped_column(String(24))
    # Where the visitor is: the browser's time zone, what it is called, and the page before the
    # chat. `network` is a keyed fingerprint of the address, for blocks.
    time_zone: Mapped[str | None] = mapped_column(String(64))
    browser: Mapped[str | None] = mapped_column(String(60))
    came_from: Mapped[str | None] = mapped_column(String(200))
    network: Mapped[str | None] = mapped_column(String(64))


class ChatToken(db.Model):  # type: ignore[name-defined]
    """The secret that opens one chat to its visitor; only the SHA-256 is kept (S29)."""

    __tablename__ = "chat_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat_id: Mapped[str] = mapped_column(ForeignKey("chats.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Message(db.Model):  # type: ignore[name-defined]
    """One message; `seq` has no gaps within a chat and its order is the order of commits (R3)."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("chat_id", "seq"),
        UniqueConstraint("chat_id", "client_id"),
        CheckConstraint("kind IN ('text', 'note', 'system')", name="kind_known"),
        CheckConstraint("author_kind IN ('visitor', 'agent', 'system')", name="author_known"),
        CheckConstraint("kind <> 'note' OR author_kind = 'agent'", name="notes_are_by_agents"),
        CheckConstraint("seq > 0", name="seq_from_one"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    chat_id: Mapped[str] = mapped_column(ForeignKey("chats.id"))
    seq: Mapped[int] = mapped_column(Integer)
    client_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(6))
    author_kind: Mapped[str] = mapped_column(String(7))
    author_id: Mapped[str | None] = mapped_column(String(24))
    author_name: Mapped[str | None] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class QueueEntry(db.Model):  # type: ignore[name-defined]
    """One line of the append-only queue ledger; `hash` covers the line and the hash before it."""

    __tablename__ = "queue_entries"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[str] = mapped_column(ForeignKey("chats.id"), index=True)
    event: Mapped[str] = mapped_column(String(12))
    place: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    reason_salt: Mapped[str | None] = mapped_column(String(64))
    # In place of a reason that was erased.
    reason_digest: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Redirect(db.Model):  # type: ignore[name-defined]
    """A question that did not enter the queue, kept so that nothing is typed twice."""

    __tablename__ = "redirects"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(12))
    visitor_key: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    language: Mapped[str | None] = mapped_column(String(20))
    language_is_sure: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    member_id: Mapped[str | None] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(Text)
    # The chat that it comes from, and its address for the way back, which holds a token.
    from_chat_id: Mapped[str | None] = mapped_column(String(24))
    sealed_chat_url: Mapped[str | None] = mapped_column(Text)
    # The ids of the pictures that came with the question, separated by blanks.
    attachments: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    # What became of it: a ticket, or a chat after all. The ticket's link may hold a token, so it
    # is sealed like that of a chat.
    ticket_id: Mapped[str | None] = mapped_column(String(24))
    sealed_ticket_url: Mapped[str | None] = mapped_column(Text)
    chat_id: Mapped[str | None] = mapped_column(String(24))
