"""Databases as earlier versions of the program left them, with what people did in them."""

from flask_migrate import downgrade, upgrade

from chat import demo, intake
from chat.asking import Newcomer, Question
from core import schema
from core.database import db
from tests.factories import committed
from tests.live.people import QUESTION


def steps() -> list[tuple[str, str]]:
    """Every step of the chain of migrations: from, to."""
    chain = reversed(list(schema._scripts().walk_revisions()))
    return [(str(one.down_revision or "base"), one.revision) for one in chain]


def make_used_desk() -> None:
    """People, tech issues with their threads, replies and a chat with messages, of today."""
    upgrade()
    committed(demo.load, "no password")
    question = Question(name="Gus", email="gus@example.com", question=QUESTION)
    newcomer = Newcomer(key="guest:1")
    committed(intake.start_chat, question, newcomer, intake.classify(QUESTION, newcomer))
    db.session.remove()


def take_down_to(revision: str) -> None:
    """The open database is as the program of this revision would have it."""
    downgrade(revision=revision)
    db.engine.dispose()
