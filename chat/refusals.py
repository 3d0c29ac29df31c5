"""What a live chat refuses, with the codes of the contract."""

from typing import Any

from core.errors import Conflict, Forbidden
from core.languages import lazy_gettext


class AlreadyClaimed(Conflict):
    """`agent` says who was faster."""

    code = "already_claimed"

    def __init__(self, agent_id: str, name: str) -> None:
        super().__init__(f"{name} has this chat.", agent={"id": agent_id, "name": name})


class NotFirst(Conflict):
    code = "not_first"
    message = "Somebody has waited longer. A supervisor may pass them with a reason."


class QueueEmpty(Conflict):
    code = "queue_empty"
    message = "Nobody is waiting."


class AtCapacity(Conflict):
    code = "at_capacity"
    message = "That is as many chats as one agent may hold."


class NotActive(Conflict):
    code = "not_active"
    message = lazy_gettext("This chat is closed.")


class IdConflict(Conflict):
    code = "id_conflict"
    message = "This id has been used for another message."


class NotOnline(Forbidden):
    message = "Set yourself to Available first."


class NotYourChat(Forbidden):
    """Given the chat's row, it names whoever holds the chat, also to programs (`agent`)."""

    message = "Another agent has this chat now."

    def __init__(self, row: Any | None = None) -> None:
        if row is None or row.state != "active":
            super().__init__()
        else:
            agent = {"id": row.agent_id, "name": row.agent_name}
            super().__init__(f"{row.agent_name} has this chat now.", agent=agent)


class NotClaimed(Forbidden):
    message = "This chat waits in the queue. Claim it first."


class ChangedHands(Forbidden):
    """What was written under an earlier assignment may not fit what was said since (R33)."""

    message = "This chat has changed hands since that was written. Read on, then send it again."
