"""Tickets, which members know as tech issues: the ticket, its thread, its private links."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, text
from core.database import UtcTime, db

# What the inbox filters by stands in the index of each of its orders, so that a filter which leaves
# little is answered by reading an index from end to end, never the tickets.
_FILTERS = ("assignee_id", "language", "source", "created_at")
_OPENED = ("status", "number", *_FILTERS, "urgency", "waiting_since")
_UPDATED = ("status", "updated_at", "number", *_FILTERS, "urgency", "waiting_since")
_WAITING = ("status", "waiting_since", "number", *_FILTERS, "urgency")
_URGENCY = ("status", "urgency", "number", *_FILTERS, "waiting_since")


class Ticket(db.Model):  # type: ignore[name-defined]
    """One tech issue. Without `requester_id` name, email and member ID are only claims (S20)."""

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'awaiting_feedback', 'closed')", name="ticket_status"),
        CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name="ticket_priority"),
        CheckConstraint("source IN ('portal', 'chat', 'redirect')", name="ticket_source"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="ticket_closed_at"),
        Index("ix_tickets_requester_list", "requester_id", "status", "updated_at", "number"),
        Index("ix_tickets_inbox_opened", *_OPENED),
        Index("ix_tickets_inbox_updated", *_UPDATED),
        Index("ix_tickets_inbox_waiting", *_WAITING),
        Index("ix_tickets_inbox_urgency", *_URGENCY),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=text.new_id)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default="open")
    priority: Mapped[str] = mapped_column(String(16), default="normal")
    # The priority as a number, the most urgent first: an order that an index can have.
    urgency: Mapped[int] = mapped_column(SmallInteger, default=2, server_default="2")
    language: Mapped[str | None] = mapped_column(String(35))
    source: Mapped[str] = mapped_column(String(16))
    requester_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), index=True)
    member_id: Mapped[str | None] = mapped_column(String(32))
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    chat_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    client_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    # The number of the closed ticket that this one takes up again.
    follows: Mapped[int | None] = mapped_column(Integer, index=True)
    # The number of the ticket in which this one goes on, for both are about the same.
    merged_into: Mapped[int | None] = mapped_column(Integer, index=True)
    last_entry: Mapped[int] = mapped_column(Integer, default=0)
    # Since when the requester waits for the team; far in the future while nobody waits.
    waiting_since: Mapped[datetime] = mapped_column(UtcTime, server_default="253370764800000")
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def reference(self) -> str:
        """The number as people read it: `IT-1001`."""
        return f"IT-{self.number}"

    @property
    def is_verified(self) -> bool:
        """Whether the requester was signed in, so that name and member ID are more than a claim."""
        return self.requester_id is not None


class TicketEntry(db.Model):  # type: ignore[name-defined]
    """One line of a ticket's thread, numbered 1, 2, 3 … in the order in which it was written down.

    `transcript` entries are copies of chat messages and carry the time and seq of the message.
    `note` entries are for the team only; no query for members selects them (S32).
    `event` entries say in English what happened; `act` and `author_name` let a page say it in any
    language.
    """

    __tablename__ = "ticket_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('reply', 'note', 'event', 'transcript')", name="entry_kind"),
        CheckConstraint("author_kind IN ('member', 'agent', 'system')", name="entry_author_kind"),
        CheckConstraint("(kind = 'transcript') = (chat_seq IS NOT NULL)", name="entry_chat_seq"),
        UniqueConstraint("ticket_id", "number", name="uq_entry_number"),
        UniqueConstraint("ticket_id", "client_id", name="uq_entry_client_id"),
        UniqueConstraint("ticket_id", "chat_seq", name="uq_entry_chat_seq"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=text.new_id)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    act: Mapped[str | None] = mapped_column(String(16))
    author_kind: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    author_name: Mapped[str | None] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    client_id: Mapped[str | None] = mapped_column(String(64))
    chat_seq: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)


class TicketToken(db.Model):  # type: ignore[name-defined]
    """A private link to one ticket: the link holds the token, the row its hash."""

    __tablename__ = "ticket_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)


class Attachment(db.Model):  # type: ignore[name-defined]
    """One use of a picture: by a message, by a ticket or one of its entries, or by nothing yet.

    `owner_key` is who has sent it: `member:<id>`, `guest:<fingerprint>` or `staff:<id>`. Several
    uses may share one `file`. One that nothing uses yet may be bound to a chat.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint(
            "message_id IS NULL OR (chat_id IS NOT NULL AND ticket_id IS NULL)",
            name="attachment_to_message",
        ),
        CheckConstraint(
            "ticket_id IS NULL OR (chat_id IS NULL AND message_id IS NULL)",
            name="attachment_to_ticket",
        ),
        CheckConstraint(
            "entry_id IS NULL OR ticket_id IS NOT NULL", name="attachment_entry_of_ticket"
        ),
        Index("ix_attachments_owner_sha256", "owner_key", "sha256"),
        Index("ix_attachments_created", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner_key: Mapped[str] = mapped_column(String(80))
    file: Mapped[str] = mapped_column(String(32), index=True)
    chat_id: Mapped[str | None] = mapped_column(String(24), index=True)
    message_id: Mapped[str | None] = mapped_column(String(24))
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    entry_id: Mapped[str | None] = mapped_column(ForeignKey("ticket_entries.id"))
    # The order in which somebody has chosen those of one message or entry.
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(100))
    media_type: Mapped[str] = mapped_column(String(20))
    size: Mapped[int] = mapped_column(Integer)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    # Of the picture as it is kept, so that a backup can be checked.
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)


class SavedView(db.Model):  # type: ignore[name-defined]
    """A way to look at the inbox that somebody of the team has kept; a shared one is everybody's.

    `address` is what stands behind the question mark of the inbox's address.
    """

    __tablename__ = "saved_views"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=text.new_id)
    owner_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(Text)
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)


class TicketLooker(db.Model):  # type: ignore[name-defined]
    """Somebody of the team has this ticket on screen, or writes in it: until the lease ends."""

    __tablename__ = "ticket_lookers"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    looks_until: Mapped[datetime] = mapped_column(UtcTime)
    writes_until: Mapped[datetime] = mapped_column(UtcTime)
