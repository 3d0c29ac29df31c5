"""What the console's palette finds by a few words: people, tickets, ended chats."""

from typing import Any

from sqlalchemy import func, or_, select

from accounts.models import Account
from chat import history
from core import clock
from core.database import db
from core.text import cut
from tickets.finding import found_by_team
from tickets.models import Ticket

MOST_OF_A_KIND = 5
LEAST_LETTERS = 2
_SHOWN = 100


def look_up(typed: str) -> dict[str, list[dict[str, Any]]]:
    """The first few of each kind that hold all that was typed."""
    words = " ".join(typed.replace("\0", " ").split())
    if len(words) < LEAST_LETTERS:
        return {"people": [], "tickets": [], "chats": []}
    return {"people": _people(words), "tickets": _tickets(words), "chats": _chats(words)}


def _people(words: str) -> list[dict[str, Any]]:
    """Members, by the beginning of a word of their name, or of what else they are known by."""
    begins = _escaped(words.lower()) + "%"
    name = func.lower(Account.name)
    known_by = (Account.username, Account.email, func.lower(Account.member_id))
    members = (
        select(Account)
        .where(Account.role == "member")
        .where(
            or_(
                name.like(begins, escape="\\"),
                name.like(f"% {begins}", escape="\\"),
                *(one.like(begins, escape="\\") for one in known_by),
            )
        )
        .order_by(Account.name, Account.id)
        .limit(MOST_OF_A_KIND)
    )
    return [
        {"id": one.id, "name": one.name, "member_id": one.member_id, "email": one.email}
        for one in db.session.scalars(members)
    ]


def _tickets(words: str) -> list[dict[str, Any]]:
    newest = (
        select(Ticket)
        .where(found_by_team(words, most=MOST_OF_A_KIND))
        .order_by(Ticket.number.desc())
        .limit(MOST_OF_A_KIND)
    )
    return [
        {"number": one.reference, "title": one.title, "status": one.status, "person": one.name}
        for one in db.session.scalars(newest)
    ]


def _chats(words: str) -> list[dict[str, Any]]:
    found = history.ended_chats(history.Wanted(words=words)).rows
    return [
        {
            "id": chat.id,
            "name": chat.name,
            "question": cut(chat.question, _SHOWN),
            "closed_at": clock.iso(chat.closed_at),
        }
        for chat, _agent in found[:MOST_OF_A_KIND]
    ]


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
