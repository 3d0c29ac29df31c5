"""Visitors who come at a given pace, whether or not the desk keeps up with them."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import msgspec
import requests

from bench.crowd import QUESTION
from bench.servers import Server

GIVES_UP_AFTER_SECONDS = 20


@dataclass
class Answers:
    """What the newcomers were told, how long each had to wait, and where their text was put."""

    told: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    tickets: list[tuple[str, str]] = field(default_factory=list)


class Newcomers:
    """Each has a question and a connection of its own."""

    def __init__(self, desk: Server) -> None:
        self._desk = desk
        self._number = 0

    async def come(self, *, per_second: float, seconds: float) -> Answers:
        """At this pace for so long; returns when the last one has an answer."""
        answers, began = Answers(), time.monotonic()
        async with asyncio.TaskGroup() as everybody:
            for number in range(int(per_second * seconds)):
                await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
                everybody.create_task(self.ask(answers))
        return answers

    async def crowd(self, *, at_once: int, seconds: float) -> Answers:
        """As fast as the desk takes them, so many at a time: what it can do."""
        answers, until = Answers(), time.monotonic() + seconds

        async def one_after_another() -> None:
            while time.monotonic() < until:
                await self.ask(answers)

        await asyncio.gather(*(one_after_another() for _ in range(at_once)))
        return answers

    async def ask(self, answers: Answers) -> None:
        self._number += 1
        question = f"{QUESTION} This is question {self._number}."
        began = time.monotonic()
        try:
            async with asyncio.timeout(GIVES_UP_AFTER_SECONDS):
                answer = await self._post(question)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            answer = {"outcome": f"nothing ({type(error).__name__})"}
        answers.waits.append(time.monotonic() - began)
        answers.told[answer["outcome"]] += 1
        if "ticket_url" in answer:
            answers.tickets.append((answer["ticket_url"], question))

    def find_text(self, tickets: list[tuple[str, str]]) -> int:
        """For how many the page that leads to a ticket has the text that was typed."""
        pages = (
            (requests.get(self._desk.url + path, timeout=20).text, text) for path, text in tickets
        )
        return sum(text in page for page, text in pages)

    async def _post(self, question: str) -> dict[str, Any]:
        form = {"name": "Gil", "email": "gil@example.com", "question": question}
        body = msgspec.json.encode(form)
        head = (
            f"POST /api/v1/chats HTTP/1.1\r\nHost: 127.0.0.1:{self._desk.port}\r\n"
            "Content-Type: application/json\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", self._desk.port)
        try:
            writer.write(head.encode() + body)
            whole = await reader.read()
        finally:
            writer.close()
        answered, _, payload = whole.partition(b"\r\n\r\n")
        if not answered:
            raise ConnectionResetError
        answer: dict[str, Any] = msgspec.json.decode(payload)
        return answer if "outcome" in answer else {"outcome": answer["error"]["code"]}
