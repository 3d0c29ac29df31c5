"""Every server event: its name, its fields and who hears it.

Payloads arrive here as the contract has them; each audience has an event of its own, so nothing has
to be removed on the way (S14, S32).
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from live import rooms

Payload = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Event:
    """`name` goes to `rooms()` of `namespace`; the connection `origin` is left out."""

    name: ClassVar[str]
    namespace: ClassVar[str]
    origin: str | None = None

    def rooms(self) -> list[str]:
        raise NotImplementedError

    def payload(self) -> Payload:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class _ToVisitor(Event):
    namespace: ClassVar[str] = rooms.VISITOR
    chat_id: str

    def rooms(self) -> list[str]:
        return [rooms.visitor_of(self.chat_id)]


@dataclass(frozen=True, kw_only=True)
class _ToAgentsOfChat(Event):
    """Heard by the agent who holds the chat and by whoever watches it."""

    namespace: ClassVar[str] = rooms.AGENT
    chat_id: str
    agent_id: str | None

    def rooms(self) -> list[str]:
        holder = [rooms.agent(self.agent_id)] if self.agent_id else []
        return [*holder, rooms.watchers_of(self.chat_id)]


@dataclass(frozen=True, kw_only=True)
class VisitorChatChanged(_ToVisitor):
    name: ClassVar[str] = "chat_changed"
    chat: Payload

    def payload(self) -> Payload:
        return {"chat": self.chat}


@dataclass(frozen=True, kw_only=True)
class AgentChatChanged(Event):
    """`concerned`: the agents who held or hold the chat; supervisors and watchers hear it too."""

    name: ClassVar[str] = "chat_changed"
    namespace: ClassVar[str] = rooms.AGENT
    chat_id: str
    concerned: tuple[str, ...]
    chat: Payload

    def rooms(self) -> list[str]:
        holders = [rooms.agent(account_id) for account_id in self.concerned]
        return [*holders, rooms.watchers_of(self.chat_id), rooms.SUPERVISORS]

    def payload(self) -> Payload:
        return {"chat": self.chat}


@dataclass(frozen=True, kw_only=True)
class VisitorMessagePosted(_ToVisitor):
    name: ClassVar[str] = "message_posted"
    message: Payload
    previous_seq: int

    def payload(self) -> Payload:
        return {"message": self.message, "previous_seq": self.previous_seq}


@dataclass(frozen=True, kw_only=True)
class AgentMessagePosted(_ToAgentsOfChat):
    name: ClassVar[str] = "message_posted"
    message: Payload
    previous_seq: int

    def payload(self) -> Payload:
        return {"message": self.message, "previous_seq": self.previous_seq}


@dataclass(frozen=True, kw_only=True)
class VisitorTyping(_ToVisitor):
    """The agent types; the visitor sees it."""

    name: ClassVar[str] = "typing"
    author: Payload
    is_typing: bool

    def payload(self) -> Payload:
        return {"author": self.author, "is_typing": self.is_typing}


@dataclass(frozen=True, kw_only=True)
class AgentTyping(_ToAgentsOfChat):
    """The visitor (or a colleague) types; the agents of the chat see it."""

    name: ClassVar[str] = "typing"
    author: Payload
    is_typing: bool

    def payload(self) -> Payload:
        return {"chat_id": self.chat_id, "author": self.author, "is_typing": self.is_typing}


@dataclass(frozen=True, kw_only=True)
class VisitorMarked(_ToVisitor):
    """A delivered or read mark has moved; `kind` is `message_delivered` or `message_read`."""

    kind: str
    by: str
    seq: int

    @property
    def name(self) -> str:  # type: ignore[override]
        return self.kind

    def payload(self) -> Payload:
        return {"by": self.by, "seq": self.seq}


@dataclass(frozen=True, kw_only=True)
class AgentMarked(_ToAgentsOfChat):
    """Like VisitorMarked, for the agents of the chat."""

    kind: str
    by: str
    seq: int

    @property
    def name(self) -> str:  # type: ignore[override]
        return self.kind

    def payload(self) -> Payload:
        return {"chat_id": self.chat_id, "by": self.by, "seq": self.seq}


@dataclass(frozen=True, kw_only=True)
class QueueChanged(Event):
    """The queue board, for every agent; computed once for all, at most twice a second."""

    name: ClassVar[str] = "queue_changed"
    namespace: ClassVar[str] = rooms.AGENT
    queue: Payload

    def rooms(self) -> list[str]:
        return [rooms.AGENTS]

    def payload(self) -> Payload:
        return {"queue": self.queue}


@dataclass(frozen=True, kw_only=True)
class AgentChanged(Event):
    """Presence or load of an agent, for every agent."""

    name: ClassVar[str] = "agent_changed"
    namespace: ClassVar[str] = rooms.AGENT
    agent: Payload

    def rooms(self) -> list[str]:
        return [rooms.AGENTS]

    def payload(self) -> Payload:
        return {"agent": self.agent}


@dataclass(frozen=True, kw_only=True)
class NeglectedChanged(Event):
    """Whose visitors wait for an answer of somebody who touches nothing, for supervisors."""

    name: ClassVar[str] = "neglected_changed"
    namespace: ClassVar[str] = rooms.AGENT
    neglected: list[Payload]

    def rooms(self) -> list[str]:
        return [rooms.SUPERVISORS]

    def payload(self) -> Payload:
        return {"neglected": self.neglected}


@dataclass(frozen=True, kw_only=True)
class TicketChanged(Event):
    """Something has happened to a ticket that its requester may see; the page fetches it anew."""

    name: ClassVar[str] = "ticket_changed"
    namespace: ClassVar[str] = rooms.PORTAL
    ticket_id: str
    number: str
    status: str
    last_entry: int

    def rooms(self) -> list[str]:
        return [rooms.readers_of(self.ticket_id)]

    def payload(self) -> Payload:
        return {"number": self.number, "status": self.status, "last_entry": self.last_entry}


@dataclass(frozen=True, kw_only=True)
class _ToTeamOfTicket(Event):
    namespace: ClassVar[str] = rooms.TICKETS
    ticket_id: str

    def rooms(self) -> list[str]:
        return [rooms.team_of(self.ticket_id)]


@dataclass(frozen=True, kw_only=True)
class TeamTicketChanged(_ToTeamOfTicket):
    """Like TicketChanged, and of internal notes as well."""

    name: ClassVar[str] = "ticket_changed"
    number: str
    status: str
    last_entry: int

    def payload(self) -> Payload:
        return {"number": self.number, "status": self.status, "last_entry": self.last_entry}


@dataclass(frozen=True, kw_only=True)
class ColleaguesChanged(_ToTeamOfTicket):
    """Who of the team has the ticket on screen, and who writes in it."""

    name: ClassVar[str] = "colleagues_changed"
    colleagues: list[Payload]

    def payload(self) -> Payload:
        return {"colleagues": self.colleagues}


EVENTS: tuple[type[Event], ...] = (
    VisitorChatChanged,
    AgentChatChanged,
    VisitorMessagePosted,
    AgentMessagePosted,
    VisitorTyping,
    AgentTyping,
    VisitorMarked,
    AgentMarked,
    QueueChanged,
    AgentChanged,
    NeglectedChanged,
    TicketChanged,
    TeamTicketChanged,
    ColleaguesChanged,
)
