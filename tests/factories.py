"""The cast and their tickets. Each call commits; only what matters to a test is said in it.

Maya (Gold) and Otto (Elite) are members, Ana and Bea agents, Sam a supervisor, Ida an admin.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from accounts import passwords
from accounts.models import Account
from accounts.registering import NewAgent, NewMember, create_agent, create_member
from core.database import db, transaction
from tickets.models import Ticket
from tickets.opening import TicketDraft, open_ticket

PASSWORD = "correct horse battery"

Result = TypeVar("Result")

_RANKS = {"maya": "Gold", "otto": "Elite"}
_ROLES = {"sam": "supervisor", "ida": "admin"}


def make_member(username: str = "maya", **chosen: Any) -> Account:
    """Maya is Gold, Otto Elite, anybody else Silver."""
    usual = {
        "name": username.title(),
        "email": f"{username}@example.com",
        "member_id": f"M-{username}",
        "rank": _RANKS.get(username, "Silver"),
    }
    member = NewMember(username, **(usual | chosen))
    return committed(create_member, member, password_hash=password_hash())


def make_agent(first_name: str = "ana", **chosen: Any) -> Account:
    """Sam is a supervisor, Ida an admin, anybody else an agent."""
    usual = {"name": first_name.title(), "role": _ROLES.get(first_name, "agent")}
    agent = NewAgent(f"{first_name}@desk.example", **(usual | chosen))
    return committed(create_agent, agent, password_hash=password_hash())


def make_ticket(requester: Account | None = None, **chosen: Any) -> Ticket:
    """A ticket of this member, or of a guest called Gus."""
    usual: dict[str, Any] = {
        "title": "English - cart empties",
        "description": "When I apply my points, the cart becomes empty.",
        "name": requester.name if requester else "Gus",
        "email": requester.email if requester else "gus@example.com",
        "requester_id": requester.id if requester else None,
        "member_id": requester.member_id if requester else None,
        "source": "portal",
    }
    opened = committed(open_ticket, TicketDraft(**(usual | chosen)))
    ticket = db.session.get(Ticket, opened.id)
    assert ticket is not None
    db.session.commit()  # The test's later looks are to see what has been written since.
    return ticket


def committed(use_case: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Run a use case as a door does: in a transaction of its own."""
    with transaction():
        return use_case(*args, **kwargs)


@cache
def password_hash() -> str:
    return passwords.hash_password(PASSWORD)
