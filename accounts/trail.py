"""The audit trail as admins read it: newest first, a page at a time, by act and by person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from core import audit, clock
from core.statements import Sql

PAGE_SIZE = 50

_PAGE = Sql(
    "SELECT e.number, e.at, e.actor, e.act, e.object, e.detail, e.address,"
    " who.name AS actor_name, whom.name AS object_name"
    " FROM audit_entries e LEFT JOIN accounts who ON who.id = e.actor"
    " LEFT JOIN accounts whom ON e.object = 'account:' || whom.id"
    " WHERE e.number < :before AND (:act = '' OR e.act = :act)"
    " AND (:actor = '' OR e.actor = :actor) ORDER BY e.number DESC LIMIT :most"
)
_ACTS = Sql("SELECT DISTINCT act FROM audit_entries ORDER BY act")
_ACTORS = Sql(
    "SELECT id, name FROM accounts"
    " WHERE role <> 'member' AND id IN (SELECT actor FROM audit_entries) ORDER BY name, id"
)
_NEVER = 2**62
_NOBODYS_NAMES = {
    audit.COMMAND: "A command on the machine",
    audit.DESK: "The desk itself",
    audit.NOBODY: "Nobody signed in",
}


class Line(NamedTuple):
    """`details` are sentences such as `role: agent → supervisor`."""

    number: int
    at: datetime
    who: str
    act: str
    what: str
    details: list[str]
    address: str | None


class TrailPage(NamedTuple):
    """`older` is the number before which the next page begins, None on the last one."""

    lines: list[Line]
    older: int | None


def page(*, act: str | None, actor: str | None, before: int | None) -> TrailPage:
    """Needs an open transaction."""
    rows = _PAGE.all(act=act or "", actor=actor or "", before=before or _NEVER, most=PAGE_SIZE + 1)
    lines = [_line(row) for row in rows[:PAGE_SIZE]]
    return TrailPage(lines, lines[-1].number if len(rows) > PAGE_SIZE else None)


def acts() -> list[tuple[str, str]]:
    """Every act that the trail knows, with what people call it."""
    return [(row.act, in_words(row.act)) for row in _ACTS.all()]


def actors() -> list[Any]:
    """Everybody of the team who has done something: `id`, `name`."""
    return _ACTORS.all()


def in_words(act: str) -> str:
    return act.replace("_", " ").capitalize()


def _line(row: Any) -> Line:
    return Line(
        number=row.number,
        at=clock.from_millis(row.at),
        who=row.actor_name or _NOBODYS_NAMES.get(row.actor, row.actor),
        act=in_words(row.act),
        what="" if row.object == f"account:{row.actor}" else _what(row),
        details=list(_details(msgspec.json.decode(row.detail))),
        address=row.address,
    )


def _what(row: Any) -> str:
    return str(row.object_name or row.object.partition(":")[2])


def _details(detail: dict[str, Any]) -> Iterator[str]:
    before, after = detail.pop("before", None), detail.pop("after", None)
    if isinstance(before, dict) and isinstance(after, dict):
        for name in after:
            yield f"{_words(name)}: {_words(before.get(name))} → {_words(after[name])}"
    for name, value in detail.items():
        yield f"{_words(name)}: {_words(value)}"


def _words(value: Any) -> str:
    text = "none" if value in (None, "") else str(value)
    return text.replace("_", " ") if text.isidentifier() else text
