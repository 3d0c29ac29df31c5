"""Who acts in a chat: what the server found out about them, never what they said themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """The holder of a chat's token. `connection` is left out when the others are told."""

    chat_id: str
    token_hash: str
    connection: str | None = None
    kind: str = "visitor"


@dataclass(frozen=True, kw_only=True)
class Agent:
    """A signed-in agent, supervisor or admin."""

    id: str
    name: str
    role: str
    session_id: str
    connection: str | None = None
    kind: str = "agent"

    @property
    def supervises(self) -> bool:
        return self.role in ("supervisor", "admin")
