"""A visitor's chat in a terminal, written from docs/protocol.md alone.

    python docs/examples/chat_as_visitor.py --name Gus --email gus@example.com "My cart is empty."

What you type is sent line by line. /leave ends the chat, /rate 5 rates it afterwards, /quit goes
away without ending it. It needs python-socketio with its client extra, and requests.
"""

import argparse
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import requests
import socketio

NAMESPACE = "/visitor"
ANSWERS_WITHIN_SECONDS = 5
WORTH_ANOTHER_TRY = ("unavailable", "rate_limited")

Payload = dict[str, Any]


class Visitor:
    """One chat over one live connection, which comes back by itself."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._shown: set[int] = set()
        self._synced_to = 0
        self._outbox: dict[str, str] = {}
        self._position: int | None = None
        self._state = ""
        self._lock = threading.RLock()
        self._client = socketio.Client(reconnection_delay=1, reconnection_delay_max=5)
        for event, hear in (
            ("connect", self._catch_up),
            ("disconnect", self._lose),
            ("chat_changed", lambda told: self._see(told["chat"])),
            ("message_posted", self._hear),
            ("typing", self._see_typing),
            ("server_restarting", lambda _: say("The server restarts.")),
        ):
            self._client.on(event, hear, namespace=NAMESPACE)

    def come(self) -> None:
        self._client.connect(
            self._url,
            namespaces=[NAMESPACE],
            transports=["websocket"],
            auth={"token": self._token},
            wait=False,
            retry=True,
        )

    def go(self) -> None:
        self._client.disconnect()

    def write(self, body: str) -> None:
        """Keep the message until it is acknowledged, so that it can be sent again."""
        client_id = str(uuid.uuid4())
        with self._lock:
            self._outbox[client_id] = body
        self._send(client_id)

    def ask(self, event: str, payload: Payload) -> None:
        answer = self._call(event, payload)
        if not answer["ok"]:
            say(f"! {answer['error']['message']}")
        elif event == "rate":
            say("Thank you.")

    def _lose(self, reason: str) -> None:
        if reason != self._client.reason.CLIENT_DISCONNECT:
            say("Connection lost. It comes back by itself.")

    def _call(self, event: str, payload: Payload) -> Payload:
        try:
            answer: Payload = self._client.call(
                event, payload, namespace=NAMESPACE, timeout=ANSWERS_WITHIN_SECONDS
            )
        except socketio.exceptions.SocketIOError:
            return {"ok": False, "error": {"code": "", "message": "There is no connection."}}
        return answer

    def _send(self, client_id: str) -> None:
        """Sending again does no harm: the server knows the id and stores nothing twice."""
        payload = {"client_id": client_id, "body": self._outbox[client_id]}
        self._emit("send_message", payload, partial(self._acknowledged, client_id))

    def _emit(self, event: str, payload: Payload, answered: Callable[[Payload], None]) -> None:
        # What cannot be sent now is sent, or no longer needed, after the next connection.
        with suppress(socketio.exceptions.SocketIOError):
            self._client.emit(event, payload, namespace=NAMESPACE, callback=answered)

    def _acknowledged(self, client_id: str, answer: Payload) -> None:
        if answer["ok"]:
            self._outbox.pop(client_id, None)
            self._show(answer["message"])
        elif answer["error"]["code"] in WORTH_ANOTHER_TRY:
            time.sleep(answer["error"].get("retry_after_seconds", 1))
            self._send(client_id)
        else:
            self._outbox.pop(client_id, None)
            say(f"! Not sent: {answer['error']['message']}")

    def _catch_up(self) -> None:
        """After every (re)connection: what was missed, then what was never acknowledged."""
        has_more = True
        with self._lock:
            while has_more:
                answer = self._call("sync", {"after_seq": self._synced_to})
                if not answer["ok"]:
                    return  # The connection went again; the next one catches up.
                for message in answer["messages"]:
                    self._show(message)
                    self._synced_to = message["seq"]
                has_more = answer["has_more"]
                self._see(answer["chat"])
        for client_id in list(self._outbox):
            self._send(client_id)

    def _hear(self, told: Payload) -> None:
        """A push. When the message before it is not there, something was missed."""
        with self._lock:
            if told["previous_seq"] and told["previous_seq"] not in self._shown:
                self._catch_up()
            self._show(told["message"])
            self._synced_to = max(self._synced_to, told["message"]["seq"])

    def _show(self, message: Payload) -> None:
        with self._lock:
            if message["seq"] in self._shown:
                return
            self._shown.add(message["seq"])
            author = message["author"]
            who = {"visitor": "You: ", "system": "* "}.get(author["kind"], f"{author['name']}: ")
            say(who + message["body"])
        if author["kind"] != "visitor":
            self._emit("mark_read", {"seq": message["seq"]}, lambda _: None)

    def _see(self, chat: Payload) -> None:
        if chat["position"] is not None and chat["position"] != self._position:
            say(f"You are number {chat['position']} in the queue.{wait_of(chat)}")
        if chat["state"] == "closed" and self._state != "closed":
            say(f"The chat is closed ({chat['closed_reason']}). /rate 1 to 5 rates it.")
            if chat["ticket"]:
                say(f"Your tech issue: {chat['ticket']['number']}, {chat['ticket']['url']}")
        self._position, self._state = chat["position"], chat["state"]

    def _see_typing(self, told: Payload) -> None:
        if told["is_typing"]:
            say(f"{told['author']['name']} is typing …")


def wait_of(chat: Payload) -> str:
    if chat["estimated_wait_seconds"] is None:
        return ""
    least, most = chat["estimated_wait_from_seconds"], chat["estimated_wait_seconds"]
    return f" About {least // 60} to {-(-most // 60)} minutes."


def say(line: str) -> None:
    print(line, flush=True)


def start_chat(url: str, asked: argparse.Namespace) -> str | None:
    """The token of a chat that is queued, or None when the question goes another way."""
    form = {
        "name": asked.name,
        "email": asked.email,
        "question": asked.question,
        "confirm_english": asked.english,
        "client_id": str(uuid.uuid4()),
    }
    answer: Payload = requests.post(f"{url}/api/v1/chats", json=form, timeout=30).json()
    if "error" in answer:
        say(f"! {answer['error']['message']} {answer['error'].get('fields', '')}")
    elif answer["outcome"] != "queued":
        say(f"{answer['message']}\n{url}{answer['ticket_url']}")
    else:
        token: str = answer["chat"]["token"]
        say(f"Your chat: {url}{answer['chat']['url']}")
        return token
    return None


def talk(visitor: Visitor) -> None:
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "/quit":
            break
        elif command == "/leave":
            visitor.ask("leave", {})
        elif command == "/rate" and rest.isdigit():
            visitor.ask("rate", {"score": int(rest)})
        elif command:
            visitor.write(line.strip())


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold a chat as a visitor.")
    parser.add_argument("--url", default="http://127.0.0.1:5000")
    parser.add_argument("--name", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--english", action="store_true", help="my question is in English")
    parser.add_argument("question")
    asked = parser.parse_args()
    token = start_chat(asked.url, asked)
    if token is None:
        return 1
    visitor = Visitor(asked.url, token)
    visitor.come()
    talk(visitor)
    visitor.go()
    return 0


if __name__ == "__main__":
    sys.exit(main())
