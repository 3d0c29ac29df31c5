"""What each of the team has set for the own console: sounds, notifications, keys."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import UtcTime, db
from core.statements import Sql

KEYS_MOST = 100

SoundName = Literal["bell", "chime", "drop", "wood", "off"]
SOUNDS: tuple[str, ...] = ("bell", "chime", "drop", "wood")

Command = Annotated[str, Meta(min_length=1, max_length=40)]
Key = Annotated[str, Meta(max_length=40)]


class Sound(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """`waiting` repeats while anybody waits unclaimed; `message` sounds once for each."""

    waiting: SoundName = "bell"
    message: SoundName = "drop"
    volume: Annotated[int, Meta(ge=0, le=100)] = 60
    repeat_seconds: Annotated[int, Meta(ge=5, le=300)] = 15


class AgentSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """`keys` holds only what differs from the usual: command -> key, empty for none."""

    sound: Sound = msgspec.field(default_factory=Sound)
    desktop_notifications: bool = True
    keys_on: bool = True
    keys: Annotated[dict[Command, Key], Meta(max_length=KEYS_MOST)] = {}


class StoredSettings(db.Model):  # type: ignore[name-defined]
    """The settings of one account as JSON; without a row all is as usual."""

    __tablename__ = "agent_settings"

    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("accounts.id"), primary_key=True)
    settings: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)


_OF = Sql("SELECT settings FROM agent_settings WHERE account_id = :account_id")
_SAVE = Sql(
    "INSERT INTO agent_settings (account_id, settings, updated_at)"
    " VALUES (:account_id, :settings, :now)"
    " ON CONFLICT (account_id) DO UPDATE SET settings = excluded.settings,"
    " updated_at = excluded.updated_at"
)


def of(account_id: str) -> AgentSettings:
    """As they were saved, or as usual. Needs an open transaction."""
    stored = _OF.value(account_id=account_id)
    if stored is None:
        return AgentSettings()
    try:
        return msgspec.json.decode(stored, type=AgentSettings)
    except msgspec.ValidationError:
        return AgentSettings()  # Saved by a version of the product that knew other ones.


def save(account_id: str, chosen: AgentSettings) -> AgentSettings:
    """Replaces all of them; the last who saves wins, for it is one and the same person."""
    text = msgspec.json.encode(chosen).decode()
    _SAVE.run(account_id=account_id, settings=text, now=clock.now_millis())
    return chosen
