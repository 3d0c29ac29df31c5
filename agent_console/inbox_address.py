"""The address of the inbox: what somebody wants to see, and back. It can be shared and kept.

What stands at its usual value is left out, and what nobody knows is passed over, so that one way to
look has one address.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from tickets import inbox, rules
from tickets.inbox import Mark, Wanted

INBOX = "/console/tickets"
WORDS_LIMIT = 200
_ID_LIMIT = 32
_MARK = re.compile(r"(-?[0-9]{1,15})\.([0-9]{1,9})", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_KNOWN = {
    "status": (*rules.STATUSES, inbox.ALL),
    "priority": rules.PRIORITIES,
    "source": rules.SOURCES,
    "age": tuple(inbox.AGES),
    "sort": tuple(inbox.ORDERS),
}


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """What an address asks for."""
    known = {name: query[name] for name, values in _KNOWN.items() if query.get(name) in values}
    language = query.get("language", "")
    wanted = Wanted(
        **known,
        assignee=query.get("assignee", "")[:_ID_LIMIT],
        language=language if _LANGUAGE.fullmatch(language) else "",
        news=query.get("news") == "yes",
        words=" ".join(query.get("q", "").replace("\0", " ").split())[:WORDS_LIMIT],
    )
    usual = replace(wanted, sort="").order
    return replace(wanted, sort="") if wanted.sort == usual else wanted


def wanted_at(kept: str) -> Wanted:
    """What a kept address asks for."""
    return wanted_in({name: values[-1] for name, values in parse_qs(kept).items()})


def query_of(wanted: Wanted) -> str:
    """What stands behind the question mark; nothing for the usual look."""
    parts: dict[str, Any] = {
        "status": wanted.status if wanted.status != Wanted.status else "",
        "assignee": wanted.assignee,
        "language": wanted.language,
        "priority": wanted.priority,
        "source": wanted.source,
        "age": wanted.age,
        "news": "yes" if wanted.news else "",
        "q": wanted.words,
        "sort": wanted.sort,
    }
    return urlencode({name: value for name, value in parts.items() if value})


def address_of(wanted: Wanted, *, after: Mark | None = None, before: Mark | None = None) -> str:
    marks = {"after": after, "before": before}
    place = urlencode({name: _written(mark) for name, mark in marks.items() if mark})
    query = "&".join(part for part in (query_of(wanted), place) if part)
    return f"{INBOX}?{query}" if query else INBOX


def mark_in(query: Mapping[str, str], name: str) -> Mark | None:
    """The row that a page begins behind (`after`) or ends before (`before`)."""
    found = _MARK.fullmatch(query.get(name, ""))
    return Mark(int(found[1]), int(found[2])) if found else None


def _written(mark: Mark) -> str:
    return f"{mark.value}.{mark.number}"
