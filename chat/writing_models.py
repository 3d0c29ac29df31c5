"""The tables of what agents write with: saved replies, and drafts that are not sent yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import UtcTime, db


class SavedReply(db.Model):  # type: ignore[name-defined]
    """A text that is sent often; without an owner it is shared by the whole team."""

    __tablename__ = "saved_replies"
    __table_args__ = (
        Index(
            "shared_replies_by_shortcut",
            "shortcut",
            unique=True,
            sqlite_where=text("owner_id IS NULL"),
            postgresql_where=text("owner_id IS NULL"),
        ),
        Index("own_replies_by_shortcut", "owner_id", "shortcut", unique=True),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    shortcut: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(20))
    changed_by_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcTime)


class AgentDraft(db.Model):  # type: ignore[name-defined]
    """What stands in one agent's field of one chat, for replies and for notes apart."""

    __tablename__ = "agent_drafts"
    __table_args__ = (CheckConstraint("kind IN ('text', 'note')", name="draft_kind"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    chat_id: Mapped[str] = mapped_column(ForeignKey("chats.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(6), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
