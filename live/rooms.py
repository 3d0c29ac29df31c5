"""The names of the Socket.IO rooms. Only the server names a room, never an event (S8)."""

VISITOR = "/visitor"
AGENT = "/agent"
PORTAL = "/portal"
TICKETS = "/tickets"
NAMESPACES = (VISITOR, AGENT, PORTAL, TICKETS)

AGENTS = "agents"
SUPERVISORS = "supervisors"


def visitor_of(chat_id: str) -> str:
    """Every tab of the visitor of this chat (namespace /visitor)."""
    return f"visitor:{chat_id}"


def agent(account_id: str) -> str:
    """Every tab and device of one agent (namespace /agent)."""
    return f"agent:{account_id}"


def watchers_of(chat_id: str) -> str:
    """Agents who have named the chat in their last `sync` (namespace /agent)."""
    return f"watch:{chat_id}"


def readers_of(ticket_id: str) -> str:
    """Every page on which the requester has this ticket open (namespace /portal)."""
    return f"ticket:{ticket_id}"


def team_of(ticket_id: str) -> str:
    """Every page on which somebody of the team has this ticket open (namespace /tickets)."""
    return f"team:{ticket_id}"


def session(session_id: str) -> str:
    """Connections that were opened with this signed-in session (all namespaces)."""
    return f"session:{session_id}"


def account(account_id: str) -> str:
    """Connections of this signed-in person (all namespaces)."""
    return f"account:{account_id}"
