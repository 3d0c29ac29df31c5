"""Making accounts: by an administrator only, there is no default one and no open sign-up (S27)."""

import re
from dataclasses import asdict, dataclass

from sqlalchemy import or_, select

from accounts import rules
from accounts.access import ranks
from accounts.models import Account
from core import text
from core.checking import check_all, one_of
from core.database import db
from core.emails import clean_email
from core.errors import Conflict, Invalid

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class AlreadyRegistered(Conflict):
    """`fields` names what another account already has."""

    message = "There is already an account with this username, email or member ID."


@dataclass(frozen=True)
class NewAgent:
    email: str
    name: str
    role: str = "agent"
    capacity: int | None = None


@dataclass(frozen=True)
class NewMember:
    username: str
    name: str
    email: str
    member_id: str
    rank: str
    locale: str | None = None


def create_agent(agent: NewAgent, *, password_hash: str | None) -> Account:
    """Without a password hash the agent cannot sign in yet. Raises Invalid, AlreadyRegistered."""
    one_of(rules.STAFF_ROLES, agent.role, field="role")
    check_capacity(agent.capacity)
    return _add(
        Account(
            role=agent.role,
            email=rules.folded(clean_email(agent.email)),
            name=text.clean_line(agent.name, limit=text.NAME_LIMIT, field="name"),
            capacity=agent.capacity,
            password_hash=password_hash,
        )
    )


def create_member(member: NewMember, *, password_hash: str | None) -> Account:
    """Without a password hash the member cannot sign in yet. Raises Invalid, AlreadyRegistered."""
    cleaned = asdict(clean_member(member))
    return _add(Account(role="member", **cleaned, password_hash=password_hash))


def check_capacity(capacity: int | None) -> None:
    """None stands for the desk's own. Raises Invalid."""
    if capacity is not None and not 1 <= capacity <= 100:
        raise _invalid("capacity", "The capacity is a number from 1 to 100.")


def clean_member(member: NewMember) -> NewMember:
    """The member as it is stored. Raises Invalid or TooLong with every complaint at once."""
    cleaned = check_all(
        {
            "username": lambda: _folded_username(member.username),
            "name": lambda: text.clean_line(member.name, limit=text.NAME_LIMIT, field="name"),
            "email": lambda: rules.folded(clean_email(member.email)),
            "member_id": lambda: text.clean_identifier(
                member.member_id, limit=text.MEMBER_ID_LIMIT, field="member_id"
            ),
            "rank": lambda: _known_rank(member.rank),
            "locale": lambda: _clean_locale(member.locale),
        }
    )
    return NewMember(**cleaned)


def _folded_username(username: str) -> str:
    return rules.folded(text.clean_identifier(username, limit=text.NAME_LIMIT, field="username"))


def _known_rank(rank: str) -> str:
    known = ranks().named(rank)
    if known is None:
        raise _invalid("rank", f"There is no such rank. It is one of {', '.join(ranks().names)}.")
    return known


def _clean_locale(locale: str | None) -> str | None:
    tag = (locale or "").strip().replace("_", "-")
    if tag and not _LANGUAGE_TAG.fullmatch(tag):
        raise _invalid("locale", "This is not a language tag such as nb or en-GB.")
    return tag or None


def _add(account: Account) -> Account:
    taken = _what_is_taken(account)
    if taken:
        raise AlreadyRegistered(fields={field: ["Another account has it."] for field in taken})
    db.session.add(account)
    db.session.flush()
    return account


def _what_is_taken(account: Account) -> list[str]:
    unique = {
        field: getattr(account, field)
        for field in ("username", "email", "member_id")
        if getattr(account, field) is not None
    }
    others = db.session.scalars(
        select(Account).where(or_(*(getattr(Account, field) == unique[field] for field in unique)))
    ).all()
    return [
        field for field in unique if any(getattr(other, field) == unique[field] for other in others)
    ]


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
