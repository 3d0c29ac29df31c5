"""What one side of a chat has said, what was acknowledged of it, and what it has heard."""

from dataclasses import dataclass, field

from tests.torture.ear import Ear
from tests.torture.line import Payload


@dataclass
class Side:
    """`name` says who, in findings."""

    chat_id: str
    name: str
    sent: list[Payload] = field(default_factory=list)
    acknowledged: dict[str, Payload] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ear = Ear(self.chat_id)

    def hear_answer(self, answer: Payload) -> bool:
        """Whether the message was stored."""
        if not answer["ok"]:
            if answer["error"]["code"] != "unavailable":
                self.contradictions.append(f"refused: {answer['error']}")
            return False
        message = answer["message"]
        known = self.acknowledged.setdefault(message["client_id"], message)
        if known != message:
            self.contradictions.append("a second acknowledgement says something else")
        self.ear.hear_answer(message)
        return True

    def unanswered(self) -> list[Payload]:
        return [one for one in self.sent if one["client_id"] not in self.acknowledged]
