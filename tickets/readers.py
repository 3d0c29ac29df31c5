"""Who has a ticket open on a page: its requester, signed in or by the private link."""

from dataclasses import dataclass

from accounts import sessions
from accounts.access import RankTooLow, SignInNeeded, ranks, require_member_portal
from accounts.models import Account
from core.errors import NotFound
from core.statements import Sql
from core.text import fingerprint
from tickets import reading, rules

_BY_TOKEN = Sql("SELECT ticket_id FROM ticket_tokens WHERE token_hash = :token_hash")
_OWN = Sql("SELECT id FROM tickets WHERE number = :number AND requester_id = :account_id")
_REQUESTER = Sql(
    "SELECT a.role, a.rank FROM tickets t JOIN accounts a ON a.id = t.requester_id"
    " WHERE t.id = :ticket_id AND a.id = :account_id AND a.is_active"
)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What the server found out about them on connecting. A member has the last two."""

    ticket_id: str
    key: str
    account_id: str | None = None
    session_id: str | None = None


def reader_with(token: str) -> Reader:
    """Whoever holds this private link. Raises NotFound."""
    token_hash = fingerprint(token)
    ticket_id = _BY_TOKEN.value(token_hash=token_hash)
    if ticket_id is None:
        raise NotFound
    return Reader(ticket_id=ticket_id, key=reading.holder(token_hash))


def reader_of(account: Account, session_id: str, reference: str) -> Reader:
    """The member with an own ticket. Raises SignInNeeded, RankTooLow, NotFound (S28, S30)."""
    require_member_portal(account)
    number = rules.parse_reference(reference)
    ticket_id = _OWN.value(number=number, account_id=account.id) if number else None
    reader = Reader(
        ticket_id=ticket_id or "",
        key=reading.member(account.id),
        account_id=account.id,
        session_id=session_id,
    )
    require_reader(reader)
    return reader


def require_reader(reader: Reader) -> None:
    """Raises what the pages would raise now: rights end with the next event too (S28)."""
    if reader.session_id is None:
        _require_link(reader)
    else:
        _require_member(reader)


def _require_link(reader: Reader) -> None:
    token_hash = reader.key.removeprefix(reading.holder(""))
    if _BY_TOKEN.value(token_hash=token_hash) != reader.ticket_id:
        raise NotFound


def _require_member(reader: Reader) -> None:
    role = sessions.role_in(reader.session_id or "")
    if role is None:
        raise SignInNeeded
    requester = _REQUESTER.one(ticket_id=reader.ticket_id, account_id=reader.account_id)
    if requester is None:
        raise NotFound
    if role == "member" and not ranks().opens_technical_issues(requester.rank):
        raise RankTooLow
