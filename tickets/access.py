"""Which ticket a person may open. Unknown and foreign look the same (S30)."""

from sqlalchemy import ColumnElement, select

from accounts.access import require_agent, require_member_portal
from accounts.models import Account
from core.database import db
from core.errors import NotFound
from core.text import fingerprint
from tickets import rules
from tickets.models import Ticket, TicketToken


def ticket_for_member(account: Account | None, reference: str) -> Ticket:
    """A person's own ticket. Raises SignInNeeded, RankTooLow, NotFound (S28)."""
    member = require_member_portal(account)
    return _one(Ticket.number == _number(reference), Ticket.requester_id == member.id)


def ticket_for_agent(account: Account | None, reference: str) -> Ticket:
    """Any ticket, for the team. Raises SignInNeeded, Forbidden, NotFound."""
    require_agent(account)
    return _one(Ticket.number == _number(reference))


def ticket_for_token(token: str) -> Ticket:
    """The ticket of a private link, whoever holds it. Raises NotFound."""
    ticket_id = select(TicketToken.ticket_id).where(TicketToken.token_hash == fingerprint(token))
    return _one(Ticket.id == ticket_id.scalar_subquery())


def _number(reference: str) -> int:
    number = rules.parse_reference(reference)
    if number is None:
        raise NotFound
    return number


def _one(*conditions: ColumnElement[bool]) -> Ticket:
    # What the page has read before may be older than the transaction that asks now.
    found = db.session.scalars(
        select(Ticket).where(*conditions).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
