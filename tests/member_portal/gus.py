"""Gus, a guest who has asked a question, and what becomes of it."""

from flask import Flask

from chat import closing, messaging, queue
from chat.actors import Agent, Visitor
from chat.messaging import Draft
from chat.models import Chat
from core.database import db, transaction
from core.text import new_id
from tests.browsing import Browser
from tests.factories import committed, make_agent
from tickets.models import Ticket

GUS = {"name": "Gus Grey", "member_id": "", "email": "gus@example.com"}


QUESTION = "My cart becomes empty when I use my points. What can I do about it?"


DETAIL = "It has happened three times since Monday."


CANARY = "CANARY: the web team knows"


def only_chat(site: Flask) -> Chat:
    with site.app_context():
        return db.session.query(Chat).one()


def tickets(site: Flask) -> list[Ticket]:
    with site.app_context():
        return list(db.session.query(Ticket))


def in_desk(site: Flask, act: object, *args: object, **kwargs: object) -> object:
    with site.app_context():
        return committed(act, *args, **kwargs)  # type: ignore[arg-type]


def add(site: Flask, body: str) -> None:
    visitor = Visitor(chat_id=only_chat(site).id, token_hash="")
    draft = Draft(chat_id=visitor.chat_id, client_id=new_id(), body=body)
    in_desk(site, messaging.post_as_visitor, visitor, draft)


def claimed(site: Flask) -> Agent:
    """Ana has joined."""
    with site.app_context():
        account = make_agent("ana", name="Ana Moreau")
        account.presence = "online"
        db.session.commit()
        ana = Agent(id=account.id, name=account.name, role="agent", session_id="")
        with transaction():
            queue.claim_next(ana)
    return ana


def says(site: Flask, ana: Agent, body: str, kind: str = "text") -> None:
    chat_id = only_chat(site).id
    draft = Draft(chat_id=chat_id, client_id=new_id(), body=body, kind=kind)
    in_desk(site, messaging.post_as_agent, ana, draft)


def ended(site: Flask) -> Agent:
    ana = claimed(site)
    says(site, ana, "Which browser do you use?")
    says(site, ana, CANARY, kind="note")
    add(site, "Safari")
    in_desk(site, closing.close_as_agent, ana, only_chat(site).id)
    return ana


def leave(browser: Browser, token: str) -> str:
    browser.send(f"/chat/{token}/ticket")
    assert browser.status == 303
    assert browser.location is not None
    return browser.location
