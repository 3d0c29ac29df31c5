"""Letters that wait, and answers to them as people's mail programs write them."""

import os
from email.message import EmailMessage
from typing import Any

import msgspec

from core.database import db
from core.letters import QueuedLetter, WrittenLetter
from core.sealing import unseal

QUOTED = """On Fri, 6 Mar 2026 at 10:30, dōTERRA Tech Support <help@desk.example> wrote:

> Your issue has been answered
"""


def letters_of(kind: str) -> list[WrittenLetter]:
    rows = db.session.query(QueuedLetter).filter_by(kind=kind).order_by(QueuedLetter.created_at)
    return [msgspec.json.decode(unseal(row.sealed), type=WrittenLetter) for row in rows]


def reply(letter: WrittenLetter, body: str = "It works.", **headers: Any) -> EmailMessage:
    """An answer to this letter, as a mail program writes it; a header of None is left out."""
    message = EmailMessage()
    usual = {
        "From": f"Maya Lind <{letter.to}>",
        "To": "dōTERRA Tech Support <help@desk.example>",
        "Subject": f"Re: {letter.subject}",
        "Message-ID": f"<{os.urandom(8).hex()}.mail@example.com>",
        "In-Reply-To": letter.message_id,
        "References": f"{letter.thread_id} {letter.message_id}",
        "Date": "Fri, 06 Mar 2026 10:45:00 +0100",
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in (usual | named).items():
        if value is not None:
            message[name] = value
    message.set_content(f"{body}\n\n{QUOTED}")
    return message
