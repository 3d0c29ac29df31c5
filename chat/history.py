"""The chats that have ended: looked for by words and filters, the last one first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text

from accounts.models import Account
from chat.models import Chat
from chat.people_models import WORDS_AS_VECTOR
from core.database import db
from tickets.words import words_looked_for

PAGE_SIZE = 25
LAST_PAGE = 100_000
# Nobody counts further: a number that only grows need not be exact.
MOST_COUNTED = 10_000
MOST_WORDS_ASKED = 8
# Of the chats that hold some words the latest are looked at, and the page says so.
MOST_FOUND = 1_000
# What a chat may have come to, as people say it: the reasons for which it closes.
OUTCOMES = ("agent", "visitor", "converted", "redirected", "abandoned", "idle")
RATINGS = ("any", "none", "5", "4", "3", "2", "1")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for; `until` is the first moment that is too late."""

    words: str = ""
    agent_id: str | None = None
    outcome: str | None = None
    rating: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class EndedChats:
    """One page; pages count from 1. `total` is exact below `MOST_COUNTED`."""

    rows: list[Any]
    page: int
    total: int
    is_cut: bool = False

    @property
    def has_next(self) -> bool:
        return self.page * PAGE_SIZE < self.total or (
            self.total >= MOST_COUNTED and len(self.rows) == PAGE_SIZE
        )

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def ended_chats(wanted: Wanted, *, page: int = 1) -> EndedChats:
    """A page of the chats that are wanted, each with the name of its last agent."""
    page = min(max(1, page), LAST_PAGE)
    found = _found(wanted.words) if wanted.words else None
    conditions = _conditions(wanted, found)
    last_first = (Chat.closed_at.desc(), Chat.place.desc())
    counted = select(Chat.place).where(*conditions).limit(MOST_COUNTED).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    # Found by what an index holds: whole rows are read for the few that are shown.
    places = (
        select(Chat.place)
        .where(*conditions)
        .order_by(*last_first)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    shown = (
        select(Chat, Account.name.label("agent_name"))
        .outerjoin(Account, Account.id == Chat.last_agent_id)
        .where(Chat.place.in_(places))
        .order_by(*last_first)
    )
    is_cut = found is not None and len(found) == MOST_FOUND
    return EndedChats(list(db.session.execute(shown)), page, total, is_cut)


def agents_of_chats() -> list[Any]:
    """`id` and `name` of everybody who may have had a chat."""
    team = select(Account.id, Account.name).where(Account.role != "member")
    return list(db.session.execute(team.order_by(Account.name, Account.id)))


def _conditions(wanted: Wanted, found: list[int] | None) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool] | None] = [
        Chat.closed_at.is_not(None),
        Chat.place.in_(found) if found is not None else None,
        Chat.last_agent_id == wanted.agent_id if wanted.agent_id else None,
        Chat.closed_reason == wanted.outcome if wanted.outcome else None,
        _is_rated(wanted.rating) if wanted.rating else None,
        Chat.closed_at >= wanted.since if wanted.since else None,
        Chat.closed_at < wanted.until if wanted.until else None,
    ]
    return [one for one in asked if one is not None]


def _is_rated(rating: str) -> ColumnElement[bool]:
    if rating == "none":
        return Chat.rating.is_(None)
    return Chat.rating.is_not(None) if rating == "any" else Chat.rating == int(rating)


def _found(typed: str) -> list[int]:
    """The places of the chats in which all that was typed is: name, address, number, text, notes.

    The latest of them, and no more than can be of use: words that are everywhere find nothing.
    """
    asked = words_looked_for(typed)[:MOST_WORDS_ASKED]
    if not asked:
        return []
    if db.engine.dialect.name == "sqlite":
        match = " AND ".join(f'"{word}"*' for word in asked)
        places = text(
            "SELECT rowid FROM chat_index WHERE chat_index MATCH :asked"
            " ORDER BY rowid DESC LIMIT :most"
        )
    else:
        match = " & ".join(f"'{word}':*" for word in asked)
        places = text(
            f"SELECT place FROM chat_words WHERE {WORDS_AS_VECTOR} @@ CAST(:asked AS tsquery)"  # noqa: S608 - a constant
            " ORDER BY place DESC LIMIT :most"
        )
    return list(db.session.scalars(places.bindparams(asked=match, most=MOST_FOUND)))
