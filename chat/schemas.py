"""What a client may send, exactly: unknown fields and other types are refused (S9, S12)."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from chat.rules import WATCH_LIMIT
from tickets.rules import FILES_IN_ONE_GO

ClientId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+\Z")]
ChatId = Annotated[str, Meta(min_length=1, max_length=40)]
Seq = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Note = Annotated[str, Meta(max_length=4_000)]
AttachmentId = Annotated[str, Meta(min_length=1, max_length=40)]
Attachments = Annotated[tuple[AttachmentId, ...], Meta(max_length=FILES_IN_ONE_GO)]


class Payload(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What all payloads have in common: nothing but what they name."""


class SendMessage(Payload):
    client_id: ClientId
    body: str
    attachments: Attachments = ()


class Sync(Payload):
    after_seq: Seq | None = None
    before_seq: Seq | None = None

    def __post_init__(self) -> None:
        if (self.after_seq is None) == (self.before_seq is None):
            raise ValueError("Expected either `after_seq` or `before_seq`")


class Typing(Payload):
    is_typing: bool


class Mark(Payload):
    seq: Seq


class Rating(Payload):
    score: Literal[1, 2, 3, 4, 5]
    comment: Annotated[str, Meta(max_length=4_000)] | None = None


class SetPresence(Payload):
    presence: Literal["online", "away", "offline"]


class Activity(Payload):
    idle_seconds: Annotated[int, Meta(ge=0, le=86_400)] = 0


class OneChat(Payload):
    chat_id: ChatId


class Claim(OneChat):
    reason: Annotated[str, Meta(max_length=500)] | None = None


class AgentSendMessage(OneChat):
    client_id: ClientId
    body: str
    kind: Literal["text", "note"] = "text"
    attachments: Attachments = ()
    epoch: Seq | None = None


Seqs = Annotated[dict[ChatId, Seq], Meta(max_length=WATCH_LIMIT)]


class AgentSync(Payload):
    after: Seqs | None = None
    before: Seqs | None = None

    def __post_init__(self) -> None:
        if self.after is not None and self.before is not None:
            raise ValueError("Expected either `after` or `before`")


class AgentTyping(OneChat):
    is_typing: bool


class AgentMark(OneChat):
    seq: Seq


class Transfer(OneChat):
    agent_id: ChatId | None = None
    to: Literal["queue"] | None = None
    note: Note | None = None

    def __post_init__(self) -> None:
        if (self.agent_id is None) == (self.to is None):
            raise ValueError("Expected either `agent_id` or `to`")


class RedirectToTicket(OneChat):
    language: Annotated[str, Meta(max_length=35)] | None = None


class ConvertToTicket(OneChat):
    title: str | None = None
    description: str | None = None
    status: Literal["open", "awaiting_feedback", "closed"] = "open"
    priority: Literal["low", "normal", "high", "urgent"] = "normal"
    close: bool = True


class StartChat(Payload):
    """`POST /api/v1/chats`."""

    name: str
    email: str
    question: str
    member_id: str | None = None
    confirm_english: bool = False
    client_id: ClientId | None = None
    attachments: Attachments = ()
    continued_from: Annotated[str, Meta(max_length=100)] | None = None
    time_zone: Annotated[str, Meta(max_length=64)] | None = None


class SavedReply(Payload):
    """`POST /console/api/replies` and `PUT /console/api/replies/<id>`."""

    shortcut: str
    title: str
    text: str
    language: Annotated[str, Meta(max_length=20)] | None = None
    is_shared: bool = False


class KeepDraft(Payload):
    """`PUT /console/api/chats/<chat_id>/draft`."""

    kind: Literal["text", "note"]
    text: str


def as_dict(payload: Payload) -> dict[str, Any]:
    return msgspec.structs.asdict(payload)
