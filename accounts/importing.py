"""Members from a file: all rows are checked first, then written in small transactions.

Members are known by their username. They get no password; they choose one by the mailed link.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts.member_files import BadRow, Row
from accounts.registering import NewMember, clean_member
from core import clock
from core.database import reading, transaction
from core.errors import Refused
from core.statements import Sql
from core.text import new_id

# So few that a server on the same database waits no longer for one than for a message of its own.
ROWS_IN_ONE_GO = 100
# After each of them a rest as long as it took, so that everybody else gets a turn.
REST_PER_WRITE = 1.0
# A multiple of the rows in one go.
REPORT_EVERY = 5_000

_ALL = Sql("SELECT id, role, username, email, member_id, name, rank, locale FROM accounts")
_ADD = Sql(
    "INSERT INTO accounts (id, role, username, name, email, member_id, rank, locale, is_active,"
    " presence, created_at, updated_at)"
    " VALUES (:id, 'member', :username, :name, :email, :member_id, :rank, :locale, TRUE,"
    " 'offline', :now, :now)"
)
_UPDATE = Sql(
    "UPDATE accounts SET name = :name, email = :email, member_id = :member_id, rank = :rank,"
    " locale = COALESCE(:locale, locale), updated_at = :now"
    " WHERE username = :username AND role = 'member'"
)
# A link that was mailed to the old address is not for whoever reads mail there now.
_DROP_LINK = Sql(
    "DELETE FROM password_links WHERE account_id ="
    " (SELECT id FROM accounts WHERE username = :username AND email <> :email)"
)

UNIQUE = ("username", "email", "member_id")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Change:
    """A row that is as it should be; `is_new` when there is no such member yet."""

    line: int
    member: NewMember
    is_new: bool


@dataclass
class Plan:
    """What is to be written, and what cannot be."""

    changes: list[Change] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unchanged: int = 0


@dataclass
class Done:
    added: int = 0
    updated: int = 0
    bad: list[BadRow] = field(default_factory=list)


def plan(rows: Iterable[Row | BadRow], *, report: Progress) -> Plan:
    """Check every row, with the others and with the accounts that there are. Writes nothing."""
    made, known, seen = Plan(), _Known.now(), _Seen()
    for number, row in enumerate(rows, 1):
        if isinstance(row, BadRow):
            made.bad.append(row)
        else:
            _place(row, made, known, seen)
        if number % REPORT_EVERY == 0:
            report(f"{number:,} rows checked")
    return made


def carry_out(plan: Plan, *, report: Progress) -> Done:
    """Write what was planned, a few rows at a time. Doing it again changes nothing more."""
    done, number = Done(), len(plan.changes)
    for first in range(0, number, ROWS_IN_ONE_GO):
        started = time.monotonic()
        _write_some(plan.changes[first : first + ROWS_IN_ONE_GO], done)
        time.sleep((time.monotonic() - started) * REST_PER_WRITE)
        reached = min(first + ROWS_IN_ONE_GO, number)
        if reached % REPORT_EVERY == 0 or reached == number:
            report(f"{reached:,} of {number:,} members written")
    return done


def _place(row: Row, made: Plan, known: "_Known", seen: "_Seen") -> None:
    complaints, member = [], None
    try:
        member = clean_member(row.member)
    except Refused as refused:
        complaints = [f"{name}: {said}" for name, texts in refused.fields.items() for said in texts]
    if member is not None:
        complaints = [*seen.complaints(member, row.line), *known.complaints(member)]
    if member is None or complaints:
        made.bad.append(BadRow(row.line, "; ".join(complaints)))
    elif known.is_as(member):
        made.unchanged += 1
    else:
        made.changes.append(Change(row.line, member, is_new=known.is_new(member)))


class _Seen:
    """What earlier rows of the same file have."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], int] = {}

    def complaints(self, member: NewMember, line: int) -> list[str]:
        keys = [(name, getattr(member, name)) for name in UNIQUE]
        found = [
            f"{name}: line {self._lines[name, value]} has the same"
            for name, value in keys
            if (name, value) in self._lines
        ]
        for key in keys:
            self._lines.setdefault(key, line)
        return found


class _Known:
    """The accounts that there are, by each of what only one may have."""

    def __init__(self, accounts: list[Any]) -> None:
        self._by = {
            name: {getattr(one, name): one for one in accounts if getattr(one, name) is not None}
            for name in UNIQUE
        }

    @classmethod
    def now(cls) -> "_Known":
        with reading():
            return cls(_ALL.all())

    def is_new(self, member: NewMember) -> bool:
        return member.username not in self._by["username"]

    def is_as(self, member: NewMember) -> bool:
        found = self._by["username"].get(member.username)
        wished = asdict(member)
        if member.locale is None:
            del wished["locale"]  # Chosen by the member perhaps; an empty cell says nothing.
        return found is not None and all(
            getattr(found, name) == value for name, value in wished.items()
        )

    def complaints(self, member: NewMember) -> list[str]:
        own = self._by["username"].get(member.username)
        taken = ((name, self._by[name].get(getattr(member, name))) for name in UNIQUE[1:])
        return [
            f"{name}: the account {other.username or other.email} has it"
            for name, other in taken
            if other is not None and other is not own
        ]


def _write_some(changes: list[Change], done: Done) -> None:
    try:
        _write_together(changes)
        _count(changes, done)
    except IntegrityError:
        _write_one_by_one(changes, done)


def _write_together(changes: list[Change]) -> None:
    with transaction():
        for change in changes:
            _write(change)


def _write_one_by_one(changes: list[Change], done: Done) -> None:
    """Somebody else has made an account since the check: only that row stays out."""
    for change in changes:
        try:
            _write_together([change])
            _count([change], done)
        except IntegrityError:
            done.bad.append(BadRow(change.line, "another account has taken it meanwhile"))


def _write(change: Change) -> None:
    values = asdict(change.member) | {"now": clock.now_millis()}
    if change.is_new:
        _ADD.run(id=new_id(), **values)
    else:
        _DROP_LINK.run(username=change.member.username, email=change.member.email)
        _UPDATE.run(**values)


def _count(changes: list[Change], done: Done) -> None:
    new = sum(change.is_new for change in changes)
    done.added += new
    done.updated += len(changes) - new
