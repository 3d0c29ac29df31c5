"""What waits to be mailed."""

import msgspec

from core import clock
from core.database import db
from core.letters import QueuedLetter, WrittenLetter
from core.sealing import unseal
from core.text import new_id
from tests.factories import committed, make_agent
from tickets import handling
from tickets.models import Ticket


def queued() -> list[tuple[str, WrittenLetter]]:
    """The letters that wait, with their kinds, in the order in which they were written."""
    db.session.rollback()
    rows = db.session.query(QueuedLetter).order_by(QueuedLetter.created_at)
    return [(row.kind, opened(row)) for row in rows]


def opened(row: QueuedLetter) -> WrittenLetter:
    return msgspec.json.decode(unseal(row.sealed), type=WrittenLetter)


def due() -> list[str]:
    """The kinds of those that may be sent now."""
    db.session.rollback()
    rows = db.session.query(QueuedLetter).order_by(QueuedLetter.created_at)
    return [row.kind for row in rows.filter(QueuedLetter.due_at <= clock.now())]


def last() -> tuple[str, WrittenLetter]:
    return queued()[-1]


def kinds() -> list[str]:
    return [kind for kind, _ in queued()]


def answer(ticket: Ticket, body: str = "Try again now.", **chosen) -> None:
    agent = make_agent(f"ana-{new_id()}", name="Ana Moreau")
    committed(handling.reply_as_agent, ticket, agent, body=body, **chosen)
