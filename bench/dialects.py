"""How a message is said and heard: what differs between the bare echo and the product."""

from typing import Any, Protocol


class Dialect(Protocol):
    """`delivery` is the event that brings a message to the other side."""

    delivery: str

    def message(self, chat: str, client_id: str, text: str) -> tuple[str, Any]:
        """The event and payload that say it. `chat` is empty where the connection knows it."""

    def acknowledged(self, answer: Any) -> int | None:
        """The number under which the message was taken, or None when it was refused."""

    def delivered(self, payload: Any) -> tuple[str | None, int]:
        """The sender's id of a delivered message (None: of nobody's), and its number."""


class EchoDialect:
    delivery = "message"

    def message(self, chat: str, client_id: str, text: str) -> tuple[str, Any]:
        return "message", {"chat": chat, "cid": client_id, "text": text}

    def acknowledged(self, answer: Any) -> int | None:
        return answer["seq"] if answer["ok"] else None

    def delivered(self, payload: Any) -> tuple[str | None, int]:
        return payload["cid"], payload["seq"]


class DeskDialect:
    """The product's own, as docs/protocol.md has it; a visitor's connection names no chat."""

    delivery = "message_posted"

    def message(self, chat: str, client_id: str, text: str) -> tuple[str, Any]:
        payload = {"client_id": client_id, "body": text}
        return "send_message", payload | ({"chat_id": chat} if chat else {})

    def acknowledged(self, answer: Any) -> int | None:
        return answer["message"]["seq"] if answer["ok"] else None

    def delivered(self, payload: Any) -> tuple[str | None, int]:
        return payload["message"]["client_id"], payload["message"]["seq"]
